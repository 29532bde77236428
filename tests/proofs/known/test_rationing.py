"""A plant too small for its three customers: who gets how many loads, worked out by hand, call-off by call-off.

Every step of 5 days the programmes a, b and c use and call off 40, 25 and 15 loads. The plant makes 50 a step from
the second on (in the first nothing is called off yet), so by the first allocation 80, 50 and 30 loads are open.
"""

import pytest

from tests.builders import START, programme, site
from tests.proofs.known.worlds import Document, lane, runs

STEP_DAYS = 5
STEPS_A_YEAR = 73
WH_PER_LOAD = 50_000
LOADS_A_STEP = {"a": 40, "b": 25, "c": 15}
MADE_LOADS = 50

BY_CALL_OFFS = [
    # Open 80, 50, 30 of 160: due 25, 15.625 and 9.375, and the load left over goes to b.
    (25, 16, 9),
    # Open 95, 59, 36 of 190: due 25, 15.526 and 9.474.
    (25, 16, 9),
    # Open 110, 68, 42 of 220: due 25, 15.455 and 9.545: now to c.
    (25, 15, 10),
    # Open 125, 78, 47 of 250: due 25, 15.6 and 9.4.
    (25, 16, 9),
]
BY_PRIORITY = [
    # Open for a: 80, 70, 60, 50, then the 40 of the step; what is left goes to b.
    (50, 0, 0),
    (50, 0, 0),
    (50, 0, 0),
    (50, 0, 0),
    (40, 10, 0),
    (40, 10, 0),
]
BY_CONTRACT = [
    # Contracts as 40 : 25 : 15, each step alike: due 25, 15.625 and 9.375.
    (25, 16, 9),
    (25, 16, 9),
    (25, 16, 9),
    (25, 16, 9),
]
AFTER_OUTSIDERS = [
    # Outside customers of priority 1 take 20 loads' worth first; a's claims never end.
    (30, 0, 0),
    (30, 0, 0),
    (30, 0, 0),
]
CASES = {
    "pro rata to call-offs": ({"plants.works.allocation": "pro-rata-call-offs"}, BY_CALL_OFFS),
    "by priority": ({"plants.works.allocation": "priority"}, BY_PRIORITY),
    "pro rata to contracts": ({"plants.works.allocation": "pro-rata-contract"}, BY_CONTRACT),
    "after outside customers": (
        {
            "plants.works.allocation": "priority",
            "plants.works.background": {
                "priority": 1,
                "points": [{"date": START, "gwh_per_year": 20 * WH_PER_LOAD * STEPS_A_YEAR / 1e9}],
            },
        },
        AFTER_OUTSIDERS,
    ),
}


def rationed(changes: Document, steps: int) -> Document:
    document = lane(
        STEP_DAYS * (steps + 1),
        {
            "run.step_days": STEP_DAYS,
            "plants.works.phases.p1.nameplate_gwh": MADE_LOADS * WH_PER_LOAD * STEPS_A_YEAR / 1e9,
            "plants.works.finished_goods_days": 0.0,
            **changes,
        },
    )
    document["agreements"].clear()
    document["programmes"].clear()
    for priority, (name, loads) in enumerate(LOADS_A_STEP.items(), start=2):
        document["sites"][f"{name}-line"] = site("vehicle-plant", "uk", 52.0 + priority / 10, -1.4)
        document["programmes"][name] = programme(
            "maker", f"{name}-line", float(loads * STEPS_A_YEAR), safety_days=200.0
        )
        document["programmes"][name]["sourcing"]["policy"] = {"kind": "stay"}
        document["agreements"][name] = {
            "programme": name,
            "plant": "works",
            "start": START,
            "priority": priority,
        }
        document["legs"][f"road-{name}"] = {
            "origin": "works",
            "destination": f"{name}-line",
            "mode": "road",
            "km": 300.0,
        }
    return document


@pytest.mark.parametrize(("changes", "by_hand"), CASES.values(), ids=CASES.keys())
def test_short_supply_is_shared_as_worked_out_by_hand(changes, by_hand, request, proof):
    document = rationed(changes, len(by_hand))
    [run] = runs(document, 1, 1)
    [backwards] = runs(document | {"programmes": dict(reversed(document["programmes"].items()))}, 1, 1)
    found = []
    for step in range(2, len(by_hand) + 2):
        shipped = dict.fromkeys(LOADS_A_STEP, 0)
        for shipment in run.result.record.shipments:
            if shipment.departure_day == step * STEP_DAYS:
                shipped[shipment.programme] += shipment.loads
        found.append(tuple(shipped.values()))
    differing = sum(a != b for a, b in zip(found, by_hand, strict=True))
    proof(
        f"loads allocated {request.node.callspec.id}: steps that differ from those by hand",
        differing,
        f"0 of {len(by_hand)}",
    )
    assert found == by_hand
    assert list(backwards.result.record.shipments) == list(run.result.record.shipments)
