"""What every driver is: a job on a line that can be run, and tells what was counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeAlias

from loadtest.send.drivers.here import Here
from loadtest.send.drivers.pairs import Pairs
from loadtest.send.drivers.processes import Processes
from loadtest.send.drivers.talks import Talks
from loadtest.send.job import Job
from loadtest.send.line import Line
from loadtest.send.machine import processes_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.measure.snapshot import Snapshot


class Load(Protocol):
    """A job, ready to be run once."""

    @property
    def snapshot(self) -> Snapshot:
        """All that was counted; while the load runs, only when it is `live`."""
        ...

    @property
    def live(self) -> bool:
        """Whether the snapshot is up to date at any moment, or only when the load is over."""
        ...

    def run(self, begin: Callable[[], float] | None = None) -> None:
        """Send everything; an exception from outside (a signal) stops it, and what was counted is kept.

        It begins at once, or at the instant of the system's monotonic clock that `begin` returns, which is asked when
        everything is ready, and may raise.
        """
        ...

    def so_far(self, before: float) -> dict[str, int]:
        """Count the messages that were due before an instant: sent, successful, failed, in flight; `waiting` of them.

        Those are accepted ones that have no answer yet.
        """
        ...

    def seen(self, edges: Sequence[int], *, whole: bool) -> Snapshot | None:
        """Tell of the messages due in each stretch between `edges` (whole seconds): counts under its first second.

        `whole`: None as long as one of these messages may still leave or has not ended. None, too, when it cannot be
        told. It takes some milliseconds, in which the load goes on.
        """
        ...

    def finish(self) -> None:
        """Send no more; what is in flight keeps its time, and `run` returns as after the whole load."""
        ...

    def heard(self, at: float, number: str, words: str) -> None:
        """Take in a text that the server sent to a number through Twilio's API, at an instant of the system's clock."""
        ...


Driver: TypeAlias = Callable[[Job, Line], Load]


def on_this_machine(job: Job, line: Line) -> Load:
    """Return the job, to be done in this process or in as many as it asks for."""
    return in_this_process(job, line) if processes_for(job.plan, job.sending, job.shard) == 1 else Processes(job, line)


def in_this_process(job: Job, line: Line) -> Here:
    """Return the job, to be done in this process."""
    if job.plan.conversations:
        return Talks(job, line)
    return Pairs(job, line) if job.plan.baseline_url else Here(job, line)
