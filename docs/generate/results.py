"""Makes `docs/reference/results.md`: every file of a results folder and every column, from the types."""

from collections.abc import Iterable, Iterator

import numpy as np

from sim.report.files.parquet import TABLES
from sim.report.material.evidence import Evidence
from sim.results.keep import Keep
from sim.results.table import StudyTable
from sim.rules.measures.key import Measure
from sim.rules.measures.plant import PLANT_MEASURES
from sim.rules.measures.programme import PROGRAMME_MEASURES, SHARE_MEASURES
from sim.rules.measures.system import SYSTEM_MEASURES
from sim.rules.monthly_series import SERIES
from sim.rules.tables.assembly import TABLE_SPECS
from sim.rules.tables.table import Column
from sim.statistics.bands import Bands
from sim.study.kept_facts import FACT_SPECS, FACT_TABLES
from sim.study.study_tables import (
    band_table,
    comparison,
    dominance,
    driver_table,
    events,
    regret,
    selections,
    summary,
    variance,
)

PARQUET = "| " + ", ".join(f"`{name}.parquet`" for name in TABLES)

HEAD = f"""# Files of a results folder

Made from the types by `make docs`; do not edit by hand.

A study writes into `results/<scenario>-<study>-<hash8>/`. The hash covers the resolved scenario, the seeds rows used, the root
seed, every file of code but those of report and command line, and the versions of Python and of the libraries that make
numbers: results of other code are never gone on with, nor their tables taken for new ones. It does not cover how many
replications are made: more of them go into the same folder.
Tables and page are the same bytes whenever the same inputs are run; times, host and layout stand in `manifest.json` only.

| file | what it holds |
|---|---|
| `manifest.json` | what made the numbers: hashes of scenario, seeds and code, root seed, replications, versions, file hashes |
| `scenario.resolved.toml` | the scenario with everything it extends and all seeds filled in: one file that runs alone |
| `journal.sqlite` | every measure and drawn input of every replication, chunk by chunk: what an interrupted study goes on from |
| `running.lock` | held while a study runs in the folder; `running.pid` beside it has its process id |
| `summary.json` | estimates with warnings, differences, selections, drivers and the answer, for machines |
| `summary.csv` | estimates of every measure of every arm |
| `events.csv` | how often an event had come by which date |
| `bands.csv` | how the monthly series spread over all replications |
| `comparison.csv` | paired differences of every measure between each arm and the baseline (`compare` only) |
| `selection.csv` | which arm is best in each measure, and how sure that is (`compare` only) |
| `dominance.csv` | which arms are no worse than others in cost, CO2 and line stops (`compare` only) |
| `regret.csv` | how far each arm is from the best in hindsight (`compare` only) |
| `drivers.csv` | which uncertain inputs drive each measure, and each difference between arms |
| `variance.csv` | how much of each measure's variance comes from uncertain numbers, how much from chance (`--nested` only) |
| `switches.csv` | every change of supply of every replication |
| `reviews.csv` | the sourcing reviews of the programme in question, of the first {Keep().reviews} replications |
| `shipments.csv` | every shipment of the replications that keep them (`--keep shipments=...` only) |
| `report.html` | the report: one page that needs no network; every table and picture is in it |
| `report.xlsx` | its tables as a workbook |
{PARQUET} | the same tables as the CSV files of these names, typed, for data programs |
| `figures/` | its pictures as SVG and PNG |
| `evidence.csv` | every value of the scenario with unit, date, source and confidence |
| `sites.geojson`, `flows.geojson` | for map programs: plants, programmes, other sites; flows by leg of the replication shown |
| `network.graphml`, `network.gexf` | the network with its flows, for graph programs |

Measures, drawn inputs and switches are kept of every replication. `--keep series=N`, `--keep shipments=N` and `--keep reviews=N`
say of how many, from the first, monthly series, shipments and reviews are kept: `all`, `none` or a number; as a rule
`series=all`, `shipments=none` and `reviews={Keep().reviews}`. Column `n` of `bands.csv` counts those that keep series. What is
not kept can be made again (`cellswitch run`, `cellswitch explain`). Another choice has a folder of its own. When its first
replications are done, a study says how much disk it will need, and stops with exit code 74 where there is too little.

A report is written file by file over the old one. Where that is broken off, the results verify all the same, `cellswitch
verify` says that the report is unfinished, and the same command or `cellswitch report` completes it.
What a bug keeps from being shown (a picture, a table, a sheet, a file) costs nothing else: it is named in its place and at
the top of the page, on the terminal with exit code 70, and in the manifest (`could_not_be_shown`), by which `cellswitch
verify` names it with exit code 65.

The journal of a finished study may be opened by any SQLite reader. Files that other programs leave in a folder
(`.DS_Store`, `Thumbs.db`, `~$report.xlsx`, what SQLite keeps beside an open file) are harmless: `cellswitch verify`
names them, with exit code 0, and they may be deleted. Any other file that a study did not write is told as one that does
not belong, with exit code 65.

`cellswitch run` writes one replication into `results/<scenario>-run-<arm>-<replication>-<hash8>/`,
`report.html` and a CSV file for each of the tables of a run below.

CSV files are UTF-8 with a header row; numbers have all their digits; dates are `YYYY-MM-DD`, flags `true` and `false`;
what does not exist is empty. A date among the measures is a year with its fraction (2025.5 is the middle of 2025); `inf`
among its percentiles: not within the run.

`cellswitch report RESULTS --csv-dialect excel-de` writes the same tables for Excel in German (semicolons, decimal commas, dates
`31.12.2025`, UTF-8 with a byte-order mark), `excel` in English, into a folder `RESULTS-excel-de` or `RESULTS-excel` beside the
results, which stay as they are. With pandas: `read_csv(file, sep=";", decimal=",")`. `inf` stays a word there.

"""

