"""The legs of the small world as its network prices them."""

from typing import NamedTuple


class Leg(NamedTuple):
    """A leg with what one load on it costs and emits."""

    origin: str
    destination: str
    mode: str
    km: float
    eur_per_load: float
    surcharge_eur_per_load: float
    kg_co2e_per_load: float
    border: bool


def road(origin: str, destination: str, km: float) -> Leg:
    """1.5 EUR/km, 0.078 kg CO2e per t-km, 24 t."""
    return Leg(origin, destination, "road", km, 1.5 * km, 0.0, 0.078 * 24 * km, border=False)


LEGS = {
    "far-road": road("far-works", "port-eu", 250.0),
    "strait": Leg("port-uk", "port-eu", "ferry", 42.0, 320.0, 0.0, 0.46 * 24 * 42, border=True),
    "uk-road": road("port-uk", "car-works", 270.0),
    "near-road": road("car-works", "near-works", 320.0),
}
"""The strait and the near road are written against the way that cells take."""
