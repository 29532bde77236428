"""Floor 3: the logistics graph, its routes, distances and closures."""
