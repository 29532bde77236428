import datetime as dt
import tomllib
from collections import defaultdict
from typing import get_args

import pytest

from sim.scenario.spec_keys import all_keys, options
from sim.scenario.types.numbers import Distribution
from tests.builders import world
from tests.scenario.files import changed, faults, leaves, only_fault, small, written
from tests.scenario.full_example import FULL

DOCUMENT = tomllib.loads(FULL)
KEYS = set(all_keys())
TAGS = {"kind", "dist"}
UNKNOWN = "is not a known key"


def is_key(path):
    """Whether the last of a path is a key of the types, and not an id or a position."""
    patterns = [key for key in KEYS if len(key) == len(path) and key[-1] == path[-1]]
    return any(all(a in {"*", str(b)} for a, b in zip(key, path, strict=True)) for key in patterns)


def in_rounds():
    """The keys of the full example in rounds: one plain key of every table each; tags and tables by level."""
    rounds = defaultdict(list)
    taken = defaultdict(int)
    for path, value in leaves(DOCUMENT):
        if not is_key(path) or path[0] == "arms":
            continue
        if isinstance(value, dict) or (isinstance(value, list) and value and isinstance(value[0], dict)):
            rounds["tables", len(path)].append(path)
        elif path[-1] in TAGS and path[0] != "sites":
            rounds["tags", len(path)].append(path)
        else:
            rounds["keys", taken[path[:-1]]].append(path)
            taken[path[:-1]] += 1
    return rounds


ROUNDS = in_rounds()
TYPOS = {
    "swapped": lambda key: (
        key[:1] + key[2] + key[1] + key[3:] if len(key) > 2 and key[1] != key[2] else key + "s"
    ),
    "hyphens": lambda key: key.replace("_", "-") if "_" in key else key.upper(),
}


def misspelt(paths, typo):
    document = tomllib.loads(FULL)
    for path in paths:
        table = document
        for key in path[:-1]:
            table = table[key]
        table[typo(path[-1])] = table.pop(path[-1])
    return document


def test_the_full_example_has_every_key_of_the_types_and_every_distribution():
    said = {path for path, _ in leaves(DOCUMENT)}
    patterns = {
        tuple(path[at] if is_key(path[: at + 1]) else "*" for at in range(len(path))) for path in said
    }
    numbers = {key[:-1] for key in KEYS if key[-1] == "dist"}
    assert {key for key in KEYS - patterns if key[:-1] not in numbers and key[-1] != "*"} == set()
    names = {value for path, value in leaves(DOCUMENT) if path[-1] == "dist"}
    assert names == {get_args(kind.model_fields["dist"].annotation)[0] for kind in options(Distribution)}


@pytest.mark.parametrize("typo", TYPOS)
@pytest.mark.parametrize("paths", ROUNDS.values(), ids=[f"{kind}-{number}" for kind, number in ROUNDS])
def test_a_misspelt_key_is_refused_with_the_right_one(tmp_path, paths, typo):
    path = written(tmp_path, misspelt(paths, TYPOS[typo]))
    told = {(fault.key, fault.remedy) for fault in faults(path) if fault.message == UNKNOWN}
    spelt = {".".join(map(str, (*path[:-1], TYPOS[typo](path[-1])))): path[-1] for path in paths}
    assert told >= {(key, f"did you mean {right}?") for key, right in spelt.items()}


NUMBERS = [
    path
    for path, value in leaves(DOCUMENT)
    if isinstance(value, int | float) and not isinstance(value, bool) and path[0] != "schema_version"
]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (float("nan"), "needs a finite number"),
        (float("inf"), "needs a finite number"),
        (float("-inf"), "needs a finite number"),
        ("1e3", "needs a number"),
        ("", "needs a number"),
        (True, "needs a number"),
        ([], "needs a number"),
        (dt.date(2021, 1, 1), "needs a number"),
    ],
    ids=repr,
)
def test_no_number_takes_anything_else(tmp_path, value, message):
    document = changed(DOCUMENT, {".".join(map(str, path)): value for path in NUMBERS})
    told = {fault.key: fault.message for fault in faults(written(tmp_path, document))}
    assert {".".join(map(str, path)) for path in NUMBERS} <= told.keys()
    allowed = {message, "needs a whole number"}
    assert {told[".".join(map(str, path))] for path in NUMBERS} <= allowed


