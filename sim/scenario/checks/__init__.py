"""Checks of a whole scenario, each with its faults in sentences."""
