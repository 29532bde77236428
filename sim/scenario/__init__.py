"""Floor 2: what a scenario file may say, how it is layered, checked and resolved."""
