"""A signal ends what may be interrupted, and nothing else."""

from __future__ import annotations

import os
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


@pytest.mark.parametrize("second", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_only_a_second_signal_ends_the_program_where_it_stands(
    monkeypatch: pytest.MonkeyPatch, second: signal.Signals
) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    interrupts = Interrupts()
    interrupts._between_instructions(signal.SIGTERM, None)
    assert ended == []
    interrupts._between_instructions(second, None)
    assert ended == [128 + second]
