"""A run in few stretches of its clock instead of seconds: what is told of it while it goes on."""

from __future__ import annotations

from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING

from loadtest.measure.snapshot import Second

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_AT_A_TIME = 16
"""Seconds added at a stretch: about half a millisecond."""


def gather(seconds: Mapping[int, Second], edges: Sequence[int], into: dict[int, Second]) -> Iterator[None]:
    """Add up the seconds between the first of `edges` and the last, each stretch under its own edge.

    It goes on each time it is asked for more, so that whoever is in a hurry can see to other things in between.
    """
    for edge in edges[:-1]:
        into[edge] = Second()
    within = iter(range(edges[0], edges[-1]))
    while some := list(islice(within, _AT_A_TIME)):
        for index in some:
            if second := seconds.get(index):
                into[edges[bisect_right(edges, index) - 1]].merge(second)
        yield
