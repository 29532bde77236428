"""The list of proofs: what was shown, the figure, its limit and the verdict, as docs/reference/verification.md.

A test that asks for the fixture `proof` stands in the list; its verdict is the test's. `make verify` runs all of
them with the long ones (marked `verify`) and writes the list; `make test` runs the quick ones.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

Proof = Callable[[str, object, str], None]
"""Called as proof(what, figure, limit): what is claimed, the figure found (with its unit), and its limit."""

_TITLES = {
    "known": "Against answers known from elsewhere",
    "itself": "Against itself",
    "hostile": "Against bad input",
    "statistics": "Estimates and intervals",
    "engine": "Studies that never lose work",
}
"""Sections of the list in their order: folders of tests/proofs, and their titles."""

_SECOND_IMPLEMENTATION = """
The plain second implementation that some figures speak of (`tests/proofs/itself/plain/`) is a day loop over lists, written from
[the model](../explanation/model.md). What it shares with the simulator can be wrong in both, and is checked in other ways:

- *Shared:* what a file may say and how it is read; the calendar and the units; the sample path, that is everything that chance
  gives and what follows from it before the clock starts (realised and planned numbers, occurrences of disruptions, times of
  transit, cancellations, plans and forecasts of demand), so that both live through the same events. What is drawn is held
  against theory below.
- *Shared within its last digits:* the capacity curve of a phase. Its own sum by Simpson's rule says what is made in
  each step. Where that comes within a thousandth of a watt-hour of a whole one, the simulator's digits say which side it is on.
- *Its own:* the order of the day; legs, their figures and the estimated roads between them; routes, for which it tries all
  ways, or searches plainly where gateways are many; all sourcing policies, in exact fractions; landed cost; eligibility,
  views and reviews; moves, switches and phase-ins; agreements and take-or-pay; production, allocation, building, call-offs
  and freight; phases, investment committees, and what the market knows.
""".strip()


@pytest.fixture
def proof(request: pytest.FixtureRequest) -> Proof:
    """Enter a figure and its limit into the list of proofs: once or more a test, before it is asserted."""

    def enter(what: str, figure: object, limit: str) -> None:
        request.node.user_properties.append(("proof", [what, str(figure), limit]))

    return enter


def pytest_addoption(parser: pytest.Parser) -> None:
    """The file that the list is written to."""
    parser.addoption("--verification", metavar="FILE", help="write the list of proofs to FILE")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that enters a proof, so that `-m proof` finds it."""
    for item in items:
        if "proof" in getattr(item, "fixturenames", ()):
            item.add_marker("proof")


@dataclass(frozen=True, order=True, slots=True)
class Row:
    """A line of the list."""

    section: str
    module: str
    what: str
    figure: str
    limit: str
    verdict: str


class VerificationList:
    """Collects the proofs of a session, tells each as it ends, and writes the list where it is asked for."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.rows: list[Row] = []
        self.ran = 0

    @property
    def _path(self) -> str | None:
        path: str | None = self.config.getoption("--verification")
        return path

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take in what a test has shown."""
        if report.when != "call" and not (report.failed and report.when == "setup"):
            return
        self.ran += 1
        folder = Path(report.nodeid.partition("::")[0])
        module = folder.stem.removeprefix("test_").replace("_", " ")
        rows = [
            Row(folder.parent.name, module, *entry, "holds" if report.passed else "FAILS")
            for name, entry in report.user_properties
            if name == "proof"
        ]
        if report.failed and not rows:
            test = report.nodeid.partition("::")[2]
            rows = [Row(folder.parent.name, module, test, "none: it failed before", "", "FAILS")]
        self.rows += rows
        terminal = self.config.pluginmanager.get_plugin("terminalreporter")
        if self._path is not None and terminal is not None:
            for row in rows or [None]:
                told = report.nodeid if row is None else f"{row.what}: {row.figure} (limit: {row.limit})"
                verdict = "passed" if report.passed else "FAILED" if report.failed else "skipped"
                terminal.write_line(f"{report.duration:7.1f} s  {verdict}  {told}")

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print how many figures of each section hold, and those that do not."""
        if self._path is None:
            return
        terminalreporter.section("proofs")
        for section in sorted({row.section for row in self.rows}, key=_place):
            verdicts = [row.verdict == "holds" for row in self.rows if row.section == section]
            title = _TITLES.get(section, section.capitalize())
            terminalreporter.write_line(f"{title:40} {sum(verdicts):4} of {len(verdicts):4} figures hold")
        for row in sorted(row for row in self.rows if row.verdict != "holds"):
            terminalreporter.write_line(f"FAILS  {row.what}: {row.figure} (limit: {row.limit})")

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        """Write the list, unless the tests were broken off or only collected: a part of it would look like the whole."""
        whole = exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}
        if self._path is not None and whole and not self.config.option.collectonly:
            Path(self._path).write_text("\n".join(self.lines()) + "\n", encoding="utf-8")

    def lines(self) -> Iterable[str]:
        """The document, line by line."""
        failed = sum(row.verdict != "holds" for row in self.rows)
        yield "# Verification"
        yield ""
        yield "Why believe it? What follows was found by `make verify`, which anybody can run; it writes this page anew."
        yield ""
        yield f"{len(self.rows)} figures from {self.ran} tests; {failed or 'none'} outside of its limit."
        yield ""
        yield _SECOND_IMPLEMENTATION
        for section in sorted({row.section for row in self.rows}, key=_place):
            yield ""
            yield f"## {_TITLES.get(section, section.capitalize())}"
            yield ""
            yield "| subject | what | figure | limit | verdict |"
            yield "|---|---|---|---|---|"
            for row in sorted({row for row in self.rows if row.section == section}):
                cells = (row.module, row.what, row.figure, row.limit, row.verdict)
                yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _place(section: str) -> tuple[int, str]:
    order = list(_TITLES)
    return (order.index(section) if section in order else len(order), section)
