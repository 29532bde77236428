"""Files of a report beside the page."""
