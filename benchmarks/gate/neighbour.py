"""A noisy neighbour: takes a core now and then, for as long as it likes. `python -m benchmarks.gate.neighbour SEED`."""

from __future__ import annotations

import random
import sys
import time

BURST, REST = 0.4, 0.6
"""Seconds that it works and rests on average, each exponentially distributed: 40 % of a core."""
_LONGEST = 5.0


def main() -> None:
    """Disturb until somebody ends it."""
    rng, block = random.Random(int(sys.argv[1])), bytes(4_000_000)
    while True:
        until = time.monotonic() + min(rng.expovariate(1 / BURST), _LONGEST)
        while time.monotonic() < until:
            bytearray(block).count(1)  # the caches as well
        time.sleep(min(rng.expovariate(1 / REST), _LONGEST))


if __name__ == "__main__":
    main()
