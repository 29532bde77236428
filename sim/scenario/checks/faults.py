"""Faults of type: what pydantic has against a world, in plain words and at the value's own key path."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sim.core.suggestion import did_you_mean, in_ascii, nearest, strange_letter
from sim.scenario.reading.findings import Finding
from sim.scenario.reading.key_path import KeyPath
from sim.scenario.reading.node import Node
from sim.scenario.spec_keys import homes, known_keys
from sim.scenario.types.spec import NOT_BLANK

_MOST_ERRORS: Final = 2_000
"""More than anybody would read."""
_MOST_SUGGESTIONS: Final = 300
"""Further unknown keys get no suggestion: a file with that many was not mistyped."""
_KEY_LOCATION: Final = "[key]"
_TELLING: Final = 4
"""Letters from which a key's name says where it belongs."""
_NUMBER_TAGS: Final = frozenset({"number", "distribution"})
_ID_FORM: Final = "needs lower-case letters and digits in words joined by single hyphens"
_LEG_ID_FORM: Final = f"{_ID_FORM} or tildes"


def type_findings(error: ValidationError, tree: Node) -> Iterator[Finding]:
    """A finding for every error of a validation, but for those that follow from another."""
    details = error.errors(include_url=False, include_input=False)[:_MOST_ERRORS]
    places = [_path_of(detail["loc"], tree) for detail in details]
    above = {place[:depth] for place in places for depth in range(len(place))}
    suggestions = iter(range(_MOST_SUGGESTIONS))
    for detail, path in zip(details, places, strict=True):
        # A list with a wrong element is too short as well, says pydantic: it counts the right ones alone.
        if detail["type"] == "too_short" and path in above:
            continue
        suggests = detail["type"] != "extra_forbidden" or next(suggestions, None) is not None
        yield _finding(detail, path, tree, suggests=suggests)


def _path_of(location: Sequence[str | int], tree: Node) -> KeyPath:
    """The key path of an error's location, without the tags of unions that pydantic puts between the keys."""
    path: list[str | int] = []
    node: Node | None = tree
    tags = _tags_of(tree)
    for part in location:
        if part == _KEY_LOCATION:
            continue
        if part in tags and (part not in _NUMBER_TAGS or node is None or node.child(part) is None):
            tags.remove(str(part))
            continue
        path.append(part)
        node = None if node is None else node.child(part)
        tags = set() if node is None else _tags_of(node)
    return tuple(path)


def _tags_of(node: Node) -> set[str]:
    """Tags that may follow the key of a node in a location, each once: its `kind`, `dist`, or a number's."""
    said = (node.child(key) for key in ("dist", "kind"))
    return {*_NUMBER_TAGS, *(tag.text for tag in said if tag is not None and tag.text is not None)}


def _finding(detail: ErrorDetails, path: KeyPath, tree: Node, *, suggests: bool) -> Finding:
    context = detail.get("ctx", {})
    if detail["loc"][-1] == _KEY_LOCATION:
        return _bad_id(path, context)
    match detail["type"]:
        case "extra_forbidden":
            return Finding(path, "is not a known key", _known_instead(path, tree) if suggests else "")
        case "literal_error" | "union_tag_invalid":
            return _no_choice(path, context, tree)
        case "string_pattern_mismatch":
            return Finding(path, _patterns(context["pattern"]), strange_letter(tree.find(path)[0].text or ""))
        case "union_tag_not_found":
            return _untagged(path, _unquoted(context["discriminator"]), tree)
        case kind:
            phrase = _PHRASES.get(kind)
            return Finding(path, detail["msg"] if phrase is None else phrase(context))


def _bad_id(path: KeyPath, context: Mapping[str, Any]) -> Finding:
    name = str(path[-1])
    if "expected" in context:
        return Finding(path, "is not a known name", _choices(name, context["expected"]), value="")
    if "pattern" not in context:
        return Finding(path, f"has a name of more than {context['max_length']} characters", value="")
    slug = "-".join(word for word in _slug(name).split("-") if word)
    remedy = strange_letter(name) or (f"did you mean {slug}?" if slug else "")
    return Finding(path, _patterns(context["pattern"]), remedy, value="")


def _slug(name: str) -> str:
    return "".join(char if char.isalnum() else "-" for char in in_ascii(name)[:60].lower())


def _known_instead(path: KeyPath, tree: Node) -> str:
    name = str(path[-1])
    known = known_keys(tree, path[:-1])
    parent, _ = tree.find(path[:-1])
    absent = [key for key in known if key not in parent.table]
    near = nearest(name, absent) or nearest(name, known)
    if near is not None:
        return f"did you mean {near}?"
    elsewhere = [home for home in homes(name) if home]
    if elsewhere and len(name) >= _TELLING:
        return f"{name} is a key of {elsewhere[0]}"
    return did_you_mean(name, known)


def _untagged(path: KeyPath, tag: str, tree: Node) -> Finding:
    known = known_keys(tree, path)
    for key in tree.find(path)[0].table:
        if key not in known and nearest(key, [tag]) is not None:
            return Finding((*path, key), "is not a known key", f"did you mean {tag}?")
    return Finding(path, f"needs a {tag} that says which kind of table it is")


def _unquoted(text: str) -> str:
    return text.strip("'")


def _no_choice(path: KeyPath, context: Mapping[str, Any], tree: Node) -> Finding:
    expected = context.get("expected", context.get("expected_tags", ""))
    said = context.get("tag")
    if said is None:
        said = tree.find(path)[0].text or ""
    else:
        path = (*path, _unquoted(context["discriminator"]))
    choices = expected.replace(chr(39), "").replace(" or ", ", ")
    return Finding(path, f"needs one of {choices}", _choices(str(said), expected))


def _choices(said: str, expected: str) -> str:
    choices = [choice.strip(" '") for choice in expected.replace(" or ", ",").split(",")]
    return did_you_mean(said, choices, listed=False)


def _said(message: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda _: message


_PHRASES: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "missing": _said("is missing"),
    "float_type": _said("needs a number"),
    "int_type": _said("needs a whole number"),
    "int_from_float": _said("needs a whole number"),
    "string_type": _said("needs text in quotes"),
    "bool_type": _said("needs true or false"),
    "date_type": _said("needs a date such as 2021-07-01, without quotes or time of day"),
    "date_from_datetime_inexact": _said("needs a date without a time of day"),
    "dict_type": _said("needs a table"),
    "model_type": _said("needs a table"),
    "model_attributes_type": _said("needs a table"),
    "tuple_type": _said("needs a list"),
    "list_type": _said("needs a list"),
    "finite_number": _said("needs a finite number"),
    "greater_than": lambda context: f"needs a value above {context['gt']:g}",
    "greater_than_equal": lambda context: f"needs a value of at least {context['ge']:g}",
    "less_than": lambda context: f"needs a value below {context['lt']:g}",
    "less_than_equal": lambda context: f"needs a value of at most {context['le']:g}",
    "string_too_long": lambda context: f"is longer than {context['max_length']} characters",
    "too_long": lambda context: f"holds more than {context['max_length']} of them",
    "too_short": lambda context: f"needs at least {context['min_length']} of them",
    "value_error": lambda context: str(context["error"]),
}


def _patterns(pattern: str) -> str:
    forms = {
        "^[A-Z]{2}$": "needs two capital letters",
        "^#[0-9A-Fa-f]{6}$": "needs a colour such as #1f77b4",
        NOT_BLANK: "is blank",
    }
    return forms.get(pattern, _LEG_ID_FORM if "~" in pattern else _ID_FORM)
