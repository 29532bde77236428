"""The uncertain numbers of a scenario: where they stand, and the scenario with values in their place."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias, get_args

from sim.sample.distributions import planning_value
from sim.scenario.types.numbers import Distribution
from sim.scenario.types.scenario import Scenario
from sim.scenario.types.spec import Spec

_Key: TypeAlias = str | int
_Branch: TypeAlias = dict[_Key, Any]
"""What is touched below a node: by key, another branch or the full path of a number."""

_DISTRIBUTIONS: Final[tuple[type, ...]] = get_args(get_args(Distribution)[0])


class UncertainNumbers:
    """The distributions of a scenario that are drawn once a replication, found once, then filled in quickly.

    A path is dotted, with keys of tables and positions in lists: `prices.europe.points.3.eur_per_kwh`.
    `disruptions.*.duration_days` is not among them, for it is drawn anew for each occurrence.
    """

    __slots__ = ("_root", "certain_paths", "distributions", "paths", "scenario")

    def __init__(self, scenario: Scenario) -> None:
        found = {".".join(map(str, keys)): (keys, leaf) for keys, leaf in _leaves(scenario, ())}
        drawn = {path: leaf for path, (keys, leaf) in sorted(found.items()) if _is_drawn_once(keys, leaf)}
        self.scenario = scenario
        self.distributions: dict[str, Distribution] = drawn
        self.paths = tuple(drawn)
        self.certain_paths = frozenset(path for path, (_, leaf) in found.items() if isinstance(leaf, float))
        """Where plain numbers stand."""
        self._root: _Branch = {}
        for path in self.paths:
            _grow(self._root, found[path][0], path)

    def realise(self, values: Mapping[str, float]) -> Scenario:
        """The scenario with each distribution replaced by its value; the rest is shared with the original.

        Raises ValueError unless `values` names exactly `paths`.
        """
        if values.keys() != self.distributions.keys():
            astray = sorted(values.keys() ^ self.distributions.keys())
            message = f"needs a value for each uncertain number and no other; missing or too many: {astray}"
            raise ValueError(message)
        realised: Scenario = _filled(self.scenario, self._root, values)
        return realised

    def planned(self) -> Scenario:
        """The scenario as everybody expects it: each uncertain number at its planning value."""
        return self.realise({path: planning_value(found) for path, found in self.distributions.items()})


def uncertain_numbers(scenario: Scenario) -> dict[str, Distribution]:
    """The distribution of each uncertain number by its path, sorted by path."""
    return UncertainNumbers(scenario).distributions


def realise(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """The scenario with a value for each uncertain number; ValueError unless `values` has just these."""
    return UncertainNumbers(scenario).realise(values)


def _leaves(node: object, keys: tuple[_Key, ...]) -> Iterator[tuple[tuple[_Key, ...], Any]]:
    if isinstance(node, (float, *_DISTRIBUTIONS)):
        yield keys, node
        return
    for key, child in _children(node):
        yield from _leaves(child, (*keys, key))


def _children(node: object) -> Iterator[tuple[_Key, object]]:
    match node:
        case Spec():
            yield from node
        case dict():
            yield from node.items()
        case tuple():
            yield from enumerate(node)
        case _:
            return


def _is_drawn_once(keys: tuple[_Key, ...], leaf: object) -> bool:
    return isinstance(leaf, _DISTRIBUTIONS) and (keys[0], keys[-1]) != ("disruptions", "duration_days")


def _grow(root: _Branch, keys: tuple[_Key, ...], path: str) -> None:
    branch = root
    for key in keys[:-1]:
        branch = branch.setdefault(key, {})
    branch[keys[-1]] = path


def _filled(node: Any, branch: _Branch, values: Mapping[str, float]) -> Any:  # noqa: ANN401 - any node of the tree
    match node:
        case Spec():
            fields: dict[_Key, Any] = node.__dict__  # type: ignore[assignment]
            update = {str(key): _child(fields[key], below, values) for key, below in branch.items()}
            return node.model_copy(update=update)
        case dict():
            return node | {key: _child(node[key], below, values) for key, below in branch.items()}
        case _:
            return tuple(
                _child(each, branch[at], values) if at in branch else each for at, each in enumerate(node)
            )


def _child(node: Any, below: _Branch | str, values: Mapping[str, float]) -> Any:  # noqa: ANN401 - as above
    return values[below] if isinstance(below, str) else _filled(node, below, values)
