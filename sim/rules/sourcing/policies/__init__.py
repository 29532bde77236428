"""Sourcing policies: a view in, an award out."""
