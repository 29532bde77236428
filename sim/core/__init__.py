"""Floor 1: units and calendar, errors, named random streams."""
