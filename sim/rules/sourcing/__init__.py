"""Sourcing: the view of a review, what a policy makes of it, and how both are told."""
