"""WHAT WAS COUNTED?

Counts that add up (snapshot, histograms, the generator's own figures), values over time, what became of each number.

Floor 3: may import floors 0-2.
Never holds a derived figure: what does not add up is worked out in `assess`.
"""
