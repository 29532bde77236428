"""What page, pictures and files show: results in words, numbers and colours."""
