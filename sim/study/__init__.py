"""Floor 5: studies of many replications, their estimates, and the results folder they are kept in."""
