"""What the documents name exists: commands are run, code is executed, links and folders are there."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from docs.generate.pages import PAGES
from sim.cli.main import Cellswitch
from sim.cli.main import cellswitch as group
from sim.report.glossary import WORDS
from sim.scenario.load import load
from tests.cli.terminal import cellswitch

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "results" / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
SHORT = ("--set", "run.end=2023-12-31")
QUICK = {
    "compare": ("-n", "2", "--workers", "1", *SHORT),
    "monte-carlo": ("-n", "2", "--workers", "1", *SHORT),
    "run": SHORT,
}
STUDIED = "results/levc-uk-compare-*"
NEUTRAL = {
    "scenarios/my-question.toml": "scenarios/levc-uk.toml",
    "scenarios/another.toml": "scenarios/base-2021.toml",
    "results/my-question-compare-*": STUDIED,
    "plant-a": "aesc-sunderland",
    "car-a": "levc-tx",
    "car-b": "nissan-sunderland",
    "port-a~port-b~ro-ro": "europoort~tilbury-port~ro-ro",
}
"""What the help says, which names no company and no place, and what that stands for here."""


def blocks(language, text=README):
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def named(example):
    """An example of the help with the names of the base scenario."""
    for neutral, name in NEUTRAL.items():
        example = example.replace(neutral, name)
    return example


def typed():
    """Every command of README, and every example of a command's help."""
    lines = [line[2:] for block in blocks("console") for line in block.splitlines() if line.startswith("$ ")]
    for command in Cellswitch.listed:
        epilog = group.get_command(None, command).epilog
        lines += [
            named(line.strip()) for line in epilog.splitlines() if line.strip().startswith("cellswitch ")
        ]
    lines += re.findall(
        r"^    (cellswitch .*?) *#", (ROOT / "results" / "README.md").read_text(), flags=re.MULTILINE
    )
    return sorted({line.replace("results/<folder>", STUDIED) for line in lines})


@pytest.fixture(scope="module")
def studied(tmp_path_factory):
    """A short study of the question that the documents are about."""
    study = sim.compare(
        ROOT / "scenarios" / "levc-uk.toml",
        replications=2,
        workers=1,
        out=tmp_path_factory.mktemp("r"),
        sets=[SHORT[1]],
    )
    return study.folder


@pytest.mark.parametrize("line", typed())
def test_commands_in_the_documents_run(line, studied, tmp_path, at_home, without_report):
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
    if argument == STUDIED:
        return [str(studied)]
    return [str(path) for path in sorted(ROOT.glob(argument))] if "*" in argument else [argument]


def test_the_python_of_the_readme_runs(at_home, monkeypatch, capsys):
    monkeypatch.setattr(sim, "compare", _quick(sim.compare), raising=False)
    monkeypatch.setattr(sim, "run", _quick(sim.run), raising=False)
    (code,) = blocks("python")
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


def test_the_scenario_of_the_readme_is_sound(at_home, tmp_path):
    (text,) = blocks("toml")
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    path = tmp_path / "scenarios" / "my-question.toml"
    path.write_text(text)
    assert sorted(load(path).arms) == ["cost", "distance"]


def test_the_make_targets_of_the_readme_exist():
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"^    make (\w+)", README, flags=re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE)


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


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_and_paths_in_the_documents_exist(document):
    text = document.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    assert [link for link in links if not (document.parent / link).exists()] == []
    named = re.findall(r"`((?:sim|scenarios|seeds|tests|docs)/[\w./-]*)`", text)
    assert [
        path for path in named if not (ROOT / path).exists() and path != "scenarios/my-question.toml"
    ] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_a_page_made_from_the_program_is_current(page):
    assert PAGES[page]() == page.read_text(encoding="utf-8"), "run `make docs`"


def test_a_word_has_one_meaning():
    words = [each.word for each in WORDS]
    assert sorted(words) == sorted(set(words))


def test_the_reference_names_every_file_of_a_results_folder(compared):
    text = (ROOT / "docs" / "reference" / "results.md").read_text(encoding="utf-8")
    for path in compared[1].iterdir():
        assert f"`{path.name}{'/' if path.is_dir() else ''}`" in text
