"""Take-or-pay: what a buyer owes for cells that it contracted and did not call off."""

from sim.core.units import WH_PER_KWH


def take_or_pay_eur(
    *, contracted_wh: int, minimum_take: float, called_wh: int, price_eur_per_kwh: float
) -> float:
    """EUR owed for an agreement year: the shortfall of call-offs under the minimum take, at the agreed price.

    `contracted_wh` is the volume of that year, `minimum_take` the share of it (0 to 1) that is paid for in
    any case. 0 where enough was called off.
    """
    shortfall_wh = max(minimum_take * contracted_wh - called_wh, 0.0)
    return shortfall_wh / WH_PER_KWH * price_eur_per_kwh
