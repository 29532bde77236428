"""Figures of the world from the seeds folder."""