MEASURE = {
    "scope": "`programme`, `plant` or `system`.",
    "owner": "Id of the programme or plant; empty for the system.",
    "measure": "Name of the measure, see below.",
    "unit": "Its unit.",
}

COLUMNS = MEASURE | {
    "arm": "Id of the arm.",
    "baseline": "Id of the arm that it is compared with.",
    "replication": "Number of the replication, from 0.",
    "n": "Replications that have a value (of both arms, for a difference).",
    "missing": "Replications that have none: an event that never came, a cost of nothing delivered.",
    "mean": "Mean; for a yes or no the proportion.",
    "sd": "Standard deviation.",
    "low": "Lower end of the interval.",
    "high": "Upper end of the interval.",
    "level": "Level of the interval, say 0.95.",
    "method": "How it was found: Student's `t`, `wilson`, `all equal`, `censored` (some events never came) or `none`.",
    "skewness": "Skewness of the values.",
    "unseen_share": "Where all values are equal: at most this share of all replications would show another.",
    **{
        f"{name}{end}": f"{'Upper' if end == '_high' else 'Lower'} end of the interval of {name}; empty: n is too small for it."
        for name in ("p5", "p25", "p50", "p75", "p95")
        for end in ("_low", "_high")
    },
    "p5": "5th percentile.",
    "p25": "25th percentile.",
    "p50": "Median.",
    "p75": "75th percentile.",
    "p95": "95th percentile.",
    "warning": "Why the interval may promise too much; empty when it does not.",
    "series": "Name of the series, see below.",
    "month": "Calendar month, YYYY-MM: that of the last day of the step in which it happened.",
    "date": "By the end of this day.",
    "hits": "Replications in which the event had come.",
    "share": "The same as a share of all, with Wilson's interval.",
    "correlation": "Correlation of the two arms over the replications.",
    "variance_ratio": "Variance of the difference under independent draws, over that under the common draws.",
    "variance_ratio_ceiling": "What that ratio would be if the arms were perfectly correlated; `inf`: both spread alike.",
    "p_value": "Of the paired t test.",
    "p_holm": "The same, corrected by Holm over the arm's measures.",
    "wins": "Replications in which the arm is better.",
    "ties": "Replications in which both are equal.",
    "losses": "Replications in which the arm is worse.",
    "p_better": "Share of replications in which the arm is better, ties counted half.",
    "p_better_low": "Lower end of its Wilson interval.",
    "p_better_high": "Upper end of its Wilson interval.",
    "p_best": "Share of replications in which no arm was better.",
    "p_best_low": "Lower end of its Wilson interval.",
    "p_best_high": "Upper end of its Wilson interval.",
    "margin": "What makes no difference: the scenario's, or 1 % of the baseline (shares: a point; dates: a month).",
    "p_equivalent": "Of two one-sided t tests that the true difference is outside of the margin; small: the arms are equivalent.",
    "zone": "Indifference zone: an arm within it of the best is as good; the margin of the comparison.",
    "p_correct": "Confidence that the arm is the best or within the zone of it.",
    "zone_reached": "At the level the arm is the best or within this of it; 0: it is the best.",
    "needed": "Replications after which the best mean is at the level the best arm or within the zone of it; 0: no zone.",
    "other": "Id of the arm that it is held against.",
    **{
        f"{criterion}_{part}": f"{what} in {told}."
        for criterion, told in (
            ("cost", "landed cost, EUR/kWh"),
            ("co2", "freight CO2e, kg/kWh"),
            ("risk", "line stops, days"),
        )
        for part, what in (
            ("mean", "Mean difference"),
            ("low", "Lower end of its interval"),
            ("high", "Upper end of its interval"),
            ("margin", "Largest difference that makes none"),
        )
    },
    "on_means": "Whether no mean is worse than the other arm's and one is better.",
    "surely": "Whether no interval reaches above its margin and one lies below 0; the three hold together at the level.",
    "p_dominates": "Share of replications in which the arm is no worse in all three and better in one.",
    "p_dominates_low": "Lower end of its Wilson interval.",
    "p_dominates_high": "Upper end of its Wilson interval.",
    "runs": "Runs of each replication's drawn numbers.",
    "parameter_variance": "Variance that comes from the drawn numbers, in the unit squared.",
    "process_variance": "Variance between runs of the same numbers, in the unit squared.",
    "parameter_share": "Share of the former in the sum.",
    "effect": "`value` of the arm, or `difference` from the baseline.",
    "rank": "1 is the strongest.",
    "coefficient": "Standardised coefficient of a linear regression on all inputs; empty: not more replications than inputs.",
    "coefficient_low": "Lower end of its interval.",
    "coefficient_high": "Upper end of its interval.",
    "r_squared": "Share of the effect's variance that the whole regression explains, adjusted for the number of inputs.",
    "path": "Key path of the uncertain input.",
    "rank_correlation": "Spearman's rank correlation of the input with the effect.",
    "key": "Key path in the scenario.",
    "value": "Its value; a distribution by name and parameters.",
    "as_of": "When the figure held or was published.",
    "source": "Id of the source in `seeds/sources.csv`; empty: the scenario states it itself.",
    "confidence": "`high`, `medium` or `low`.",
    "seed": "`table/row` of the seeds.",
    "place": "File and line that set it; `default`: none.",
    "note": "What is behind the figure.",
}


