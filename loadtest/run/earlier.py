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


MOST = 100
"""Earlier runs that one is held against."""


class _NothingThereError(Exception):
    """A file that gives no baseline, and why."""


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


def with_baseline(result: Result, text: str, *, name: str = "baseline") -> Result:
    """Return the result with earlier runs to be held against, or with notes that say why there are none.

    `text` names files, one a line, also by patterns. The latest run that can be compared is the baseline, the others
    tell what differs between runs. A file that is not there is no mistake: the first run of a branch has none.

    Raises:
        ConfigError: when a file is there and is no results.json, or when there are too many.

    """
    paths = _named(text)
    if len(paths) > MOST:
        raise ConfigError([f"{name}: {text!r} names {len(paths)} results; name {MOST} at most, the latest ones"])
    notes, found = [], []
    for path in paths:
        try:
            found.append(_baseline(result, path, name))
        except _NothingThereError as why:
            notes.append(f"{name}: {why}")
    found.sort(key=lambda one: (not one.incomparable, one.began))
    fitting = [one for one in found if not one.incomparable]
    if fitting:  # of one that is alone the reasons stand beside it
        notes += [
            f"{name}: {one.source!r} is left out: {'; '.join(one.incomparable)}" for one in found if one.incomparable
        ]
    others = tuple(replace(one, stretches=()) for one in fitting[:-1])
    baseline = replace(found[-1], others=others) if found else None
    return replace(result, baseline=baseline, notes=(*result.notes, *notes))


def _named(text: str) -> list[str]:
    paths: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        path, matching = Path(line), list[str]()
        if any(sign in line for sign in "*?[") and not path.exists():
            root = Path(path.anchor)
            matching = sorted(map(str, root.glob(str(path.relative_to(root)))))
        paths += matching or [line]
    return list(dict.fromkeys(paths))


def _baseline(result: Result, path: str, name: str) -> Baseline:
    if not Path(path).exists():
        raise _NothingThereError(f"{path!r} is not there, so nothing was compared")
    earlier = read_result(path, name=name)
    if earlier.summary is None or earlier.snapshot is None:
        spoiled = _SPOILED.get(earlier.conclusion, "none")
        raise _NothingThereError(f"{path!r} holds no numbers, because {spoiled}")
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
    return Baseline(
        source=path,
        began=earlier.began,
        snapshot=slim,
        summary=summary,
        incomparable=tuple(why),
        stretches=tuple(intervals.stretches_of(earlier.snapshot, intervals.edges_of(then.window))),
    )
