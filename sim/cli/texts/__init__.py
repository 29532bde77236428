"""Results in words and lines of the terminal."""
