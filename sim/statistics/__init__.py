"""Estimates from replications: pure functions of arrays and records."""
