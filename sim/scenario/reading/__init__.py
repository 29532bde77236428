"""A scenario file as read: lines, layers, places and findings."""
