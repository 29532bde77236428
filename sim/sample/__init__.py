"""Floor 3: everything exogenous of one replication, drawn before the clock starts."""
