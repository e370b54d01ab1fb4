"""Faults of public reports, each a small server."""
