"""Best routes against brute force, and what may not change them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import leg
from tests.network.islands import ASKED, KINDS, closures, islands, leg_tables, ways, without

CUSTOMS_DAYS = 2.0
AMOUNTS = {
    "distance": lambda entry: entry["km"],
    "time": lambda entry: entry["transit_days"] + entry["border"] * CUSTOMS_DAYS,
    "cost": lambda entry: entry["eur_per_load"],
    "emissions": lambda entry: entry["kg_co2e_per_tkm"] * entry["km"],
}
criteria = st.sampled_from(sorted(AMOUNTS))


def network_of(legs, criterion="distance"):
    return islands(KINDS, legs, criterion=criterion, customs_days=CUSTOMS_DAYS, load_tonnes=1.0)


def legs_of(route):
    return None if route is None else route.legs


def best_by_brute_force(legs, origin, destination, criterion):
    """Least amount; of these the fewest legs that cost nothing; of these the first ids."""
    amount = AMOUNTS[criterion]

    def rank(way):
        amounts = [amount(entry) for entry in way.legs]
        return sum(amounts), amounts.count(0), way.ids

    best = min(ways(legs, origin, destination), key=rank, default=None)
    return None if best is None else best.ids


def routes_between_all(network, closed=frozenset()):
    return {pair: network.route(*pair, closed) for pair in ASKED}


@given(leg_tables, criteria)
def test_the_route_is_the_best_of_all_ways(legs, criterion):
    network = network_of(legs, criterion)
    for pair in ASKED:
        assert legs_of(network.route(*pair)) == best_by_brute_force(legs, *pair, criterion)


@given(leg_tables, criteria, closures)
def test_a_closed_leg_equals_a_removed_leg(legs, criterion, closed):
    with_closed = routes_between_all(network_of(legs, criterion), closed)
    assert with_closed == routes_between_all(network_of(without(legs, closed), criterion))


@given(leg_tables, criteria, closures)
def test_a_refused_leg_equals_a_removed_leg(legs, criterion, refused):
    marked = {
        leg_id: entry | ({"dangerous_goods": 0.0} if leg_id in refused else {})
        for leg_id, entry in legs.items()
    }
    removed = network_of(without(legs, refused), criterion)
    assert routes_between_all(network_of(marked, criterion)) == routes_between_all(removed)


@given(leg_tables, criteria, closures, closures)
def test_what_was_asked_before_changes_no_answer(legs, criterion, closed, before):
    asked = network_of(legs, criterion)
    routes_between_all(asked, before)
    routes_between_all(asked)
    assert routes_between_all(asked, closed) == routes_between_all(network_of(legs, criterion), closed)


@given(leg_tables, criteria, st.data())
def test_the_order_of_legs_and_sites_in_the_file_changes_nothing(legs, criterion, data):
    shuffled = dict(data.draw(st.permutations(list(legs.items()))))
    kinds = dict(data.draw(st.permutations(list(KINDS.items()))))
    again = islands(kinds, shuffled, criterion=criterion, customs_days=CUSTOMS_DAYS, load_tonnes=1.0)
    assert routes_between_all(again) == routes_between_all(network_of(legs, criterion))


@given(leg_tables, criteria)
def test_the_direction_in_which_a_leg_is_written_changes_nothing(legs, criterion):
    turned = {
        leg_id: entry | {"origin": entry["destination"], "destination": entry["origin"]}
        for leg_id, entry in legs.items()
    }
    there = routes_between_all(network_of(legs, criterion))
    assert routes_between_all(network_of(turned, criterion)) == there


@given(leg_tables, criteria)
def test_the_shortest_route_is_the_shortest_whatever_routes_are_chosen_by(legs, criterion):
    network, by_distance = network_of(legs, criterion), network_of(legs, "distance")
    for pair in ASKED:
        assert network.shortest(*pair) == by_distance.route(*pair)


@given(leg_tables, criteria, closures)
def test_closing_legs_never_makes_a_route_better(legs, criterion, closed):
    network = network_of(legs, criterion)
    amount = AMOUNTS[criterion]
    for pair in ASKED:
        fewer, more = network.route(*pair, closed), network.route(*pair)
        if fewer is not None:
            assert sum(amount(legs[i]) for i in more.legs) <= sum(amount(legs[i]) for i in fewer.legs)
            assert closed.isdisjoint(fewer.legs)


@given(leg_tables)
def test_between_its_ends_a_route_passes_gateways_only_and_none_twice(legs):
    for route in filter(None, routes_between_all(network_of(legs)).values()):
        assert all(KINDS[site] == "gateway" for site in route.sites[1:-1])
        assert len(set(route.sites)) == len(route.sites)


@given(leg_tables)
def test_each_leg_of_a_route_joins_the_sites_beside_it(legs):
    for (origin, destination), route in routes_between_all(network_of(legs)).items():
        if route is None:
            continue
        assert (route.origin, route.destination) == (origin, destination) == (route.sites[0], route.sites[-1])
        for leg_id, ends in zip(route.legs, itertools.pairwise(route.sites), strict=True):
            assert {legs[leg_id]["origin"], legs[leg_id]["destination"]} == set(ends)


def test_of_equal_routes_the_first_leg_ids_win():
    legs = {
        "b1": leg("works", "port-b", "road", 100.0),
        "b2": leg("port-b", "yard", "road", 200.0),
        "a1": leg("works", "port-a", "road", 200.0),
        "a2": leg("port-a", "yard", "road", 100.0),
    }
    assert network_of(legs).route("works", "yard").legs == ("a1", "a2")
    assert network_of(legs | {"a2": legs["a2"] | {"km": 100.001}}).route("works", "yard").legs == ("b1", "b2")


def test_a_heavier_parallel_leg_does_not_lend_its_id():
    legs = {
        "a": leg("works", "port-a", "road", 500.0),
        "b": leg("works", "port-b", "road", 100.0),
        "c": leg("works", "port-a", "ferry", 100.0),
        "d": leg("port-a", "yard", "road", 100.0),
        "e": leg("port-b", "yard", "road", 100.0),
    }
    assert network_of(legs).route("works", "yard").legs == ("b", "e")


def test_sums_that_differ_only_by_rounding_are_equal():
    # In floating point 0.1 + 0.2 is more than 0.3 and more than 0.15 + 0.15.
    legs = {
        "a1": leg("works", "port-a", "road", 0.1),
        "a2": leg("port-a", "yard", "road", 0.2),
        "b1": leg("works", "port-b", "road", 0.15),
        "b2": leg("port-b", "yard", "road", 0.15),
        "c1": leg("works", "yard", "road", 0.3),
    }
    assert network_of(legs).route("works", "yard").legs == ("a1", "a2")


def test_of_parallel_legs_the_better_one_is_taken_and_the_other_when_it_closes():
    legs = {
        "ferry": leg("works", "yard", "ferry", 42.0, eur_per_load=300.0),
        "tunnel": leg("works", "yard", "tunnel", 50.0, eur_per_load=200.0),
    }
    assert network_of(legs).route("works", "yard").legs == ("ferry",)
    assert network_of(legs).route("works", "yard", frozenset({"ferry"})).legs == ("tunnel",)
    assert network_of(legs, "cost").route("works", "yard").legs == ("tunnel",)


def test_cells_do_not_travel_through_another_factory():
    legs = {
        "one": leg("works", "mill", "road", 10.0),
        "two": leg("mill", "yard", "road", 10.0),
        "three": leg("works", "shed", "road", 10.0),
        "four": leg("shed", "yard", "road", 10.0),
    }
    assert network_of(legs).route("works", "yard") is None
    assert network_of(legs).route("mill", "yard").legs == ("two",)


def test_a_site_is_no_legs_from_itself():
    route = network_of({}).route("works", "works")
    assert (route.sites, route.legs, route.km, route.sd_days) == (("works",), (), 0.0, 0.0)


def test_routes_are_looked_up_after_the_first_time():
    network = network_of({"one": leg("works", "yard", "road", 10.0)})
    assert network.route("works", "yard") is network.route("works", "yard", frozenset({"elsewhere"}))


@pytest.mark.parametrize("pair", [("nowhere", "yard"), ("works", "nowhere"), ("nowhere", "nowhere")])
def test_an_unknown_site_is_an_error(pair):
    with pytest.raises(KeyError, match="nowhere"):
        network_of({}).route(*pair)
