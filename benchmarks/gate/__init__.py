"""How often is the verdict on two versions wrong, and how long does it take? `make gate` writes docs/gate.md.

`real` runs the program against pairs of simulators beside a noisy neighbour, `resampling` makes thousands of runs of
the pairs those have left, `simulated` draws pairs without a server, `coverage` tries the intervals on servers whose
long-run values are known, `files` compares runs from two times.
"""
