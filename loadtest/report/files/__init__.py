"""The files that programs read, and the summary."""