FAR = "plants.far-plant"
POLICY = "programmes.car.sourcing.policy"
MOMENT = dt.datetime(2021, 7, 1, tzinfo=dt.UTC)
MODE = {"km_per_day": 1.0, "kg_co2e_per_tkm": 1.0}


def test_1e400_is_not_finite(tmp_path):
    text = (
        written(tmp_path, world())
        .read_text(encoding="utf-8")
        .replace("km_per_day = 650.0", "km_per_day = 1e400")
    )
    (tmp_path / "world.toml").write_text(text, encoding="utf-8")
    assert only_fault(tmp_path / "world.toml").message == "needs a finite number"


@pytest.mark.parametrize(
    ("changes", "key", "value", "message", "remedy"),
    [
        ({"run.start": "2021-07-01"}, "run.start", '"2021-07-01"', "needs a date such as 2021-07-01", ""),
        ({"run.start": MOMENT}, "run.start", "2021-07-01T00:00:00+00:00", "time of day", ""),
        ({"run.step_days": 7.5}, "run.step_days", "7.5", "needs a whole number", ""),
        ({"run.step_days": 0}, "run.step_days", "0", "needs a value of at least 1", ""),
        ({"run.step_days": 29}, "run.step_days", "29", "needs a value of at most 28", ""),
        ({"study.level": 1.0}, "study.level", "1.0", "needs a value below 1", ""),
        ({"run.title": 5}, "run.title", "5", "needs text in quotes", ""),
        ({"run.title": "x" * 501}, "run.title", '"' + "x" * 59 + "…", "longer than 500", ""),
        ({"run": None}, "run", "", "is missing", ""),
        ({"plants.far-plant.oee": None}, "plants.far-plant.oee", "", "is missing", ""),
        ({"plants.far-plant": 5}, "plants.far-plant", "5", "needs a table", ""),
        ({f"{FAR}.formats": "can"}, f"{FAR}.formats", '"can"', "needs a list", ""),
        ({f"{FAR}.formats": []}, f"{FAR}.formats", "[]", "needs at least 1", ""),
        ({f"{FAR}.oee": 1.2}, f"{FAR}.oee", "1.2", "needs a value of at least 0 and at most 1", ""),
        ({"study.sampling": "sobel"}, "study.sampling", '"sobel"', "needs one of", "did you mean sobol?"),
        (
            {POLICY: {"kind": "nearset"}},
            f"{POLICY}.kind", '"nearset"', "needs one of nearest, ", "did you mean nearest?",
        ),
        (
            {POLICY: {}}, POLICY, "{}", "needs a kind that says", "",
        ),
        (
            {"plants.far-plant.oee": {"dist": "uniform", "low": 0.9, "high": 0.1}},
            "plants.far-plant.oee", '{dist = "uniform", low = 0.9, high = 0.1}', "needs low < high", "",
        ),
        ({"oems.Far_Cars": {"name": "F"}}, "oems.Far_Cars", "", "lower-case", "did you mean far-cars?"),
        ({"suppliers.fär": {"name": "F"}}, 'suppliers."fär"', "", "lower-case", ""),
        ({"modes.raod": MODE}, "modes.raod", "", "not a known name", "did you mean road?"),
        ({"sites.far-works.country": "FRA"}, "sites.far-works.country", '"FRA"', "two capital letters", ""),
        ({"suppliers.far.colour": "red"}, "suppliers.far.colour", '"red"', "a colour such as", ""),
        ({"run.country": "FR"}, "run.country", '"FR"', UNKNOWN, "country is a key of sites.*"),
        ({"programme": {}}, "programme", "{}", UNKNOWN, "did you mean programmes?"),
        ({"extend": "x.toml"}, "extend", '"x.toml"', UNKNOWN, "did you mean extends?"),
    ],
)  # fmt: skip
def test_a_fault_says_where_what_and_how_else(tmp_path, changes, key, value, message, remedy):
    found = [fault for fault in faults(small(tmp_path, changes)) if fault.key == key]
    assert [(fault.value, message in fault.message) for fault in found] == [(value, True)]
    assert remedy in found[0].remedy


