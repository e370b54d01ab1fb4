"""Shard files -> the result of the whole load, as if it had been one run."""

from __future__ import annotations

from dataclasses import replace
from glob import glob
from typing import TYPE_CHECKING

from loadtest import __version__
from loadtest.assess.result import Result
from loadtest.assess.shards import State, Union, why_incomplete
from loadtest.assess.summary import summarise
from loadtest.assess.versions import pairs
from loadtest.report.files import shard_file
from loadtest.report.files.shard_file import OtherVersionError
from loadtest.report.safe import line
from loadtest.run import story
from loadtest.run.earlier import with_baseline
from loadtest.send.user_file import RESULTS, read_text
from loadtest.words.errors import Conclusion, ConfigError, ExitCode
from loadtest.words.units import format_duration, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.target import Target

MOST_FILES = 1000
_LONGEST = 2000


def read(names: Sequence[str]) -> Union:
    """Return the sum of the shards in the files that `names`, paths or patterns such as `shard-*.json`, stand for.

    Raises:
        ConfigError: with a sentence for each file that cannot be read or does not belong to the load of the first.

    """
    union = Union()
    paths = [path for name in names for path in (sorted(glob(name)) or [name])]  # noqa: PTH207  any path, absolute too
    if len(paths) > MOST_FILES:
        raise ConfigError([f"{len(paths):,} files are more than the {MOST_FILES:,} shards that a load can have"])
    if not paths:
        raise ConfigError(["loadtest merge needs the files of all shards, like load-test-results/shard-*.json"])
    for path in dict.fromkeys(paths):
        try:
            one = shard_file.from_text(read_text(path, most=RESULTS))
        except OSError as error:
            union.problems.append(f"{path} cannot be read ({error.strerror or error}); name the shards' files")
        except OtherVersionError as error:
            union.problems.append(f"{path} {error}")
        except (ValueError, RecursionError) as error:
            union.problems.append(f"{path} is no shard file that can be used ({str(error)[:200]})")
        else:
            if one.version == __version__:
                union.add(path, one)
            else:
                union.problems.append(f"{path} {OtherVersionError(one.version, shard_file.SCHEMA_VERSION)}")
    if union.problems:
        raise ConfigError([line(problem, _LONGEST) for problem in union.problems])
    return union


def merged(
    union: Union, *, targets: tuple[Target, ...] | None = None, baseline: str | None = None, on_inconclusive: str = ""
) -> Result:
    """Return the result of the whole load; what is not given is as the shards were told.

    Raises:
        ConfigError: when the baseline is there and is no results.json.

    """
    lead, ends, snapshot = union.lead, union.ends, union.snapshot
    told = {setting.name: setting.value for setting in lead.settings if setting.source != "default"}
    incomplete = why_incomplete(ends)
    blank = Result(
        plan=lead.plan,
        sending=lead.sending,
        targets=lead.targets if targets is None else targets,
        settings=tuple(
            replace(one, value=f"{lead.shard.count} shards") if one.name == "shard" else one for one in lead.settings
        ),
        environment=lead.environment,
        began=lead.start,
        elapsed=union.elapsed,
        snapshot=None,
        summary=None,
        outcomes=(),
        conclusion=Conclusion.INCONCLUSIVE,
        why=incomplete,
        notes=(*union.notes(), *_notes(union)),
        exit_code=ExitCode.INCONCLUSIVE,
        forecast=lead.forecast,
        broken_setup=union.broken_setup,
        shards=ends,
        series=lead.watched.series,
    )
    result = with_baseline(blank, told.get("baseline", "") if baseline is None else baseline)
    if on_inconclusive:
        result = result.told("on-inconclusive", on_inconclusive)
    if snapshot.tallies:
        planned, duration = lead.plan.planned, lead.plan.pacing.duration
        summary = summarise(snapshot, planned=planned, duration=duration)
        counted = replace(result, snapshot=snapshot, summary=summary)
        result = pairs.with_the_other(counted, planned=planned, duration=duration)
        result = story.explained(story.judged(result), lead.watched)
    else:
        result = replace(result, exit_code=result.coming_to(result.conclusion))
    if any(end.state is State.NOT_READY for end in ends):
        why = why_incomplete([end for end in ends if end.state is State.NOT_READY])
        return replace(
            result, outcomes=(), conclusion=Conclusion.ERROR, why=line(why, _LONGEST), exit_code=ExitCode.NOT_READY
        )
    return result


def _notes(union: Union) -> list[str]:
    """Return what a reader of merged numbers must know."""
    count = union.lead.shard.count
    notes = [line(end.sentence, _LONGEST) for end in union.ends if end.state is not State.COMPLETE]
    notes = [f"{note[0].upper()}{note[1:]}" for note in notes]
    ahead = [end.ready for end in union.ends if end.ready is not None and end.ready >= 0]
    if count > 1 and ahead:
        notes.append(
            f"Merged from {plural(len(ahead), 'shard')} of {count}; the last was ready "
            f"{format_duration(round(min(ahead), 1))} before the start. "
            "Each began by its own machine's clock, so what is shown by the second is as exact as these clocks agree"
        )
    kinds = {str(end.environment.get("cpu")) for end in union.ends if end.environment}
    if len(kinds) > 1:
        notes.append(f"The shards ran on {len(kinds)} kinds of machines; the environment shown is the first shard's")
    return notes
