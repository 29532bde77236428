"""Variance: how much of the spread of the main measures comes from numbers that are not known, and how much from chance."""

import math

from sim.report.material.data_table import DataTable, PercentCell
from sim.report.material.labels import label
from sim.report.material.material import Material
from sim.results.table import CellValue
from sim.rules.measures.catalogue import KEY_FIGURES
from sim.statistics.digits import percent_between
from sim.statistics.variance import VarianceSplit

NOT_SPLIT = (
    "Whether the spread comes from numbers that are not known or from chance in the course of events was not "
    "worked out: each replication has one run of its numbers (study.nested above 1 in the scenario splits it)."
)


def variance_table(material: Material) -> DataTable:
    """The split by arm and measure of the programme in question; no rows where it was not computed."""
    study = material.study
    known = [
        each
        for each in study.variance
        if each.measure.owner == material.question
        and each.measure.name in KEY_FIGURES
        and not math.isnan(each.parameter_share)
    ]
    runs = max((each.runs for each in known), default=1)
    note = (
        f"From {runs} runs of the same numbers in each replication; in brackets {100 * study.plan.level:g} % intervals. "
        "What is not known could be learnt, what is chance cannot."
    )
    columns = ("Measure", "Arm", "From numbers that are not known", "From chance in the course of events")
    return DataTable("What the variance comes from", columns, [_row(each) for each in known], note)


def _row(found: VarianceSplit) -> tuple[CellValue, ...]:
    share = percent_between(found.parameter_share, found.low, found.high)
    return label(found.measure), found.arm, share, PercentCell(1 - found.parameter_share)