def test_a_fault_prints_as_one_line_with_file_line_key_value_and_remedy(tmp_path):
    path = small(tmp_path, {"run.stp_days": 7})
    line = path.read_text(encoding="utf-8").splitlines().index("stp_days = 7") + 1
    assert (
        str(only_fault(path))
        == f"{path}:{line}: run.stp_days: 7: is not a known key (did you mean step_days?)"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"run.\x1b[31m": "\x1b[2J\u202e"},
        {"sites.near-works.kind": "\x1b[2J"},
        {"suppliers.\x1b[2J": {"name": "x"}, "plants.far-plant.supplier": "\x1b[2j"},
        {"prices.europe-nmc.region": "\x1b[2J", "plants.far-plant.price_region": "\x1b[2j"},
    ],
)
def test_a_value_cannot_command_the_terminal(tmp_path, changes):
    told = faults(small(tmp_path, changes))
    assert told
    assert all(str(fault).isprintable() for fault in told)


def test_a_wrong_element_does_not_make_its_list_too_short(tmp_path):
    assert only_fault(small(tmp_path, {"plants.far-plant.formats": [5]})).key == "plants.far-plant.formats.0"


def test_a_key_named_like_the_tag_of_its_table_is_found(tmp_path):
    occurs = {"kind": "dates", "dates": [5], "kinds": 1}
    told = faults(
        small(tmp_path, {"disruptions.d": {"plants": ["far-plant"], "occurs": occurs, "duration_days": 1.0}})
    )
    assert [fault.key for fault in told] == ["disruptions.d.occurs.dates.0", "disruptions.d.occurs.kinds"]


def test_entities_may_be_called_number_and_distribution(tmp_path):
    names = {"suppliers.number": {"nane": "x"}, "suppliers.distribution": {"nane": "x"}}
    keys = {fault.key for fault in faults(small(tmp_path, names))}
    assert keys == {
        f"suppliers.{id_}.{key}" for id_ in ("number", "distribution") for key in ("nane", "name")
    }


PLANTED = {
    "run.step_days": 0,
    "run.titel": "x",
    "suppliers.far.colour": "red",
    "suppliers.Far": {"name": "x"},
    "plants.far-plant.supplier": "fra",
    "plants.far-plant.price_region": "asia",
    "plants.near-plant.oee": 1.5,
    "plants.near-plant.site": "car-works",
    "oems.maker.group": "The Group",
    "programmes.car.oem": "makr",
    "programmes.car.demand.points.0": {"date": dt.date(2021, 7, 1), "low": 9.0, "mode": 2.0, "high": 3.0},
    "programmes.car.sourcing.exclude_plants": ["near-plnt"],
    "programmes.car.sourcing.qualification.ppap_months": None,
    "agreements.car-far.share": 0.5,
    "agreements.car-two": {
        "programme": "car",
        "plant": "gone",
        "supplier": "far",
        "start": dt.date(2020, 1, 1),
    },
    "relationships.r": {"oem": "maker", "supplier": "neer", "since": dt.date(2020, 1, 1)},
    "sites.far-works.latitude": 91.0,
    "sites.near-works.country": "Gb",
    "legs.far-road.mode": "raod",
    "legs.strait.dangerous_goods": 0.5,
    "legs.near-road.destination": "car-wroks",
    "modes.road.km_per_day": float("nan"),
    "freight.truck_mwh.nmc": "4",
    "prices.europe-nmc.points.0.date": "2021",
    "duties.d": {"origin_zone": "xx", "destination_zone": "uk", "start": dt.date(2021, 1, 1), "rate": 0.1},
    "economics": {"cost_of_capital": -1.0},
    "disruptions.d": {
        "plants": ["far-plan"],
        "occurs": {"kind": "poisson", "per_year": 1.0},
        "duration_days": 1.0,
    },
    "correlations": [{"first": "plants.far-plant.oe", "second": "run.title", "rank_correlation": 0.1}],
    "study.focus": "cat",
}


def test_every_planted_fault_is_told_at_once(tmp_path):
    path = small(tmp_path, PLANTED)
    told = [fault.key for fault in faults(path)]
    missed = [key for key in PLANTED if not any(at.startswith(key) for at in told)]
    assert len(PLANTED) >= 25
    # The share is not told: the programme's other agreement is faulty, so its sum is not known.
    assert missed == ["agreements.car-far.share"]


def test_planted_faults_bring_no_others(tmp_path):
    told = [fault.key for fault in faults(small(tmp_path, PLANTED))]
    assert [at for at in told if not any(at.startswith(key) for key in PLANTED)] == []


@pytest.mark.parametrize("key", PLANTED)
def test_a_planted_fault_alone_is_told_alone(tmp_path, key):
    told = {fault.key for fault in faults(small(tmp_path, {key: PLANTED[key]}))}
    assert told
    assert all(at.startswith(key) for at in told)
