"""One place knows the names of measures and where they are shown; everything else asks it."""

import ast
from pathlib import Path

from sim.rules.measures import PLANT_MEASURES, PROGRAMME_MEASURES, SYSTEM_MEASURES, catalogue
from sim.rules.measures.catalogue import BY_NAME

SIM = Path(__file__).parents[3] / "sim"
NAMES = {measure.name for measure in (*PROGRAMME_MEASURES, *PLANT_MEASURES, *SYSTEM_MEASURES)}
SPECS = ("rules/measures/", "rules/tables/", "rules/monthly_series.py", "api.py")
"""Where measures are defined, tables and series that have columns of their names, and examples for a caller."""
COLUMNS = {
    "cli/texts/years.py": {"switches", "stock_cover_days"},
    "report/files/exports.py": {"emissions_t_co2e", "end_nameplate_gwh_per_year"},
    "report/files/parquet.py": {"switches"},
    "report/files/questions.py": {"switches"},
    "report/material/flows.py": {"emissions_t_co2e"},
    "report/page/reasons.py": {"switches"},
    "report/page/run_page.py": {"switches"},
    "report/pictures/stock.py": {"stock_cover_days", "short_vehicles"},
}
"""Tables, and columns of tables, that bear the name of a measure and are read or written there."""


def quoted(path):
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {each.value for each in nodes if isinstance(each, ast.Constant) and each.value in NAMES}


def test_no_other_file_quotes_the_name_of_a_measure():
    files = {path.relative_to(SIM).as_posix(): path for path in SIM.rglob("*.py")}
    found = {name: quoted(path) for name, path in files.items() if not name.startswith(SPECS)}
    assert {name: names for name, names in found.items() if names} == COLUMNS


def test_what_is_shown_in_a_place_has_its_words_for_it():
    shown = {
        "label": (
            *catalogue.KEY_FIGURES,
            *catalogue.ALL_PROGRAMMES,
            *catalogue.PICTURED_EFFECTS,
            *catalogue.PICTURED_SPREAD,
        ),
        "line": catalogue.KEY_LINES,
        "heading": catalogue.OF_A_RUN,
        "phrase": catalogue.CONSEQUENCES,
    }
    assert all(getattr(BY_NAME[name].words, kind) for kind, names in shown.items() for name in names)


def test_words_are_those_of_a_place_that_shows_them():
    """A line for the terminal, say, that nothing prints would be left over."""
    places = {
        "label": catalogue.KEY_FIGURES,
        "line": catalogue.KEY_LINES,
        "change": catalogue.KEY_LINES,
        "heading": catalogue.OF_A_RUN,
        "phrase": catalogue.CONSEQUENCES,
    }
    worded = [
        (kind, each.name) for each in PROGRAMME_MEASURES for kind in places if getattr(each.words, kind)
    ]
    assert [(kind, name) for kind, name in worded if name not in places[kind]] == []


def test_less_is_better_in_every_criterion_and_every_consequence():
    assert {BY_NAME[name].better for name in (*catalogue.CRITERIA, *catalogue.CONSEQUENCES)} == {"lower"}
