"""What a study says, in sentences."""
