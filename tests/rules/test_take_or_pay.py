from hypothesis import given
from hypothesis import strategies as st

from sim.rules.price import take_or_pay_eur

wh = st.integers(0, 10**11)


def owed(contracted_wh: int, minimum_take: float, called_wh: int) -> float:
    return take_or_pay_eur(
        contracted_wh=contracted_wh, minimum_take=minimum_take, called_wh=called_wh, price_eur_per_kwh=90.0
    )


@given(wh, st.floats(0, 1), wh, wh)
def test_who_calls_off_more_owes_no_more(contracted, take, called, more):
    assert owed(contracted, take, called + more) <= owed(contracted, take, called)


@given(wh, st.floats(0, 1))
def test_who_calls_off_the_contract_owes_nothing(contracted, take):
    assert owed(contracted, take, contracted) == 0.0


def test_a_shortfall_is_paid_at_the_agreed_price():
    # 70 % of 1 GWh is 700,000 kWh; 500,000 were called off; 200,000 at 90 EUR.
    assert owed(1_000_000_000, 0.7, 500_000_000) == 18_000_000.0
