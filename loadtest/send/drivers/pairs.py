"""Walks a plan that two servers get at once, in this process: every message goes to both, a pair at one due time.

What disturbs this machine then disturbs both alike (duet benchmarking, Bulej et al. 2020, arXiv 2001.05811). Each
server has a recorder of its own; who is first changes by the Thue-Morse sequence (ABBA BAAB), so that neither a steady
drift nor the order of the phone numbers favours one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.send.drivers.here import Here

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.measure.snapshot import Snapshot
    from loadtest.send.job import Job
    from loadtest.send.line import Line
    from loadtest.send.stalls import StallMeter
    from loadtest.words.exchange import Request


def baseline_first(seq: int, seed: int) -> bool:
    """Return whether the baseline gets message `seq` first."""
    return ((seq ^ seed).bit_count() & 1) == 1


class Pairs(Here):
    """The new version's side, which paces both; the baseline's counts are in `snapshot.beside`."""

    def __init__(self, job: Job, line: Line) -> None:
        if line.beside is None:
            raise ValueError("a job with a baseline needs a line to it")
        self._beside = _Beside(job.beside(), line.beside)
        self._seed = job.plan.seed
        super().__init__(job, line)
        self._beside.go_by(self._meter)

    @property
    def snapshot(self) -> Snapshot:
        """All that was counted so far, the baseline's in its own place."""
        snapshot = super().snapshot
        snapshot.beside = self._beside.snapshot
        return snapshot

    def seen(self, edges: Sequence[int], *, whole: bool) -> Snapshot | None:
        """Tell of both sides' seconds so far."""
        told = super().seen(edges, whole=whole)
        beside = self._beside.seen(edges, whole=whole) if told else None
        if told is None or beside is None:
            return None
        told.beside = beside
        return told

    def _dispatch(self, due: float, request: Request, now: float) -> bool:
        first = baseline_first(request.seq, self._seed)
        if first:
            self._beside.send_next(due, now)
        left = super()._dispatch(due, request, now)
        if not first:
            self._beside.send_next(due, now)
        return left

    def _drain(self) -> None:
        super()._drain()
        self._beside.drain()

    def _cut(self) -> None:
        super()._cut()
        self._beside.cut()


class _Beside(Here):
    """The baseline's side: it has the same messages in the same order, and sends when it is told to."""

    def send_next(self, due: float, now: float) -> None:
        """Send the next message, whose due time is that of its twin."""
        if not self._ready:
            self._prepare(1)
        self._dispatch(due, self._ready.popleft()[1], now)
        self._prepare(1)

    def _done(self, before: float) -> bool:
        """Return whether what was sent of it has ended: the other side says what is due."""
        return all(due >= before for due, _, _ in self._open.values())

    def drain(self) -> None:
        """Wait until nothing is in flight."""
        self._drain()

    def cut(self) -> None:
        """Record what is still in flight as cut."""
        self._cut()

    def go_by(self, meter: StallMeter) -> None:
        """Learn from the other side's meter how long this program stood still."""
        self._longest_stall = meter.longest_stall
