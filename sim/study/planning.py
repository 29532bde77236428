"""From a loaded scenario to the plan of a study and the worker that makes its replications."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import TypeVar, assert_never

from sim.core.errors import WrongUse
from sim.core.keys import MeasureKey
from sim.core.suggestion import did_you_mean
from sim.results.keep import AS_A_RULE, Keep
from sim.rules.measures.vector import measure_keys
from sim.rules.monthly_series import month_names, series_keys
from sim.sample.design import Design, LatinHypercube, MonteCarlo, Sobol
from sim.sample.uncertain import uncertain_numbers
from sim.scenario.load import LoadedScenario
from sim.scenario.types.scenario import StudySpec
from sim.study.asked import LARGEST_ROOT_SEED, MOST_REPLICATIONS, Asked
from sim.study.kept_facts import KeptFacts
from sim.study.plan import Plan, ResolvedInputs, StudyKind, study_digest
from sim.study.replications import ArmsWorker, ResultColumns

KeyT = TypeVar("KeyT")


def plan_of(
    loaded: LoadedScenario,
    study: StudyKind,
    *,
    replications: int | None = None,
    root_seed: int | None = None,
    keep: Keep = AS_A_RULE,
) -> Plan:
    """The plan of a study of a scenario's arms; what is not given is taken from the scenario.

    Raises WrongUse where the numbers, or the scenario's focus and baseline, make no sense.
    """
    spec = loaded.file.study
    count = spec.replications if replications is None else replications
    seed = spec.root_seed if root_seed is None else root_seed
    asked = Asked()
    asked.whole("replications", count, least=1, most=MOST_REPLICATIONS)
    asked.whole("root_seed", seed, least=0, most=LARGEST_ROOT_SEED)
    asked.settle()
    baseline = _baseline(loaded, spec) if study == "compare" else None
    arms = sorted(loaded.arms, key=lambda arm: (arm != baseline, arm))
    scenarios = [loaded.arms[arm] for arm in arms]
    measures = _joined(measure_keys(scenario) for scenario in scenarios)
    return Plan(
        study=study,
        scenario=loaded.name,
        arms={arm: loaded.arm_titles[arm] for arm in arms},
        focus=_focus(loaded, spec),
        baseline=baseline,
        measures=measures,
        parameters=tuple(sorted({path for scenario in scenarios for path in uncertain_numbers(scenario)})),
        calendar=loaded.file.run.calendar(),
        root_seed=seed,
        replications=count,
        level=spec.level,
        digest=_digest(loaded, study, (seed, count), keep),
        inputs=_inputs(loaded),
        keep=keep,
        series=_joined(series_keys(scenario) for scenario in scenarios),
        margins=_margins(spec, measures),
        nested=spec.nested,
    )


def _require(holds: bool, what: str) -> None:  # noqa: FBT001 - a guard reads best positionally
    if not holds:
        raise WrongUse(what)


def _baseline(loaded: LoadedScenario, spec: StudySpec) -> str:
    baseline = min(loaded.arms) if spec.baseline is None else spec.baseline
    _require(
        baseline in loaded.arms,
        f"the baseline {baseline!r} is none of the arms: {', '.join(sorted(loaded.arms))}",
    )
    _require(
        len(loaded.arms) > 1, f"{loaded.name} has one arm alone: nothing to compare (use a Monte Carlo study)"
    )
    return baseline


def _focus(loaded: LoadedScenario, spec: StudySpec) -> str:
    known = set.intersection(*(set(scenario.programmes) for scenario in loaded.arms.values()))
    _require(bool(known), "the arms have no programme in common")
    focus = min(known) if spec.focus is None else spec.focus
    _require(
        focus in known,
        f"the focus {focus!r} is none of the programmes of all arms: {', '.join(sorted(known))}",
    )
    return focus


def _margins(spec: StudySpec, measures: Iterable[MeasureKey]) -> dict[str, float]:
    known = {key.name for key in measures}
    for name in spec.margins:
        hint = did_you_mean(name, known)
        _require(name in known, f"study.margins: there is no measure {name!r}{f' ({hint})' if hint else ''}")
    return spec.margins


def _joined(keys: Iterable[tuple[KeyT, ...]]) -> tuple[KeyT, ...]:
    """The measures (or series) of all arms: those of the first in its order, then what others add, each once."""
    return tuple(dict.fromkeys(key for of_arm in keys for key in of_arm))


def _digest(loaded: LoadedScenario, study: StudyKind, numbers: tuple[int, int], keep: Keep) -> str:
    """`numbers` are root seed and replications."""
    (root_seed, replications), sampling = numbers, loaded.file.study.sampling
    # A Latin hypercube of 100 is not the beginning of one of 200; the other designs may be gone on with.
    strata = replications if sampling == "latin-hypercube" else 0
    # What was not kept cannot be added to what is there, so another choice has a folder of its own.
    kept = {} if keep == AS_A_RULE else {"keep": json.dumps(asdict(keep))}
    return study_digest(
        scenario=loaded.digest, study=study, root_seed=root_seed, sampling=sampling, strata=strata, **kept
    )


def _inputs(loaded: LoadedScenario) -> ResolvedInputs:
    rows = {key: asdict(origin) for key, origin in loaded.provenance.items() if origin.seed}
    told = {
        key: {name: told for name, told in row.items() if name not in {"file", "line"}}
        for key, row in rows.items()
    }
    names = {programme: spec.name for programme, spec in loaded.file.programmes.items()}
    seeds = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    return ResolvedInputs(loaded.digest, seeds, loaded.resolved_toml(), names, loaded.sets)


def design_of(loaded: LoadedScenario, plan: Plan) -> Design:
    """The design of experiment that the scenario asks for."""
    sampling = loaded.file.study.sampling
    match sampling:
        case "monte-carlo":
            return MonteCarlo()
        case "latin-hypercube":
            return LatinHypercube(plan.replications)
        case "sobol":
            return Sobol(plan.parameters)
        case _:
            assert_never(sampling)


def worker_of(loaded: LoadedScenario, plan: Plan) -> ArmsWorker:
    """The worker that makes replications of all arms of a plan."""
    arms = tuple(loaded.arms[arm] for arm in plan.arms)
    columns = ResultColumns(
        plan.measures, plan.parameters, plan.series, len(month_names(plan.calendar)), plan.nested
    )
    return ArmsWorker(
        arms, columns, plan.root_seed, design_of(loaded, plan), KeptFacts(plan.keep, plan.focus)
    )
