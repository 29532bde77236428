"""What the monthly tables say: names, units and a sentence for every column, as data."""

from typing import Final

from sim.rules.tables.table import Column, TableSpec

_MONTH: Final = Column(
    "month", "text", "", "Calendar month, YYYY-MM: that of the last day of the step in which it happened."
)
_PROGRAMME: Final = Column("programme", "text", "", "Id of the programme.")
_PLANT: Final = Column("plant", "text", "", "Id of the cell plant.")

PROGRAMMES: Final = TableSpec(
    "programmes",
    "Programmes by month; `at the end` means after the month's last step.",
    (
        _MONTH,
        _PROGRAMME,
        Column("wanted_vehicles", "integer", "vehicles", "Plan, before outages of the vehicle plant."),
        Column("built_vehicles", "integer", "vehicles", "Built, with those made up."),
        Column("short_vehicles", "integer", "vehicles", "Not built in their step for lack of cells."),
        Column("outage_vehicles", "integer", "vehicles", "Not built in their step for an outage."),
        Column("owed_vehicles", "integer", "vehicles", "Still to be made up, at the end."),
        Column("received_gwh", "number", "GWh", "Cells received."),
        Column("used_gwh", "number", "GWh", "Cells built into vehicles."),
        Column("stock_gwh", "number", "GWh", "Cells at the vehicle plant, at the end."),
        Column("stock_cover_days", "number", "days", "Stock over forecast daily need, mean over steps."),
        Column("forecast_gwh_per_year", "number", "GWh/year", "Forecast of the need, at the end."),
        Column("sourced_share", "number", "share", "Shares of supply in force, summed, at the end."),
    ),
)

SUPPLY: Final = TableSpec(
    "supply",
    "Who supplies whom, by month: every pair that ever had an agreement or a delivery.",
    (
        _MONTH,
        _PROGRAMME,
        _PLANT,
        Column("agreed_share", "number", "share", "Share of supply in force, at the end."),
        Column("received_gwh", "number", "GWh", "Cells that the programme received from the plant."),
        Column("received_share", "number", "share", "The same over all it received."),
    ),
)

PLANTS: Final = TableSpec(
    "plants",
    "Cell plants by month; `at the end` means after the month's last step.",
    (
        _MONTH,
        _PLANT,
        Column("nameplate_gwh_per_year", "number", "GWh/year", "Nameplate in place, at the end."),
        Column("capacity_gwh", "number", "GWh", "Good cells that it could have made."),
        Column("made_gwh", "number", "GWh", "Good cells made."),
        Column("scrap_gwh", "number", "GWh", "Cells scrapped."),
        Column("idle_gwh", "number", "GWh", "Good cells that it could have made and did not."),
        Column("shipped_gwh", "number", "GWh", "Shipped to the scenario's programmes."),
        Column("background_gwh", "number", "GWh", "Delivered to customers outside the scenario."),
        Column("stock_gwh", "number", "GWh", "Finished goods, at the end."),
        Column("backlog_gwh", "number", "GWh", "Call-offs not yet shipped, at the end."),
        Column("booked_gwh_per_year", "number", "GWh/year", "Shares x forecasts, and outside customers."),
        Column("planned_capacity_gwh_per_year", "number", "GWh/year", "Nameplate x planned OEE."),
        Column("free_gwh_per_year", "number", "GWh/year", "Planned capacity less booked, at the end."),
        Column("customers", "integer", "programmes", "Programmes with a share from it, at the end."),
    ),
)

FLOWS: Final = TableSpec(
    "flows",
    "Deliveries leg by leg, by month of departure; without what was in transit when the run ended.",
    (
        _MONTH,
        Column("leg", "text", "", "Id of the leg."),
        Column("from_site", "text", "", "Site where the leg is entered."),
        Column("to_site", "text", "", "Site where it is left."),
        Column("mode", "text", "", "Mode of transport."),
        _PLANT,
        _PROGRAMME,
        Column("loads", "integer", "loads", "Trucks, trailers or containers."),
        Column("energy_gwh", "number", "GWh", "Cells on them."),
        Column("transport_t_km", "number", "t km", "Gross mass of the loads times the leg's length."),
        Column("freight_eur", "number", "EUR", "Freight and dangerous-goods surcharge of the leg."),
        Column("emissions_t_co2e", "number", "t CO2e", "Emissions of the leg."),
    ),
)

BORDERS: Final = TableSpec(
    "borders",
    "Deliveries over customs borders by direction, by month of departure.",
    (
        _MONTH,
        Column("from_country", "text", "", "Country where the leg is entered, ISO 3166-1."),
        Column("to_country", "text", "", "Country where it is left."),
        Column("loads", "integer", "loads", "Trucks, trailers or containers."),
        Column("energy_gwh", "number", "GWh", "Cells on them."),
    ),
)

LEDGER: Final = TableSpec(
    "ledger",
    "What programmes paid, by part: shipments by month of receipt, payments by month of payment.",
    (
        _MONTH,
        _PROGRAMME,
        _PLANT,
        Column("part", "text", "", "Part of the cost: price, freight, ... switching, take-or-pay."),
        Column("cost_eur", "number", "EUR", "Money paid."),
    ),
)
