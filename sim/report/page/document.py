"""A document: one self-contained file, its policy naming the hashes of its own style and script."""

import base64
import hashlib
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import Final

import jinja2
from markupsafe import Markup

from sim.core.shortfalls import Shortfall, Shortfalls
from sim.report.material.shown import Shown
from sim.report.material.text import inert
from sim.report.page import player
from sim.report.page.glossary import GLOSSARY
from sim.report.pictures.drawing import Drawn
from sim.report.pictures.picture import Picture

_TEMPLATES: Final = Path(__file__).parent / "templates"


class PageDocument:
    """What every page of a report has."""

    material: Shown
    drawn: Drawn
    shortfalls: Shortfalls
    """What of it could not be shown."""

    @property
    def focus(self) -> str:
        """Name of the programme in question."""
        return self.material.focus

    @property
    def one_run(self) -> str:
        """Where pictures of one run come from."""
        return self.material.one_run

    @cached_property
    def pictures(self) -> dict[str, Picture]:
        """Pictures by id."""
        return {each.id: each for each in self.drawn.pictures}

    @property
    def maps(self) -> list[str]:
        """Ids of the still maps."""
        return self.drawn.ids("map-")

    @property
    def glossary(self) -> tuple[tuple[str, str], ...]:
        """Words that the page uses."""
        return GLOSSARY

    @property
    def scene(self) -> str:
        """The player's map."""
        return player.scene(self.material)

    @cached_property
    def player(self) -> str:
        """The player's numbers; null where there is no player."""
        return self.shortfalls.attempt("the month-by-month map", partial(player.data, self.material), _null)

    @property
    def style(self) -> str:
        """The style sheet."""
        return (_TEMPLATES / "report.css").read_text(encoding="utf-8")

    @property
    def script(self) -> str:
        """The script."""
        return (_TEMPLATES / "player.js").read_text(encoding="utf-8")

    @property
    def policy(self) -> str:
        """Content security policy: nothing from anywhere but this page's own style and script."""
        return (
            f"default-src 'none'; style-src {_hash(self.style)}; script-src {_hash(self.script)}; "
            "base-uri 'none'; form-action 'none'"
        )


def _null(_: Shortfall) -> str:
    return "null"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def whole(template: str, page: PageDocument) -> bytes:
    """A page as HTML, again where something could not be shown, for its top tells of all of it.

    Where the page itself fails, one that tells no more than its title and what could not be shown.
    """
    made = page.shortfalls.attempt("the page", lambda: rendered(template, page), lambda _: b"")
    if not page.shortfalls.found:
        return made
    return rendered(template if made else "bare.html", page)


def rendered(template: str, page: PageDocument) -> bytes:
    """A page as HTML: every value is text, but for what this program drew or wrote itself."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        finalize=_final,
        keep_trailing_newline=True,
    )
    environment.filters["trusted"] = Markup
    environment.globals["part"] = _Parts(page.shortfalls)
    return environment.get_template(template).render(page=page).encode("utf-8")


class _Parts:
    """`{% call part("its name") %}…{% endcall %}` in a template: a box stands where that part fails."""

    def __init__(self, shortfalls: Shortfalls) -> None:
        self._shortfalls = shortfalls

    def __call__(self, what: str, caller: Callable[[], Markup]) -> Markup:
        return self._shortfalls.attempt(what, caller, box)


def box(shortfall: Shortfall) -> Markup:
    """What stands in the place of a part that could not be shown."""
    told = inert(shortfall.in_words)
    return Markup('<p class="unshown" role="note">Could not be shown: {}.</p>\n').format(told)


def _final(value: object) -> object:
    """Texts without characters that act on what stands around them."""
    return inert(value) if isinstance(value, str) and not isinstance(value, Markup) else value
