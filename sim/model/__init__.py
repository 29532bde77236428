"""Floor 4: one replication as SimPy processes."""
