"""WHAT DOES IT MEAN?

Derived figures, targets, baselines, a capacity, doubt about the measurement, the likely cause, and the result.

Floor 4: may import floors 0-3.
Never counts, or words a guess as a fact.
"""
