"""Sourcing policies: one frozen class each, with the one method `decide`."""
