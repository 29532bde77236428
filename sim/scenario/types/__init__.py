"""What a file may say: strict frozen types."""
