"""A scenario file that says everything a scenario file may say, every kind of every table at least once."""

FULL = """\
schema_version = 1

[run]
title = "everything"
question = "what may a file say?"
start = 2021-07-01
end = 2029-06-30
step_days = 7

[study]
focus = "car-a"
baseline = "stay"
replications = 100
root_seed = 7
level = 0.9
sampling = "sobol"
nested = 2
margins = { landed_cost_eur_per_kwh = 0.5 }

[suppliers.far]
name = "Far Cells"
colour = "#112233"

[suppliers.near]
name = "Near Cells"

[plants.far-plant]
supplier = "far"
site = "far-works"
price_region = "europe"
chemistries = ["nmc", "lfp"]
formats = ["pouch"]
announced = 2018-01-01
oee = { dist = "pert", low = 0.7, mode = 0.8, high = 0.9 }
planned_ramp_months = 12.0
planned_oee = 0.85
slip_months = 6
finished_goods_days = 14.0
allocation = "pro-rata-contract"
minimum_order_gwh = 0.01
supply_risk = 0.1
price_factor = 1.0

[plants.far-plant.ramp]
kind = "logistic"
t50_months = { dist = "gamma", mean = 12.0, cv = 0.3 }
span_months = { dist = "lognormal", median = 18.0, p95 = 30.0 }

[plants.far-plant.quality]
scrap_start = { dist = "beta", a = 2.0, b = 3.0, low = 0.1, high = 0.5 }
scrap_mature = 0.05
scrap_half_life_months = 7.0

[plants.far-plant.background]
factor = { dist = "triangular", low = 0.8, mode = 1.0, high = 1.2 }
priority = 5
points = [{ date = 2021-01-01, gwh_per_year = 10.0 }, { date = 2025-01-01, gwh_per_year = 12.0 }]

[plants.far-plant.phases.p1]
nameplate_gwh = 20.0
announced = 2018-01-01
realised_ratio = { dist = "normal", mean = 1.0, sd = 0.1, low = 0.5, high = 1.5 }
cancel_probability = 0.0

[plants.far-plant.phases.p1.start]
kind = "scheduled"
sop = 2019-01-01
delay_months = 0.0

[plants.far-plant.phases.p2]
nameplate_gwh = 10.0

[plants.far-plant.phases.p2.start]
kind = "triggered"
planned_sop = 2026-01-01
booked_share = 0.8
lead_time_months = 24.0
review_months = 6

[plants.far-plant.phases.p2.start.delay_months]
dist = "empirical"
table = "delays"
column = "delay_months"
where = { class = "new" }
values = [0.0, 3.0, 9.0]

[plants.near-plant]
supplier = "near"
site = "near-works"
price_region = "europe"
chemistries = ["nmc"]
formats = ["pouch"]
announced = 2021-01-01
oee = 0.9
ramp = { kind = "linear", months = 24.0, start_share = 0.1 }
phases.p1 = { nameplate_gwh = 9.0, start = { kind = "scheduled", sop = 2024-07-01 } }

[plants.near-second]
supplier = "near"
site = "near-works"
price_region = "europe"
chemistries = ["nmc"]
formats = ["pouch"]
announced = 2021-01-01
oee = 0.9
ramp = { kind = "exponential", half_life_months = 9.0 }
phases.p1 = { nameplate_gwh = 9.0, start = { kind = "scheduled", sop = 2025-07-01 } }

[plants.near-third]
supplier = "near"
site = "near-works"
price_region = "europe"
chemistries = ["nmc"]
formats = ["pouch"]
announced = 2021-01-01
oee = 0.9
ramp = { kind = "table", ages_months = [0.0, 12.0, 24.0], shares = [0.1, 0.5, 1.0] }
phases.p1 = { nameplate_gwh = 9.0, start = { kind = "scheduled", sop = 2025-07-01 } }

[oems.maker]
name = "Maker"
group = "makers"

[programmes.car-a]
name = "Car A"
oem = "maker"
site = "car-works"
chemistry = "nmc"
format = "pouch"
kwh_per_vehicle = { dist = "uniform", low = 45.0, high = 55.0 }
launch = 2022-01-01
shortfall = "made-up"
overtime_share = 0.1
call_off_steps = 1
safety_days = 10.0

[programmes.car-a.demand]
position = 0.5
scale = { dist = "choice", values = [0.9, 1.1], weights = [1.0, 2.0] }
shift_months = 0.0
weekly_cv = 0.1
waits_for = { plant = "near-plant", phase = "p1" }

[[programmes.car-a.demand.points]]
date = 2021-07-01
low = 15000.0
mode = 20000.0
high = 25000.0

[[programmes.car-a.demand.points]]
date = 2026-07-01
low = 20000.0
mode = 30000.0
high = 40000.0

[programmes.car-a.sourcing]
exclude_plants = ["near-third"]
notice_days = 180
window_months = 36
threshold = 0.02
bridge_months = 6
least_change = 0.05
phase_in_months = 6
patience_months = 24
term_years = 6
switching_cost_eur = 1000000.0
switching_cost_known_eur = 500000.0

[programmes.car-a.sourcing.policy]
kind = "weighted"
distance = 1.0
cost = 1.0
emissions = 0.5
lead_time_spread = 0.2
supply_risk = 0.3

[programmes.car-a.sourcing.qualification]
validation_months = 18.0
validation_known_months = 6.0
ppap_months = 4.0

[programmes.car-a.sourcing.triggers]
interval_months = 12
plant_opening = true
outgrown = true
service_fill_rate = 0.9
service_weeks = 8
service_exclusion_months = 12
disruption_days = 60
least_gap_days = 90

[programmes.car-b]
name = "Car B"
oem = "maker"
site = "car-works"
chemistry = "nmc"
format = "pouch"
kwh_per_vehicle = 50.0
demand.points = [{ date = 2021-07-01, low = 1.0, mode = 2.0, high = 3.0 }]

[programmes.car-b.sourcing]
policy = { kind = "award", plant = "near-plant", date = 2023-07-01 }
qualification = { validation_months = 18.0, validation_known_months = 6.0, ppap_months = 4.0 }

[programmes.car-c]
name = "Car C"
oem = "maker"
site = "car-works"
chemistry = "nmc"
format = "pouch"
kwh_per_vehicle = 50.0
demand.points = [{ date = 2021-07-01, low = 1.0, mode = 2.0, high = 3.0 }]

[programmes.car-c.sourcing]
policy = { kind = "dual", ranking = "nearest", first_share = 0.7 }
qualification = { validation_months = 18.0, validation_known_months = 6.0, ppap_months = 4.0 }

[agreements.a-far]
programme = "car-a"
plant = "far-plant"
share = 0.6
start = 2020-01-01
end = 2027-12-31
notice_days = 180
run_on_notice_days = 90
minimum_take = 0.5
contracted_gwh_per_year = 0.5
priority = 1
price_factor = 1.0
note = "the larger part"

[agreements.a-near]
programme = "car-a"
supplier = "far"
share = 0.4
start = 2020-01-01

[relationships.maker-near]
oem = "maker"
supplier = "near"
since = 2019-01-01
note = "cars made elsewhere"

[sites.far-works]
name = "Far works"
kind = "cell-plant"
country = "FR"
landmass = "continent"
zone = "eu"
latitude = 50.0
longitude = 5.0

[sites.near-works]
name = "Near works"
kind = "cell-plant"
country = "GB"
landmass = "britain"
zone = "uk"
latitude = 54.9
longitude = -1.5

[sites.car-works]
name = "Car works"
kind = "vehicle-plant"
country = "GB"
landmass = "britain"
zone = "uk"
latitude = 52.4
longitude = -1.4

[sites.port-uk]
name = "Port"
kind = "gateway"
country = "GB"
landmass = "britain"
zone = "uk"
latitude = 51.1
longitude = 1.3

[sites.port-eu]
name = "Port"
kind = "gateway"
country = "FR"
landmass = "continent"
zone = "eu"
latitude = 50.97
longitude = 1.86

[legs.far-road]
origin = "far-works"
destination = "port-eu"
mode = "road"
km = 270.0
method = "main roads"

[legs."port-eu~port-uk~ferry"]
origin = "port-eu"
destination = "port-uk"
mode = "ferry"
km = 42.0
transit_days = 0.2
eur_per_load = 300.0
kg_co2e_per_tkm = 0.4
border = true
dangerous_goods = { dist = "bernoulli", p = 0.7 }

[legs.uk-road]
origin = "port-uk"
destination = "car-works"
mode = "road"
km = 270.0

[legs.near-road]
origin = "near-works"
destination = "car-works"
mode = "road"
km = 320.0

[modes.road]
eur_per_km = 1.5
eur_per_load = 0.0
km_per_day = 650.0
dwell_days = 0.0
transit_cv = 0.2
kg_co2e_per_tkm = 0.08
dangerous_goods_factor = 1.1

[modes.ferry]
eur_per_load = 320.0
km_per_day = 700.0
kg_co2e_per_tkm = 0.4

[freight]
load_tonnes = 24.0
customs_days = 0.2
customs_cv = 0.5
transit_distribution = "gamma"
road_distance_factor = 1.0
criterion = "time"
fallback_circuity = 1.18
fallback_circuity_near = 1.3
truck_mwh = { nmc = 4.0, lfp = 3.0 }
container_mwh = { nmc = 4.5, lfp = 3.5 }

[prices.europe-nmc]
region = "europe"
chemistry = "nmc"
factor = 1.0
points = [{ date = 2021-07-01, eur_per_kwh = 100.0 }, { date = 2028-07-01, eur_per_kwh = 80.0 }]
volume_steps = [{ from_gwh_per_year = 0.0, factor = 1.1 }, { from_gwh_per_year = 2.0, factor = 1.0 }]

[prices.europe-lfp]
region = "europe"
chemistry = "lfp"
points = [{ date = 2021-07-01, eur_per_kwh = 80.0 }]

[duties.eu-uk]
origin_zone = "eu"
destination_zone = "uk"
start = 2021-01-01
rate = 0.01

[economics]
cost_of_capital = 0.08
eur_per_t_co2e = 50.0

[disruptions.strait]
name = "the strait is shut"
legs = ["port-eu~port-uk~ferry"]
occurs = { kind = "poisson", per_year = 0.5 }
duration_days = { dist = "lognormal", median = 2.0, p95 = 9.0 }
effect = { kind = "delay", days = 2.0 }

[disruptions.fire]
plants = ["far-plant"]
programmes = ["car-a"]
occurs = { kind = "dates", dates = [2024-03-01] }
duration_days = 30.0
effect = { kind = "cut", remaining_share = 0.5 }

[[correlations]]
first = "plants.far-plant.oee"
second = "programmes.car-a.kwh_per_vehicle"
rank_correlation = 0.5

[arms.stay]
title = "stay"

[arms.stay.change.programmes.car-a.sourcing]
policy = { kind = "stay" }

[arms.no-strait]
title = "the strait stays open"
remove = ["disruptions.strait"]
"""
