import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.core.streams import Streams
from sim.sample.design import LatinHypercube, MonteCarlo, Sobol

PATHS = ("a.first", "b.second", "c.third")
seeds = st.integers(0, 2**64)


def study(design, root_seed, replications, paths=PATHS):
    """Uniforms of a whole study, shape (replications, paths)."""
    rows = [design.uniforms(Streams(root_seed, k), paths) for k in replications]
    return np.array([[row[path] for path in paths] for row in rows])


DESIGNS = [MonteCarlo(), LatinHypercube(100), Sobol(PATHS)]


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: type(design).__name__)
@given(seeds, st.integers(0, 5_000))
@settings(max_examples=25)
def test_a_replication_is_a_pure_function_of_its_number(design, root_seed, k):
    alone = study(design, root_seed, [k])
    assert study(design, root_seed, [k + 1, 0, k])[2].tolist() == alone[0].tolist()
    assert np.all((alone > 0) & (alone < 1))


@pytest.mark.parametrize("design", [MonteCarlo(), LatinHypercube(50)], ids=["monte-carlo", "latin-hypercube"])
def test_another_uncertain_number_leaves_the_others_alone(design):
    more = study(design, 3, range(60), ("a.before", *PATHS, "z.after"))
    assert more[:, 1:4].tolist() == study(design, 3, range(60)).tolist()


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: type(design).__name__)
def test_the_order_of_paths_does_not_matter(design):
    assert study(design, 3, range(5), PATHS[::-1])[:, ::-1].tolist() == study(design, 3, range(5)).tolist()


@given(seeds, st.integers(1, 60), st.integers(0, 3))
@settings(max_examples=30)
def test_a_latin_hypercube_has_one_draw_in_each_stratum_of_each_number(root_seed, count, cube):
    draws = study(LatinHypercube(count), root_seed, range(cube * count, (cube + 1) * count))
    assert np.sort(np.floor(draws * count), axis=0).T.tolist() == [list(range(count))] * len(PATHS)


def test_the_strata_of_different_numbers_cubes_and_seeds_are_shuffled_apart():
    orders = [np.argsort(study(LatinHypercube(100), seed, range(first, first + 100)), axis=0).T
              for seed in (1, 2) for first in (0, 100)]  # fmt: skip
    assert len({tuple(order) for block in orders for order in block.tolist()}) == 12


def test_a_latin_hypercube_estimates_a_sum_better_than_plain_draws():
    # The mean of 200 uniforms has sd 0.0204; of a stratified sample, under 0.0002.
    assert abs(study(LatinHypercube(200), 5, range(200)).mean(axis=0) - 0.5).max() < 0.001


def test_a_latin_hypercube_without_replications_is_refused():
    with pytest.raises(ValueError, match="at least 1 replication"):
        LatinHypercube(0)


@pytest.mark.parametrize("block", [0, 1])
def test_sobol_points_fill_every_stratum_of_each_number_block_by_block(block):
    draws = study(Sobol(PATHS), 7, range(1_024 * block, 1_024 * (block + 1)))
    assert np.sort(np.floor(draws * 1_024), axis=0).T.tolist() == [list(range(1_024))] * len(PATHS)


def test_the_first_sobol_points_of_a_long_study_are_those_of_a_short_one():
    short, long = study(Sobol(PATHS), 7, range(100)), study(Sobol(PATHS), 7, range(1_100))
    assert long[:100].tolist() == short.tolist()


def test_sobol_points_of_another_root_seed_are_scrambled_otherwise():
    assert not np.any(study(Sobol(PATHS), 7, range(100)) == study(Sobol(PATHS), 8, range(100)))


def test_arms_with_fewer_uncertain_numbers_share_their_sobol_draws():
    design = Sobol(PATHS)
    assert study(design, 7, range(9), PATHS[1:]).tolist() == study(design, 7, range(9))[:, 1:].tolist()


def test_sobol_without_a_dimension_for_a_number_is_an_error():
    with pytest.raises(KeyError, match="unheard"):
        Sobol(PATHS).uniforms(Streams(7, 0), ["unheard"])


@pytest.mark.parametrize("design", [MonteCarlo(), LatinHypercube(10), Sobol(())])
def test_a_certain_scenario_needs_no_draws(design):
    assert design.uniforms(Streams(7, 0), ()) == {}
