"""Routes and distances of a network as the terminal shows them."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Final

from sim.cli.channels import tell
from sim.cli.console import TextRow, print_json, show_grid, show_list
from sim.cli.texts.words import figure
from sim.core.errors import WrongUse
from sim.core.known import named
from sim.network.export import geojson, gexf, graphml
from sim.network.graph import LogisticsNetwork
from sim.network.leg import Leg
from sim.network.route import Route
from sim.results.files import make_folder, write_whole
from sim.scenario.types.scenario import Scenario

EXPORTS: Final[dict[str, Callable[[LogisticsNetwork], str | bytes]]] = {
    "graphml": graphml,
    "gexf": gexf,
    "geojson": geojson,
}
_MARK: Final = "~"
_ESTIMATED: Final = f"{_MARK}: over a road that no table knows, estimated from the great circle."


class Routes:
    """The routes of a world whose numbers are all certain, with some legs closed."""

    def __init__(self, scenario: Scenario, closed: Iterable[str]) -> None:
        self._scenario = scenario
        self._network = LogisticsNetwork(scenario)
        self._closed = frozenset(named("leg", leg, self._network.legs) for leg in closed)

    def show_route(self, start: str, end: str, *, as_json: bool) -> None:
        """Print the best route between two sites, plants or programmes, leg by leg. Raises WrongUse."""
        origin, destination = self._site(start), self._site(end)
        route = self._network.route(origin, destination, self._closed)
        if route is None:
            message = f"no open route from {origin} to {destination}"
            raise WrongUse(message)
        legs = [self._network.legs[leg] for leg in route.legs]
        if as_json:
            print_json(asdict(route) | {"by_leg": legs, "estimated": self._estimated(route)})
            return
        names = [self._scenario.sites[stop].name for stop in route.sites]
        estimated = self._estimated(route)
        title = f"{names[0]} to {names[-1]}, best by {self._scenario.freight.criterion}"
        columns = ("to", "mode", "km", "days", "EUR/load", "kg CO2e/load", "border")
        rows = [*_leg_rows(route, names[1:], legs, estimated), _total_row(route)]
        note = f"{_remark(route)} {_ESTIMATED}" if estimated else _remark(route)
        show_list(title, columns, rows, note=note)

    def show_distances(self, *, as_json: bool) -> None:
        """Print the distance from every plant to every programme."""
        plants, programmes = sorted(self._scenario.plants), sorted(self._scenario.programmes)
        found = {
            (plant, programme): self._between(plant, programme)
            for plant in plants
            for programme in programmes
        }
        if as_json:
            documents = [
                _document(*ends, route) | {"estimated": self._estimated(route)}
                for ends, route in found.items()
            ]
            print_json({"routes": documents})
            return
        rows: list[TextRow] = [
            (plant, [self._told(found[plant, programme]) for programme in programmes]) for plant in plants
        ]
        note = _ESTIMATED if any(self._estimated(route) for route in found.values()) else ""
        criterion = self._scenario.freight.criterion
        show_grid(
            f"Logistics distance in km from plants to programmes, best by {criterion}",
            programmes,
            rows,
            note=note,
        )

    def export(self, name: str, path: Path) -> None:
        """Write the network in a format of `EXPORTS`. Raises CannotCreateOutput, OutputFailed."""
        content = EXPORTS[name](self._network)
        make_folder(path.parent)
        write_whole(path, [content if isinstance(content, bytes) else content.encode()])
        tell(f"wrote {path}")

    def _estimated(self, route: Route | None) -> list[str]:
        """Legs of a route whose length no table knows."""
        legs = () if route is None else route.legs
        return [leg for leg in legs if leg in self._network.topology.fallbacks]

    def _told(self, route: Route | None) -> str:
        return f"{_MARK}{_km(route)}" if self._estimated(route) else _km(route)

    def _between(self, plant: str, programme: str) -> Route | None:
        ends = self._scenario.plants[plant].site, self._scenario.programmes[programme].site
        return self._network.route(*ends, self._closed)

    def _site(self, name: str) -> str:
        """The site of that id, or that of the plant or programme of that id."""
        if name in self._scenario.sites:
            return name
        for entities in (self._scenario.plants, self._scenario.programmes):
            if name in entities:
                return entities[name].site
        return named("site", name, self._scenario.sites)


def _leg_rows(route: Route, stops: list[str], legs: list[Leg], estimated: list[str]) -> list[tuple[str, ...]]:
    """A row a leg; days with customs, so that they add up to the route's."""
    customs = (route.expected_days - sum(leg.expected_days for leg in legs)) / max(1, route.borders)
    return [
        (
            stop,
            leg.mode,
            _MARK * (leg.id in estimated) + figure(leg.km, 1),
            figure(leg.expected_days + customs * leg.border, 2),
            figure(leg.eur_per_load, 0),
            figure(leg.kg_co2e_per_load, 0),
            "yes" if leg.border else "",
        )
        for stop, leg in zip(stops, legs, strict=True)
    ]


def _total_row(route: Route) -> tuple[str, ...]:
    loads = figure(route.eur_per_load, 0), figure(route.kg_co2e_per_load, 0)
    return "in all", "", figure(route.km, 1), figure(route.expected_days, 2), *loads, str(route.borders or "")


def _remark(route: Route) -> str:
    return (
        f"Days include customs (standard deviation over the route: {route.sd_days:.1f} days). "
        f"A dangerous-goods surcharge of {route.surcharge_eur_per_load:,.0f} EUR a load comes on top."
    )


def _document(plant: str, programme: str, route: Route | None) -> dict[str, object]:
    return {"plant": plant, "programme": programme, "route": route}


def _km(route: Route | None) -> str:
    return "no route" if route is None else figure(route.km, 0)
