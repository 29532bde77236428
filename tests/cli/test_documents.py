"""What the documents name exists: commands are run, code is executed, links and folders are there."""

import re
import shlex
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

import sim
from docs.generate import samples
from docs.generate.pages import PAGES
from sim.cli.main import Cellswitch
from sim.cli.main import cellswitch as group
from sim.report.page.glossary import WORDS
from sim.scenario.load import load
from tests.cli.terminal import cellswitch

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    ROOT / "results" / "README.md",
    *sorted(DOCS.rglob("*.md")),
]
TEXTS = {document: document.read_text(encoding="utf-8") for document in DOCUMENTS}
SAVED = samples.saved()
"""Files that a reader saves."""
MOST_WORDS_OF_THE_README = 600
SHORT = ("--set", "run.end=2023-12-31")
QUICK = {
    "compare": ("-n", "2", "--workers", "1", *SHORT),
    "monte-carlo": ("-n", "2", "--workers", "1", *SHORT),
    "run": SHORT,
}
NEUTRAL = {
    "scenarios/my-question.toml": "scenarios/levc-uk.toml",
    "results/my-question-compare-*": "results/levc-uk-compare-*",
    "scenarios/another.toml": "scenarios/base-2021.toml",
    "plant-a": "aesc-sunderland",
    "car-a": "levc-tx",
    "car-b": "nissan-sunderland",
    "port-a~port-b~ro-ro": "europoort~tilbury-port~ro-ro",
}
"""What the help says, which names no company and no place, and what that stands for here."""


def blocks(language, text):
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def named(example):
    """An example of the help with the names of the base scenario."""
    for neutral, name in NEUTRAL.items():
        example = example.replace(neutral, name)
    return example


