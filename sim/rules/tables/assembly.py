"""All tables of a run."""

from typing import Final

from sim.core.records import RunRecord
from sim.rules.facts import RunFacts, run_facts
from sim.rules.landed_cost import CostBook
from sim.rules.ledger import shipment_ledger
from sim.rules.tables import fact_specs, series_specs
from sim.rules.tables.fact_tables import (
    agreements_table,
    call_offs_table,
    outages_table,
    payments_table,
    phases_table,
    routes_table,
    shipments_table,
    switches_table,
)
from sim.rules.tables.flow_tables import PricedLegs, borders_table, flows_of, flows_table
from sim.rules.tables.ledger_table import ledger_table
from sim.rules.tables.months import months_of
from sim.rules.tables.review_table import reviews_table
from sim.rules.tables.series_tables import plants_table, programmes_table, supply_table
from sim.rules.tables.table import Table, TableSpec
from sim.scenario.types.scenario import Scenario

TABLE_SPECS: Final[tuple[TableSpec, ...]] = (
    series_specs.PROGRAMMES,
    series_specs.SUPPLY,
    series_specs.PLANTS,
    series_specs.FLOWS,
    series_specs.BORDERS,
    series_specs.LEDGER,
    fact_specs.ROUTES,
    fact_specs.SHIPMENTS,
    fact_specs.CALL_OFFS,
    fact_specs.REVIEWS,
    fact_specs.SWITCHES,
    fact_specs.AGREEMENTS,
    fact_specs.PHASES,
    fact_specs.PAYMENTS,
    fact_specs.OUTAGES,
)
"""What every table says, in the order in which they are returned."""


def tables(record: RunRecord, scenario: Scenario, costs: CostBook, legs: PricedLegs) -> dict[str, Table]:
    """Tables of a run by name, all of `TABLE_SPECS`.

    `scenario` is the realised one that the record came from, `costs` its cost book, `legs` the legs of its
    network by id. A step counts to the month of its last day, and so does whatever happened in it: so the
    monthly tables agree with each other.
    """
    return tables_of(run_facts(record, scenario), costs, legs)


def tables_of(facts: RunFacts, costs: CostBook, legs: PricedLegs) -> dict[str, Table]:
    """The same of facts already prepared."""
    months = months_of(facts)
    flows = flows_of(facts, months, legs)
    made = (
        programmes_table(facts, months),
        supply_table(facts, months),
        plants_table(facts, months),
        flows_table(facts, months, legs, flows),
        borders_table(facts, months, legs, flows),
        ledger_table(facts, months, shipment_ledger(facts, facts.delivered, costs)),
        routes_table(facts),
        shipments_table(facts, shipment_ledger(facts, facts.shipments, costs)),
        call_offs_table(facts),
        reviews_table(facts),
        switches_table(facts),
        agreements_table(facts),
        phases_table(facts),
        payments_table(facts),
        outages_table(facts),
    )
    return {table.spec.name: table for table in made}
