"""SVG made fit for the page: no style attributes (the page's policy forbids them), own ids, few digits."""

import re
from typing import Final
from xml.etree import ElementTree as ET

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_HREF: Final = f"{{{_XLINK}}}href"
_FONTS: Final = "'DejaVu Sans', Verdana, Arial, sans-serif"
_SHORTHAND: Final = re.compile(
    r"^(?:(?P<style>italic|oblique) )?(?:(?P<weight>bold|\d{3}) )?(?P<size>[\d.]+)px "
)
_LONG: Final = re.compile(r"-?\d+\.\d{2,}")
_REFERENCE: Final = re.compile(r"url\(#([^)]+)\)")
_NUMBERS: Final = frozenset({"d", "x", "y", "width", "height", "points"})
_LINE: Final = 20

ET.register_namespace("", _SVG)
ET.register_namespace("xlink", _XLINK)


def inlined(drawn: bytes, id_: str, alt: str) -> str:
    """A drawing as an element for the page, its ids told apart from those of others by `id_`."""
    root = ET.fromstring(drawn)  # noqa: S314 - drawn by this program
    _drop(root, ("metadata", "style"))
    for element in root.iter():
        _unstyle(element)
    _rename(root, f"{id_}-")
    for element in root.iter():
        for name in _NUMBERS & element.attrib.keys():
            element.set(name, _LONG.sub(_rounded, element.get(name, "")))
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.set("role", "img")
    root.set("aria-label", alt)
    root.set("font-family", _FONTS)
    root.set("stroke-linejoin", "round")
    return ET.tostring(root, encoding="unicode")


def _drop(root: ET.Element, names: tuple[str, ...]) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.rpartition("}")[2] in names:
                parent.remove(child)


def _unstyle(element: ET.Element) -> None:
    """Turn declarations of the style attribute into attributes of the same meaning."""
    style = element.attrib.pop("style", "")
    for declaration in filter(None, map(str.strip, style.split(";"))):
        name, _, value = declaration.partition(":")
        if name.strip() == "font":
            _font(element, value.strip())
        elif name.strip() not in {"font-family", "-inkscape-font-specification"}:
            element.set(name.strip(), value.strip())


def _font(element: ET.Element, value: str) -> None:
    match = _SHORTHAND.match(value)
    if match is None:
        return
    element.set("font-size", match["size"])
    for name in ("style", "weight"):
        if match[name]:
            element.set(f"font-{name}", match[name])


def _rename(root: ET.Element, prefix: str) -> None:
    """Keep only the ids that something refers to, and give them a prefix."""
    used: set[str] = set()
    for element in root.iter():
        for name, value in element.attrib.items():
            used.update(_REFERENCE.findall(value))
            if name in {_HREF, "href"} and value.startswith("#"):
                used.add(value[1:])
                element.set(name, f"#{prefix}{value[1:]}")
            elif "url(#" in value:
                element.set(name, _REFERENCE.sub(rf"url(#{prefix}\1)", value))
    for element in root.iter():
        own = element.attrib.pop("id", "")
        if own in used:
            element.set("id", prefix + own)


def _rounded(match: re.Match[str]) -> str:
    return f"{float(match[0]):.1f}".removesuffix(".0")


def framed(svg: str, title: list[str], source: str) -> str:
    """An inlined drawing as a file of its own: title above, source below."""
    root = ET.fromstring(svg)  # noqa: S314 - made by this program
    left, top, width, height = map(float, root.get("viewBox", "0 0 0 0").split())
    above, below = _LINE * len(title) + 12, _LINE
    root.set("viewBox", f"{left:g} {top - above:g} {width:g} {height + above + below:g}")
    root.set("width", f"{width:g}")
    root.set("height", f"{height + above + below:g}")
    back = ET.Element(
        f"{{{_SVG}}}rect",
        {"x": f"{left:g}", "y": f"{top - above:g}", "width": "100%", "height": "100%", "fill": "#fff"},
    )
    root.insert(0, back)
    for at, line in enumerate(title):
        _text(root, line, 8, top - above + _LINE * (at + 1) - 2, {"font-size": "14", "font-weight": "bold"})
    _text(root, source, 8, top + height + _LINE - 7, {"font-size": "9", "fill": "#6b6b6b"})
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _text(root: ET.Element, text: str, x: float, y: float, style: dict[str, str]) -> None:
    element = ET.SubElement(root, f"{{{_SVG}}}text", {"x": f"{x:g}", "y": f"{y:g}"} | style)
    element.text = text