ABOUT = {
    "summary": "One row for each arm and measure.",
    "events": "One row for each arm, event and date: every new year, and the end of the run.",
    "bands": "One row for each arm, series and month: percentiles over the replications that have a value, four digits of each.",
    "comparison": "One row for each arm but the baseline, and measure; the difference is arm less baseline.",
    "regret": "One row for each measure with a better end, and arm.",
    "selection": "One row for each measure with a better end: the arm with the best mean, and how sure that is.",
    "dominance": "One row for each ordered pair of arms; differences are arm less other arm.",
    "variance": "One row for each arm and measure of a nested study.",
    "drivers": "One row for each arm, measure of focus or system, and uncertain input: the 20 strongest (for landed cost all).",
    "evidence": "One row for each value of the scenario.",
    "measures": "One row for each measure.",
    "parameters": "One row for each uncertain number.",
}


def rows(names: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Rows of a table of columns."""
    yield "| column | unit | meaning |"
    yield "|---|---|---|"
    yield from (f"| `{name}` | {unit} | {sentence} |" for name, unit, sentence in names)
    yield ""


def study_table(table: StudyTable, sentences: dict[str, str]) -> Iterator[str]:
    """A table of a study, its columns told by `sentences`."""
    yield f"### {table.name}.csv"
    yield ""
    yield ABOUT[table.name]
    yield ""
    yield from rows((name, "", sentences[name]) for name in table.columns)


def _none() -> Bands:
    return Bands((), (), (), *(np.zeros((0, 0, 0)),) * 3)


def run_columns(columns: Iterable[Column]) -> Iterator[str]:
    """Columns of a table of a run."""
    yield from rows((column.name, column.unit, column.sentence) for column in columns)


def measures(title: str, found: Iterable[Measure]) -> Iterator[str]:
    """The measures of a scope."""
    yield f"### {title}"
    yield ""
    yield "| measure | unit | better | meaning |"
    yield "|---|---|---|---|"
    yield from (f"| `{each.name}` | {each.unit} | {each.better} | {each.sentence} |" for each in found)
    yield ""


def lines() -> Iterator[str]:
    """All that follows the head."""
    yield "## Tables of a study"
    yield ""
    quantile = {"p95": "95th percentile of the regret."}
    yield from study_table(summary([]), COLUMNS)
    yield from study_table(events([]), COLUMNS)
    yield from study_table(
        band_table(_none), COLUMNS | {"other": "The plant whose share it is; empty for other series."}
    )
    yield from rows((name, unit, told) for name, (unit, told) in SERIES.items())
    yield from study_table(comparison([]), COLUMNS)
    regretted = {"mean": "Mean distance from the best arm of the replication, in the measure's unit."}
    yield from study_table(regret([]), COLUMNS | quantile | regretted)
    yield from study_table(selections([]), COLUMNS | {"arm": "Id of the arm with the best mean."})
    yield from study_table(dominance([]), COLUMNS)
    holm = {"p_holm": "That there is no rank correlation, corrected by Holm over all inputs."}
    yield from study_table(driver_table(list), COLUMNS | holm)
    yield from study_table(variance([]), COLUMNS)
    for kept, spec in zip(FACT_TABLES, FACT_SPECS, strict=True):
        yield f"### {kept.name}.csv"
        yield ""
        yield spec.sentence
        yield ""
        arm = Column("arm", "text", "", COLUMNS["arm"])
        yield from run_columns(
            [arm, Column("replication", "integer", "", COLUMNS["replication"]), *spec.columns]
        )
    yield from study_table(StudyTable("evidence", tuple(Evidence.__dataclass_fields__), list), COLUMNS)
    yield "## Tables of a run"
    yield ""
    for spec in TABLE_SPECS:
        yield f"### {spec.name}.csv"
        yield ""
        yield spec.sentence
        yield ""
        yield from run_columns(spec.columns)
    for name, columns in (("measures", (*MEASURE, "value")), ("parameters", ("key", "value"))):
        told = COLUMNS | {"value": "Its value in the run."}
        yield from study_table(StudyTable(name, columns, list), told)
    yield "## Measures"
    yield ""
    yield "`lower` and `higher` say which direction is better for who buys the cells; `none`: neither."
    yield ""
    yield from measures("Of a programme", PROGRAMME_MEASURES)
    yield from measures("Of a programme, once for each plant (its id ends the name)", SHARE_MEASURES)
    yield from measures("Of a plant", PLANT_MEASURES)
    yield from measures("Of the system", SYSTEM_MEASURES)


def text() -> str:
    """The page."""
    return HEAD + "\n".join(lines()).rstrip() + "\n"
