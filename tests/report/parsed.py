"""A page as a parser sees it."""

from html.parser import HTMLParser

_ELEMENTS = (
    "a body br button caption circle clippath dd defs details div dl dt figcaption figure "
    "footer g h1 h2 h3 head header html input label li line main meta nav ol p path pattern "
    "rect script section select small strong style summary svg table tbody td text th thead "
    "title tr tspan ul use "
)
KNOWN = frozenset(_ELEMENTS.split())
"""Elements of a page."""
SCRIPTS = 2
"""The player and its numbers."""


class Parsed(HTMLParser):
    """Elements with their attributes in order, and the text of each kind of element."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.texts.setdefault(tag, []).append("")
        self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        if tag in self._open:
            while self._open and self._open.pop() != tag:
                pass

    def handle_data(self, data):
        for tag in set(self._open):
            self.texts[tag][-1] += data

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def unexpected(self) -> list[tuple[str, dict[str, str]]]:
        """Elements that no page has: unknown ones, those with a style or a handler, with a link to elsewhere."""
        found = [
            (tag, attributes)
            for tag, attributes in self.elements
            if tag not in KNOWN
            or any(name == "style" or name.startswith("on") for name in attributes)
            or not all(attributes.get(name, "#").startswith("#") for name in ("href", "xlink:href"))
        ]
        scripts = self.of("script")
        return found if len(scripts) == SCRIPTS else [*found, *(("script", each) for each in scripts)]
