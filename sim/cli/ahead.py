"""What a study begins with before anything heavy is imported."""

import os
from typing import Any, Final

_THREADS: Final = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""Asked by libraries of linear algebra when they are loaded."""


def begin(*, workers: int | None, cluster: str | None, **_: Any) -> None:  # noqa: ANN401 - as they come from click
    """Have linear algebra work by itself, and start the server of worker processes unless a cluster works.

    The matrices here are small: threads of the library would not make them faster, and while they wait for work
    they take the cores from the workers. What the user has set stays.
    """
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    if cluster is None:
        from sim.execution.executor import start_server

        start_server(workers)
