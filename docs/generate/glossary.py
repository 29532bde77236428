"""Makes `docs/reference/glossary.md` from the list of words that the report's page is made from, too."""

from typing import Final

from sim.report.page.glossary import WORDS

HEAD: Final = """# Glossary

Made by `make docs` from the one list of words, of which the report shows those that it uses; do not edit by hand.

| word | meaning |
|---|---|
"""


def text() -> str:
    """The page, its words in the order of the alphabet."""
    rows = sorted(WORDS, key=lambda each: each.word.casefold())
    return HEAD + "".join(f"| {each.word} | {each.meaning} |\n" for each in rows)
