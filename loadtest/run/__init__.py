"""What is the STORY of a run?

Readiness, the load, what is watched meanwhile; a series of runs, a search for the capacity, earlier results.

Floor 7: may import floors 0-6.
Never reads the command line, or prints: it gets `say`.
"""
