"""Every pacing survives the wire: workers and shard files read back what was planned."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from loadtest.pacing import SPACINGS, ClosedBatches, OpenBatches, Pacing, Stage, Stages, pacing_from_wire

TIMES, RATES = st.floats(0.1, 1e4), st.floats(0, 1e6)
PACINGS: st.SearchStrategy[Pacing] = st.one_of(
    st.builds(OpenBatches, size=st.integers(1, 99), interval=TIMES, duration=TIMES),
    st.builds(ClosedBatches, size=st.integers(1, 99), rest=TIMES, duration=TIMES),
    st.builds(
        Stages,
        stages=st.lists(st.builds(Stage, duration=TIMES, first=RATES, last=RATES), min_size=1, max_size=4).map(tuple),
        spacing=st.sampled_from([*SPACINGS.values()]),
        seed=st.integers(0, 2**53 - 1),
    ),
)


@given(PACINGS)
def test_the_wire_form_reads_back_equal(pacing: Pacing) -> None:
    assert pacing_from_wire(json.loads(json.dumps(pacing.to_wire()))) == pacing
