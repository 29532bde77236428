"""The quick way to share out trucks gives what the general rule gives."""

from hypothesis import given
from hypothesis import strategies as st

from sim.rules.allocation import Claim, _by_contract, _by_truck, _call_offs, _contract, _pro_rata

LOADS = st.integers(1, 40)


@given(
    trucks=st.lists(LOADS, min_size=1, max_size=6),
    size=st.integers(2, 5_000),
    fine=st.none() | st.integers(1, 60_000),
    share=st.fractions(0, 1),
)
def test_quick_sharing_equals_the_general_rule(
    trucks: list[int], size: int, fine: int | None, share: float
) -> None:
    claims = [Claim(f"t{number}", loads, size, 1, 0) for number, loads in enumerate(trucks)]
    if fine is not None:
        claims.append(Claim("~outside", fine, 1, 1, 0))
    offered = int(share * (sum(claim.wh for claim in claims) - 1))
    quick = _by_truck(offered, claims)
    if quick is not None:
        general = _pro_rata(offered, claims, _call_offs)
        assert quick == [general[claim.id] for claim in claims]


def test_quick_way_is_taken_for_the_usual_shape() -> None:
    claims = [Claim("a", 10, 4, 1, 0), Claim("b", 5, 4, 1, 0), Claim("~outside", 60, 1, 1, 0)]
    # 100 of 120: a is due 33.3 (8 loads, remainder 1.3), b 16.7 (4, 0.7), together 12.5 loads: 12 or, the half up, 13.
    assert _by_truck(100, claims) == [9, 4, 48]


@given(
    trucks=st.lists(st.tuples(LOADS, st.integers(0, 10_000)), min_size=1, max_size=6),
    size=st.integers(1, 5_000),
    share=st.fractions(0, 1),
)
def test_quick_sharing_by_contract_equals_the_general_rule(
    trucks: list[tuple[int, int]], size: int, share: float
) -> None:
    claims = [Claim(f"t{number}", loads, size, 1, volume) for number, (loads, volume) in enumerate(trucks)]
    offered = int(share * (sum(claim.wh for claim in claims) - 1))
    quick = _by_contract(offered, claims)
    if quick is not None:
        general = _pro_rata(offered, claims, _contract)
        assert quick == [general[claim.id] for claim in claims]
