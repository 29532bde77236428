"""Floor 6: tables, figures and the page of a finished study."""
