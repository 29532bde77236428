"""Tables: from a run's record to tidy, typed tables with units in their columns' names."""

from sim.rules.tables.assembly import TABLE_SPECS, tables, tables_of
from sim.rules.tables.flow_tables import PricedLeg
from sim.rules.tables.table import Column, Table, TableSpec

__all__ = ["TABLE_SPECS", "Column", "PricedLeg", "Table", "TableSpec", "tables", "tables_of"]
