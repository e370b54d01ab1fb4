"""One shard of a load: it begins at its instant or not at all, and whatever happens it leaves a file that says how."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import factories
import pytest
from configurations import configured

from loadtest.assess.shards import State
from loadtest.pacing import Shard
from loadtest.report.files import shard_file
from loadtest.run import shard
from loadtest.run.interrupts import InterruptedRunError, Interrupts
from loadtest.words.clock import RunClock
from loadtest.words.errors import ConfigError, ExitCode, LateStartError, NotReadyError, SetupError
from loadtest.words.instant import instant_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from loadtest.assess.shards import ShardResult

AT = datetime(2027, 1, 1, tzinfo=UTC)
FLAGS = {"url": "http://localhost:9/", "preflight": "false", "monitor": "off", "health_url": "off", "seed": "7"}


class FakeLoad:
    """A load that counts five messages, unless it ends in an exception."""

    live = True

    def __init__(self, ends: BaseException | None) -> None:
        self.snapshot = factories.snapshot(factories.accepted(seq) for seq in range(5))
        self._ends = ends
        self.begun: float | None = None

    def run(self, begin: Callable[[], float]) -> None:
        self.begun = begin()
        if self._ends:
            raise self._ends

    def so_far(self, before: float) -> dict[str, int]:
        return dict.fromkeys(("sent", "successful", "failed", "in flight", "waiting"), 0)


@pytest.fixture
def sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[ExitCode, ShardResult]]:
    """Send a shard whose start is `ahead` seconds away, on a wall clock that stands still; read its file back."""

    def send(
        *, ahead: float = 3.0, prepare: BaseException | None = None, load: BaseException | None = None
    ) -> tuple[ExitCode, ShardResult]:
        def prepared(_config: Any, job: Any, *_: Any, **__: Any) -> Any:
            if prepare:
                raise prepare
            return None, ("a note of the preparation",), None, job

        monkeypatch.setattr(shard.readiness, "prepare", prepared)
        monkeypatch.setattr(
            shard, "line_of", lambda *_: factories.line(RunClock(), SimpleNamespace(close=lambda: None))
        )
        monkeypatch.setattr(shard, "datetime", SimpleNamespace(now=lambda _: AT - timedelta(seconds=ahead)))
        config = configured(**FLAGS, shard="2/3", start=instant_text(AT), report_dir=str(tmp_path / "out"))
        try:
            code, _ = shard.run(
                config, AT, say=lambda _: None, interrupts=Interrupts(), driver=lambda _job, _line: FakeLoad(load)
            )
        except ConfigError:
            code = ExitCode.WRONG_CONFIGURATION
        return code, shard_file.from_text((tmp_path / "out/shard-2-of-3.json").read_text("utf-8"))

    return send


@pytest.mark.parametrize(
    ("how", "code", "state", "kept"),
    [
        pytest.param({}, ExitCode.PASSED, State.COMPLETE, True, id="it ran to its end"),
        pytest.param({"ahead": -1.0}, ExitCode.INCONCLUSIVE, State.LATE, False, id="its instant had passed"),
        pytest.param({"prepare": NotReadyError("down")}, ExitCode.NOT_READY, State.NOT_READY, False, id="no server"),
        pytest.param(
            {"load": InterruptedRunError(15)}, ExitCode.SIGTERM, State.STOPPED, True, id="a signal stopped it"
        ),
        pytest.param({"load": ZeroDivisionError()}, ExitCode.OUR_ERROR, State.DIED, True, id="a fault of ours"),
        pytest.param(
            {"prepare": ConfigError(["no"])},
            ExitCode.WRONG_CONFIGURATION,
            State.DIED,
            False,
            id="a mistake leaves what was written before anything was sent",
        ),
    ],
)
def test_the_file_says_how_it_ended_and_keeps_what_was_counted(
    sent: Any,
    how: dict[str, Any],
    code: ExitCode,
    state: State,
    kept: bool,  # noqa: FBT001  a case
) -> None:
    found, one = sent(**how)
    assert (found, one.state, one.snapshot is not None) == (code, state, kept)
    assert one.shard == Shard(index=1, count=3)


def test_a_complete_shard_says_how_early_it_was_ready_and_what_was_noted(sent: Any) -> None:
    _, one = sent(ahead=3.0)
    assert one.ready == 3.0
    assert one.notes[-1] == "a note of the preparation"


def test_a_server_that_is_set_up_wrongly_is_told_from_one_that_is_down(sent: Any) -> None:
    _, one = sent(prepare=SetupError("a wrong token"))
    assert (one.state, one.broken_setup, one.why) == (State.NOT_READY, True, "a wrong token")


def test_the_instant_is_on_the_systems_clock_and_is_not_begun_twice_late() -> None:
    start = shard._Start(datetime.now(UTC) + timedelta(seconds=30))
    assert 29 < start.check() <= 30
    assert not start.begun
    start()
    assert start.begun
    with pytest.raises(LateStartError):
        shard._Start(datetime.now(UTC) - timedelta(seconds=1))()


def test_a_file_is_called_by_its_place() -> None:
    assert shard.file_name(Shard(index=0, count=12)) == "shard-1-of-12.json"
