"""The limits of a file that docs/explanation/limits.md names are those of the program."""

from pathlib import Path

import pytest

from sim.scenario.checks import budget, correlations, volumes
from sim.scenario.checks import plausibility as bounds
from sim.scenario.reading import document, layers, toml_lines
from sim.scenario.seeds import folder as seeds_csv
from sim.scenario.types.scenario import MOST_ARMS, MOST_REMOVALS

LIMITS = (Path(__file__).parents[3] / "docs" / "explanation" / "limits.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("row", "figures"),
    [
        (
            "a scenario file",
            (
                f"{document.LARGEST_BYTES // 10**6} MB",
                f"{toml_lines.MOST_KEYS:,}",
                f"{toml_lines.DEEPEST} levels",
            ),
        ),
        ("a seeds table", (f"{seeds_csv.LARGEST_BYTES // 10**6} MB",)),
        ("layers", (f"{layers.MOST_LAYERS}, {MOST_REMOVALS:,}, {MOST_ARMS}, {correlations.MOST_PAIRS}",)),
        ("dates, durations", (f"{bounds.FIRST_YEAR} to {bounds.LAST_YEAR}",)),
        ("distances", (f"{bounds.FARTHEST_KM:,.0f} km",)),
        ("demand of a programme", (f"{volumes.MOST_GWH_PER_YEAR:,.0f} GWh",)),
        ("any other figure", (f"{bounds.LARGEST:.0e}".replace("+", ""), f"{bounds.SMALLEST:.0e}")),
        ("a vehicle's or a load's energy", (f"{volumes.LEAST_WH:g} Wh",)),
        (
            "events of a replication",
            tuple(
                f"{most:.0e}".replace("+0", "").replace("+", "")
                for most in (budget.MOST_EVENTS, budget.MOST_OUTAGE_EVENTS, budget.MOST_STUDY_EVENTS)
            ),
        ),
    ],
)
def test_a_limit_in_the_documents_is_the_programs(row: str, figures: tuple[str, ...]) -> None:
    (line,) = (line for line in LIMITS.splitlines() if line.startswith(f"| {row}"))
    assert [figure for figure in figures if figure not in line] == []
