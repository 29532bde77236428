"""Small scenario files with uncertainty and arms, quick to simulate."""

import datetime as dt
from pathlib import Path
from typing import Any

import tomli_w

from tests.builders import world

STAY = {"kind": "stay"}
NEAREST = {"kind": "nearest"}


def triangular(low: float, mode: float, high: float) -> dict[str, Any]:
    return {"dist": "triangular", "low": low, "mode": mode, "high": high}


def document(arms: dict[str, dict[str, Any]], **study: Any) -> dict[str, Any]:
    """The small world with uncertain distances, demand, delay and price.

    Each arm has its own sourcing policy.
    """
    small = world()
    small["run"] |= {"end": dt.date(2026, 6, 30), "step_days": 14}
    small["freight"]["road_distance_factor"] = triangular(0.95, 1.0, 1.1)
    small["modes"]["road"]["transit_cv"] = 0.2
    small["plants"]["near-plant"]["price_factor"] = triangular(0.95, 0.99, 1.05)
    small["plants"]["near-plant"]["phases"]["p1"]["start"]["delay_months"] = triangular(0.0, 3.0, 12.0)
    car = small["programmes"]["car"]
    car["demand"] |= {"position": {"dist": "uniform", "low": 0.0, "high": 1.0}, "weekly_cv": 0.1}
    change = {arm: {"programmes": {"car": {"sourcing": {"policy": policy}}}} for arm, policy in arms.items()}
    small["arms"] = {arm: {"title": f"the arm {arm}", "change": change[arm]} for arm in arms}
    small["study"] = {"root_seed": 7, "replications": 6} | study
    return small


def written(folder: Path, contents: dict[str, Any]) -> Path:
    """The contents as a scenario file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "small.toml"
    path.write_text(tomli_w.dumps(contents), encoding="utf-8")
    return path


def backwards(contents: Any) -> Any:
    """The same with the keys of all tables in reverse order."""
    if isinstance(contents, dict):
        return {key: backwards(value) for key, value in reversed(contents.items())}
    return contents
