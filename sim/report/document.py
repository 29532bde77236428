"""A document: one self-contained file, its policy naming the hashes of its own style and script."""

import base64
import hashlib
from pathlib import Path
from typing import Final

import jinja2
from markupsafe import Markup

from sim.report.text import inert

_TEMPLATES: Final = Path(__file__).parent / "templates"


class Document:
    """What every page of a report has."""

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


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def rendered(template: str, page: Document) -> bytes:
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
    return environment.get_template(template).render(page=page).encode("utf-8")


def _final(value: object) -> object:
    """Texts without characters that act on what stands around them."""
    return inert(value) if isinstance(value, str) and not isinstance(value, Markup) else value