def typed():
    """Every command of the documents, and every example of a command's help."""
    shown = [block for text in TEXTS.values() for block in blocks("console", text)]
    lines = [line[2:] for block in shown for line in block.splitlines() if line.startswith("$ ")]
    for command in Cellswitch.listed:
        epilog = group.get_command(None, command).epilog
        lines += [
            named(line.strip()) for line in epilog.splitlines() if line.strip().startswith("cellswitch ")
        ]
    lines += re.findall(r"^    (cellswitch .*?)(?: *#.*)?$", README, flags=re.MULTILINE)
    results = TEXTS[ROOT / "results" / "README.md"]
    lines += re.findall(r"^    (cellswitch .*?) *#", results, flags=re.MULTILINE)
    return sorted({line.replace("results/<folder>", "results/levc-uk-compare-*") for line in lines})


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder with scenarios and seeds, and what a reader has saved."""
    return samples.copied(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def studied(home):
    """Folders of short studies of the questions that the documents are about."""
    options = {"replications": 2, "workers": 1, "out": home / "results", "sets": [SHORT[1]]}
    compared = [
        sim.compare(home / "scenarios" / f"{name}.toml", **options) for name in ("levc-uk", "my-question")
    ]
    estimated = sim.monte_carlo(home / "scenarios" / "base-2021.toml", **options)
    return [study.folder.relative_to(home) for study in (*compared, estimated)]


@pytest.mark.parametrize("line", typed())
def test_commands_in_the_documents_run(line, home, studied, tmp_path, monkeypatch, without_report):
    monkeypatch.chdir(home)
    name, *arguments = shlex.split(line.partition(">")[0])
    assert name == "cellswitch"
    arguments = [each for argument in arguments for each in _globbed(argument, studied)]
    if "--replay" in arguments or "--replication" in arguments:
        at = arguments.index("--replay" if "--replay" in arguments else "--replication") + 1
        arguments[at] = str(int(arguments[at]) % 2)
    if any(option in arguments for option in ("--out", "--export")) or arguments[0] in QUICK:
        arguments += ["--out", str(tmp_path)]
    said = cellswitch(*arguments, *QUICK.get(arguments[0], ()))
    assert said.code == 0, said.err


def _globbed(argument, studied):
    if "*" not in argument:
        return [argument]
    return [str(path) for path in (*studied, *sorted(Path().glob("scenarios/*"))) if fnmatch(path, argument)]


def test_the_python_of_the_documents_runs(home, monkeypatch, capsys):
    monkeypatch.chdir(home)
    monkeypatch.setattr(sim, "compare", _quick(sim.compare), raising=False)
    monkeypatch.setattr(sim, "run", _quick(sim.run), raising=False)
    (code,) = blocks("python", TEXTS[DOCS / "how-to" / "compare-decisions.md"])
    names = {}
    exec(code, names)  # noqa: S102 - it is this repository's own
    assert "replications" in capsys.readouterr().out
    assert len(names["costs"]) > 0
    assert set(names["shipments"].columns) >= {"loads", "energy_gwh"}


def _quick(function):
    def quick(*arguments, **options):
        few = {"replications": 2, "workers": 1} if "replications" in options else {}
        return function(*arguments, **(options | few | {"sets": [SHORT[1]]}))

    return quick


@pytest.mark.parametrize("path", [path for path in SAVED if path.endswith(".toml")])
def test_a_scenario_that_a_reader_saves_is_sound(path, home):
    assert load(home / path).arms


def test_the_make_targets_of_the_documents_exist():
    makefile = (ROOT / "Makefile").read_text()
    asked = {
        found for text in TEXTS.values() for found in re.findall(r"(?:^    |`)make (\w+)", text, re.MULTILINE)
    }
    assert {"report", "setup", "test"} <= asked
    assert [target for target in asked if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []


def test_make_verify_finds_the_long_proofs():
    recipe = subprocess.run(
        ["make", "--dry-run", "verify"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.splitlines()[-1]
    arguments = shlex.split(recipe.partition("/pytest ")[2])
    found = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments, "-n", "0", "--collect-only"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert found.returncode == 0, found.stderr
    assert "tests/proofs/engine/test_deaths.py" in found.stdout
    (written,) = [each for each in arguments if each.startswith("--verification=")]
    assert (ROOT / written.partition("=")[2]).exists()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_in_the_documents_lead_somewhere(document):
    links = re.findall(r"\]\((?!https?:)([^)\s]+)\)", TEXTS[document])
    assert [link for link in links if not _leads_somewhere(document, link)] == []


def _leads_somewhere(document, link):
    path, _, anchor = link.partition("#")
    target = (document.parent / path).resolve() if path else document
    return target.exists() and (not anchor or anchor in _anchors(target))


def _anchors(document):
    """What a link may point to within a document: its headings, as the usual renderers name them."""
    headings = re.findall(r"^#+ (.+)$", TEXTS[document], flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_paths_in_the_documents_exist(document):
    named = re.findall(
        r"(?<![\w./~-])((?:sim|scenarios|seeds|tests|docs)/[\w./-]*\w/?)(?![\w*{])", TEXTS[document]
    )
    assert [path for path in named if not (ROOT / path).exists() and path not in {*SAVED, *NEUTRAL}] == []


def test_documents_that_the_program_and_its_tests_name_exist():
    places = [
        path
        for kind in ("py", "html")
        for room in ("sim", "tests")
        for path in (ROOT / room).rglob(f"*.{kind}")
    ]
    named = {
        found
        for path in (*places, ROOT / "Makefile", ROOT / "pyproject.toml")
        for found in re.findall(r"\bdocs/[\w/.-]+\.md", path.read_text(encoding="utf-8"))
    }
    assert {"docs/reference/results.md", "docs/explanation/model.md"} <= named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_document_is_in_the_index():
    index = TEXTS[DOCS / "index.md"]
    links = {(DOCS / link).resolve() for link in re.findall(r"\]\(([^)#]+)", index)}
    assert {path for path in TEXTS if path.is_relative_to(DOCS)} - links == {DOCS / "index.md"}


def test_every_how_to_ends_with_a_check():
    endings = {
        path.name: re.findall(r"^## (.+)$", TEXTS[path], re.MULTILINE)[-1]
        for path in (DOCS / "how-to").iterdir()
    }
    assert {name for name, ending in endings.items() if ending != "Check"} == set()


def test_the_readme_is_short():
    assert len(README.split()) <= MOST_WORDS_OF_THE_README


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_a_page_made_from_the_program_is_current(page):
    assert PAGES[page]() == page.read_text(encoding="utf-8"), "run `make docs`"


def test_the_schema_beside_the_scenarios_is_current():
    stored = (ROOT / "scenarios" / "cellswitch.schema.json").read_text(encoding="utf-8")
    assert cellswitch("schema").out == stored, "run `make schema`"


def test_a_word_has_one_meaning():
    words = [each.word for each in WORDS]
    assert sorted(words) == sorted(set(words))


def test_the_reference_names_every_file_of_a_results_folder(compared):
    text = TEXTS[DOCS / "reference" / "results.md"]
    for path in compared[1].iterdir():
        assert f"`{path.name}{'/' if path.is_dir() else ''}`" in text
