"""A signal ends what may be interrupted, and nothing else."""

from __future__ import annotations

import signal

import gevent
import pytest

from loadtest.run.interrupts import InterruptedRunError, Interrupts


def test_a_signal_heard_in_the_turn_that_ends_the_load_is_not_thrown_into_what_follows() -> None:
    interrupts = Interrupts()
    with interrupts.raising():
        interrupts._in_the_hub(signal.SIGTERM)
    gevent.sleep(0.01)  # as what writes reports may
    with pytest.raises(InterruptedRunError), interrupts.raising():
        pass
