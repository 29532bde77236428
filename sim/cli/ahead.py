"""What a study begins with before anything heavy is imported."""

from typing import Any


def begin(*, workers: int | None, cluster: str | None, **_: Any) -> None:  # noqa: ANN401 - as they come from click
    """Start the server of worker processes, unless a cluster does the work."""
    if cluster is None:
        from sim.study.processes import start_server

        start_server(workers)
