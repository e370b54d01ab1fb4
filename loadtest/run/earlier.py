"""Earlier runs: reads their results.json, and makes one the baseline of another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from loadtest.assess import intervals
from loadtest.assess.baselines import Baseline, changes, incomparable
from loadtest.assess.summary import summarise_again
from loadtest.measure.snapshot import Snapshot
from loadtest.report.files.json_file import from_json
from loadtest.send.user_file import RESULTS, read_text
from loadtest.words.errors import Conclusion, ConfigError

if TYPE_CHECKING:
    from loadtest.assess.result import Result

_SPOILED = {
    Conclusion.ABORTED: "it was aborted",
    Conclusion.ERROR: "it ended in an error",
    Conclusion.INCONCLUSIVE: "its own measurement was inconclusive",
}


def read_result(path: str, *, name: str) -> Result:
    """Return the run that a results.json holds; `name` is what the user calls the file.

    Raises:
        ConfigError: when it cannot be read or is no such file.

    """
    try:
        return from_json(read_text(path, most=RESULTS))
    except OSError as error:
        why = f"cannot be read ({error.strerror or error}); name a results.json of an earlier run"
    except (ValueError, RecursionError, MemoryError) as error:
        why = f"is no results.json of an earlier run, or damaged ({str(error)[:200]})"
    raise ConfigError([f"{name}: {path!r} {why}"])


def with_baseline(result: Result, path: str, *, name: str = "baseline") -> Result:
    """Return the result with an earlier run to be held against, or with a note that says why there is none.

    A file that is not there is no mistake: the first run of a branch or of a cache has none.

    Raises:
        ConfigError: when the file is there and is no results.json.

    """
    if not path:
        return replace(result, baseline=None)
    if not Path(path).exists():
        return _without(result, f"{name}: {path!r} is not there, so nothing was compared")
    earlier = read_result(path, name=name)
    if earlier.summary is None or earlier.snapshot is None:
        spoiled = _SPOILED.get(earlier.conclusion, "none")
        return _without(result, f"{name}: {path!r} holds no numbers, because {spoiled}")
    try:
        changes(earlier.summary, earlier.summary)
    except Exception as error:  # what wrong types in a damaged file make fail: better now than after the load
        raise ConfigError([f"{name}: {path!r} is damaged ({type(error).__name__})"]) from error
    why = [_SPOILED[earlier.conclusion]] if earlier.conclusion in _SPOILED else []
    why += incomparable(earlier, result)
    slim = Snapshot(
        tallies=earlier.snapshot.tallies,
        dropped=earlier.snapshot.dropped,
        retried=earlier.snapshot.retried,
        first_sent=earlier.snapshot.first_sent,
        last_sent=earlier.snapshot.last_sent,
        last_done=earlier.snapshot.last_done,
    )
    # Derived anew: what follows from the seconds, which are left behind, goes with them.
    then = earlier.summary
    summary = summarise_again(slim, window=then.window, planned=then.planned, offered_rate=then.offered_rate)
    baseline = Baseline(
        source=path,
        began=earlier.began,
        snapshot=slim,
        summary=summary,
        incomparable=tuple(why),
        stretches=tuple(intervals.stretches_of(earlier.snapshot, intervals.edges_of(then.window))),
    )
    return replace(result, baseline=baseline)


def _without(result: Result, why: str) -> Result:
    return replace(result, baseline=None, notes=(*result.notes, why))
