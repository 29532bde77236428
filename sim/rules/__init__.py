"""Floor 3: the pure rules of the trade: curves, capacity, allocation, call-offs, cost, sourcing, measures."""
