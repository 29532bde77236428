"""The pictures of the page, one subject a file."""
