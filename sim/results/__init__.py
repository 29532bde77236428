"""What a results folder holds, and how it is kept whole."""
