"""Which driver does a job on this machine, and that all of them are made and asked alike."""

from __future__ import annotations

import inspect
import math

import factories
import pytest

from loadtest.pacing import ClosedBatches, Pacing, Stages
from loadtest.send.drivers.here import Here
from loadtest.send.drivers.load import on_this_machine
from loadtest.send.drivers.processes import Processes
from loadtest.send.job import Job
from loadtest.send.line import Line
from loadtest.send.network import Route
from loadtest.words.secret import Secret
from loadtest.words.sending import USUAL, Sending

RATE = Stages.constant(5.0, 1.0)


@pytest.mark.parametrize(
    ("pacing", "processes", "driver", "live"),
    [
        pytest.param(RATE, 1, Here, True, id="in this process, which knows every count at once"),
        pytest.param(RATE, 2, Processes, False, id="in two, which tell theirs at the end"),
        pytest.param(ClosedBatches(size=2, rest=1.0, duration=1.0), 2, Here, True, id="the closed model, in one"),
    ],
)
def test_who_does_a_job(pacing: Pacing, processes: int, driver: type, live: bool) -> None:  # noqa: FBT001
    sending = Sending(processes=processes)
    job = Job(plan=factories.plan(pacing=pacing), sending=sending, auth_token=Secret("token"))
    made = on_this_machine(job, Line.along(Route.from_url(factories.URL), USUAL))
    assert type(made) is driver
    assert made.live is live
    assert made.snapshot.tallies == {}
    assert made.so_far(math.inf)["sent"] == 0


def test_all_are_made_alike() -> None:
    assert len({str(inspect.signature(driver)) for driver in (Here, Processes)}) == 1
