"""Parts that several reports show."""
