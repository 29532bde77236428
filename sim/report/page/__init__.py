"""The page of a study and that of a run."""
