"""Random worlds with what `random_worlds` leaves out: each rarity is drawn in or not."""

import copy
from collections.abc import Callable

from hypothesis import strategies as st

from tests.proofs.random_worlds import CROSSINGS, World, worlds

Rarity = Callable[[World], object]


def _sourcing(**changes: object) -> Rarity:
    return lambda world: [each["sourcing"].update(changes) for each in world["programmes"].values()]


def _triggers(**changes: object) -> Rarity:
    return lambda world: [
        each["sourcing"]["triggers"].update(changes) for each in world["programmes"].values()
    ]


def _programmes(**changes: object) -> Rarity:
    return lambda world: [each.update(changes) for each in world["programmes"].values()]


def _plants(**changes: object) -> Rarity:
    return lambda world: [each.update(changes) for each in world["plants"].values()]


def _agreements(**changes: object) -> Rarity:
    return lambda world: [each.update(changes) for each in world["agreements"].values()]


def _of_the_first_supplier(world: World) -> None:
    """The last plant is one more of the first one's supplier, with whom its agreements are then."""
    last = list(world["plants"].values())[-1]
    former = last["supplier"]
    last |= {"supplier": "ash-cells", "supply_risk": 0.4}
    for agreement in world["agreements"].values():
        if agreement.get("supplier") == former:
            agreement["supplier"] = "ash-cells"


def _of_another_format(world: World) -> None:
    """The last plant makes what nobody needs, and agreements are with the first one."""
    name, last = list(world["plants"].items())[-1]
    last |= {"chemistries": ["lfp", "nmc"], "formats": ["prismatic"]}
    for agreement in world["agreements"].values():
        if name == agreement.get("plant") or last["supplier"] == agreement.get("supplier"):
            agreement.pop("supplier", None)
            agreement["plant"] = "ash"


def _without_birch(world: World) -> None:
    """Nobody buys from birch who is not to award to it."""
    for programme in world["programmes"].values():
        if programme["sourcing"]["policy"].get("plant") != "birch":
            programme["sourcing"]["exclude_plants"] = ["birch"]


def _on_rails(world: World) -> None:
    """Containers through the tunnel."""
    world["modes"]["rail"] = world["modes"].pop("tunnel") | {"transit_cv": 0.2}
    world["legs"][CROSSINGS[1]]["mode"] = "rail"
    world["freight"]["container_mwh"] = {"nmc": 7.25}


def _waits(world: World) -> None:
    plant, spec = list(world["plants"].items())[-1]
    scheduled = [name for name, phase in spec["phases"].items() if phase["start"]["kind"] == "scheduled"]
    for programme in world["programmes"].values():
        if scheduled:
            programme["demand"]["waits_for"] = {"plant": plant, "phase": scheduled[-1]}


def _late_after_decision(world: World) -> None:
    for plant in world["plants"].values():
        for phase in plant["phases"].values():
            if phase["start"]["kind"] == "triggered":
                phase["start"] |= {"delay_months": 7.0, "review_months": 3}


TABLE = {"kind": "table", "ages_months": [2.0, 9.5, 30.0], "shares": [0.1, 0.6, 0.95]}
RARITIES: tuple[Rarity, ...] = (
    lambda world: world["freight"].update(criterion="time"),
    lambda world: world["freight"].update(criterion="cost", road_distance_factor=1.05),
    lambda world: world["freight"].update(criterion="emissions", transit_distribution="gamma"),
    lambda world: world["modes"]["road"].update(dangerous_goods_factor=1.2),
    lambda world: world["prices"]["europe-nmc"].update(
        factor=1.1,
        volume_steps=[{"from_gwh_per_year": 0.5, "factor": 0.9}, {"from_gwh_per_year": 2.0, "factor": 0.8}],
    ),
    lambda world: world.update(economics={"cost_of_capital": 0.15, "eur_per_t_co2e": 400.0}),
    _on_rails,
    _waits,
    _late_after_decision,
    _without_birch,
    _sourcing(switching_cost_known_eur=1e4, bridge_months=0),
    _sourcing(least_change=0.0, threshold=0.3),
    _sourcing(policy={"kind": "dual", "ranking": "nearest", "first_share": 0.6}),
    _triggers(plant_opening=False, outgrown=False, least_gap_days=10),
    _triggers(service_fill_rate=0.99, service_exclusion_months=3, disruption_days=20),
    _triggers(interval_months=None, disruption_days=None),
    _programmes(overtime_share=0.5, shortfall="made-up"),
    _agreements(contracted_gwh_per_year=1.5, minimum_take=0.7, price_factor=0.95, priority=3),
    _agreements(notice_days=400),
    _plants(ramp=TABLE),
    _plants(slip_months=1, planned_oee=0.5),
    _plants(quality={"scrap_start": 0.4, "scrap_mature": 0.02, "scrap_half_life_months": 0.5}),
    _of_the_first_supplier,
    _of_another_format,
)


@st.composite
def rare_worlds(draw: st.DrawFn) -> World:
    """A random world with up to five rarities."""
    world = copy.deepcopy(draw(worlds()))
    for rarity in draw(st.lists(st.sampled_from(range(len(RARITIES))), min_size=1, max_size=5, unique=True)):
        RARITIES[rarity](world)
    return world
