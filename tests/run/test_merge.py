"""Shard files merged are the one-process run, count for count; what is not there is said and never passes."""

from __future__ import annotations

import json
import random
import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import factories
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from message.test_plan import loads

from loadtest import __version__
from loadtest.assess.result import Setting
from loadtest.assess.shards import ShardResult, State, Union
from loadtest.assess.target_text import parse_targets
from loadtest.cli.main import main
from loadtest.measure.recorder import Recorder
from loadtest.measure.series import Series, Watched
from loadtest.pacing import Shard
from loadtest.report import console
from loadtest.report.files.json_file import from_json, to_json
from loadtest.report.files.shard_file import from_text, to_text
from loadtest.report.registry import RENDERERS
from loadtest.run import story
from loadtest.run.interrupts import Interrupts
from loadtest.run.merge import merged, read
from loadtest.verdict.judge import Reason, Verdict
from loadtest.words.errors import Conclusion, ConfigError, ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from loadtest.assess.result import Result
    from loadtest.measure.snapshot import Snapshot
    from loadtest.message.plan import Plan

SHARDS = [1, 2, 3, 7]


def counted(plan: Plan, shard: Shard) -> Snapshot:
    """Return what a shard counts when each message's fate depends on nothing but its number."""
    recorder, warm_up = Recorder(), Recorder()
    for seq, due in plan.arrivals(shard):
        fate = random.Random(seq)
        into = warm_up if due < 0 else recorder
        into.due(due)
        if fate.random() < 0.05:
            into.dropped(due)
            continue
        sent = due + fate.random() / 50
        reason = fate.choice([Reason.ACCEPTED, Reason.ACCEPTED, Reason.RATE_LIMITED, Reason.TIMEOUT, Reason.HTTP_ERROR])
        code = 11200 if reason is Reason.HTTP_ERROR else None
        exchange = factories.exchange(
            seq,
            scenario=plan.kind(seq),
            number=plan.pool.number(seq),
            due=due,
            sent=sent,
            connected=sent + 0.001,
            done=sent + fate.random() * 4,
            response=factories.reply(body=f"<Response><Message>{seq % 9}</Message></Response>"),
        )
        into.record(exchange, Verdict(reason=reason, twilio_code=code, warnings=(f"warning {seq % 3}",)))
    snapshot = recorder.snapshot
    if plan.warm_up:
        snapshot.warm_up = warm_up.snapshot
    snapshot.trim()
    return snapshot


def shard_of(plan: Plan, index: int, count: int) -> ShardResult:
    return factories.shard(index, count=count, plan=plan, snapshot=counted(plan, Shard(index=index, count=count)))


@settings(max_examples=40, deadline=None)
@given(loads, st.sampled_from(SHARDS), st.randoms(use_true_random=False))
def test_files_of_shards_add_up_to_the_one_process_run(plan: Plan, count: int, order: random.Random) -> None:
    """Totals, ledger, per-second counts, histograms and samples, whatever the pacing, warm-up, pool and order."""
    union = Union()
    shards = [shard_of(plan, index, count) for index in range(count)]
    order.shuffle(shards)
    for one in shards:
        union.add(one.shard.text, from_text(to_text(one)))
    assert union.problems == []
    assert union.snapshot == counted(plan, Shard())
    assert [end.state for end in union.ends] == [State.COMPLETE] * count


def union_of(*shards: ShardResult) -> Union:
    union = Union()
    for one in shards:
        union.add(f"shard {one.shard.text}", from_text(to_text(one)))
    assert union.problems == []
    return union


def three(**changes: Any) -> list[ShardResult]:
    return [factories.shard(index, **changes) for index in range(3)]


def test_the_merged_run_is_judged_as_a_single_one() -> None:
    one, several = merged(union_of(factories.shard(0, count=1))), merged(union_of(*three()))
    assert (several.conclusion, several.exit_code) == (Conclusion.PASSED, ExitCode.PASSED)
    assert several.summary == one.summary
    assert several.outcomes == one.outcomes
    assert several.snapshot == one.snapshot
    assert several.began == factories.BEGAN


@pytest.mark.parametrize(
    ("third", "sent", "code", "said"),
    [
        pytest.param(None, 400, 4, "shard 3 of 3 is missing: none of the files holds it", id="missing"),
        pytest.param({"state": State.LATE, "ready": -3.0, "snapshot": None}, 400, 4, "ready 3s after", id="late"),
        pytest.param({"state": State.DIED, "snapshot": None}, 400, 4, "what it had counted is lost", id="killed"),
        pytest.param({"state": State.STOPPED, "why": "stopped by SIGTERM"}, 600, 4, "stopped by SIGTERM", id="stopped"),
        pytest.param(
            {"state": State.NOT_READY, "why": "nothing answers", "snapshot": None}, 400, 3, "nothing answers", id="3"
        ),
    ],
)  # fmt: skip
def test_a_shard_that_is_not_there_never_passes(third: dict[str, Any] | None, sent: int, code: int, said: str) -> None:
    shards = three()[:2] + ([] if third is None else [factories.shard(2, **third)])
    result = merged(union_of(*shards))
    assert result.exit_code == code
    assert said in result.why
    assert "out-of-memory" not in result.why
    assert result.summary is not None
    assert result.summary.total.sent == sent
    assert any(said in note.replace("Shard", "shard") for note in result.notes), (
        "also where something else explains the conclusion"
    )
    assert result.diagnosis == (), "nothing is wrong with the server or the generator"
    again = story.judged(from_json(to_json(result)))
    assert again.exit_code == 4, "held against other targets later, it still proves nothing"


def rendered(result: Result) -> None:
    for render in RENDERERS.values():
        assert render(result, ())
    assert console.report(result)


def test_what_no_shard_sent_has_reports_too() -> None:
    result = merged(union_of(factories.shard(1, state=State.LATE, ready=-1.0, snapshot=None)))
    assert (result.conclusion, result.exit_code) == (Conclusion.INCONCLUSIVE, ExitCode.INCONCLUSIVE)
    assert "shard 1 of 3 is missing" in result.why
    assert "(and 2 more)" in result.why
    rendered(result)
    assert from_json(to_json(result)) == result


def test_the_tables_show_what_is_not_complete_first() -> None:
    hostile = {"cpu": "<b>|::error::</b>"}
    late = factories.shard(2, state=State.LATE, ready=-1.0, snapshot=None, environment=hostile)
    result = merged(union_of(factories.shard(0), late))
    summary, page = RENDERERS["summary"](result, ()), RENDERERS["html"](result, ())
    rows = [line for line in summary.splitlines() if re.match(r"\| \d/3 ", line)]
    assert [row.split(" | ")[:3] for row in rows] == [
        ["| 2/3", "missing", ""],
        ["| 3/3", "late", "1s late"],
        ["| 1/3", "complete", "2.5s before"],
    ]
    assert "<b>" not in summary + page.replace("<b></b>", "")
    assert "How each shard ended" in page


def test_a_target_on_a_series_is_not_missed_when_the_shard_that_watches_is_missing() -> None:
    limit = parse_targets(["monitor.db.waiting max < 10", "success > 95%"])
    seen = Watched(series=(Series(name="db.waiting", points=((0.0, 3.0),)),))
    whole = [factories.shard(0, targets=limit, watched=seen), *three(targets=limit)[1:]]
    assert merged(union_of(*whole)).exit_code == 0
    assert merged(union_of(*whole[1:])).exit_code == 4


def test_a_folder_of_50000_parts_is_refused_before_any_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = tmp_path / "shard-0.json"
    first.write_text("{}", "utf-8")
    for place in range(1, 50_000):
        (tmp_path / f"shard-{place}.json").hardlink_to(first)
    began = time.monotonic()
    words = ["merge", str(tmp_path / "shard-*.json"), "--report-dir", str(tmp_path / "out")]
    assert main(words, interrupts=Interrupts()) == 2
    assert time.monotonic() - began < 5
    assert "50,000 files are more than the 1,000 shards that a load can have" in capsys.readouterr().err


def test_a_missed_target_fails_whatever_is_missing() -> None:
    bad = factories.snapshot(factories.http_error(seq) for seq in range(100))
    assert merged(union_of(factories.shard(0, snapshot=bad))).exit_code == ExitCode.TARGET_MISSED


def test_the_shards_settings_hold_where_merge_has_none() -> None:
    lenient = (Setting(name="on-inconclusive", value="pass", source="--on-inconclusive"),)
    shards = three(settings=lenient)[:2]
    assert merged(union_of(*shards)).exit_code == 0
    assert merged(union_of(*shards), on_inconclusive="fail").exit_code == 4
    assert merged(union_of(*three()), targets=parse_targets(["p95 < 1ms"])).exit_code == 1


def test_settings_and_notes_are_the_first_shards() -> None:
    shards = [
        factories.shard(index, settings=(Setting(name="shard", value=f"{index + 1}/3", source="--shard"),))
        for index in range(3)
    ]
    result = merged(union_of(*shards))
    assert [setting.value for setting in result.settings] == ["3 shards"]
    assert any("as exact as these clocks agree" in note for note in result.notes)


def write(folder: Path, *shards: ShardResult) -> list[str]:
    names = []
    for place, one in enumerate(shards):
        path = folder / f"{'abc'[place]}.json"
        path.write_text(to_text(replace(one, version=__version__) if one.version == "1" else one), "utf-8")
        names.append(str(path))
    return names


@pytest.mark.parametrize(
    ("second", "said"),
    [
        pytest.param(factories.shard(0), "b.json holds shard 1/3, and so does", id="a duplicate"),
        pytest.param(factories.shard(1, plan=factories.plan(seed=8)), "its seed is 8, not 7", id="another seed"),
        pytest.param(factories.shard(1, plan=factories.plan(url="http://b/x")), "its url is http://b/x", id="a plan"),
        pytest.param(factories.shard(1, version="0.0.1"), "b.json was written by version 0.0.1", id="a version"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, second: ShardResult, said: str) -> None:
    names = write(tmp_path, factories.shard(0), second)
    with pytest.raises(ConfigError) as refused:
        read(names)
    (problem,) = refused.value.problems
    assert said in problem


def test_every_bad_file_is_named(tmp_path: Path) -> None:
    names = write(tmp_path, factories.shard(0), factories.shard(0))
    (tmp_path / "results.json").write_text(to_json(factories.guide()))
    (tmp_path / "cut.json").write_text("{")
    (tmp_path / "old.json").write_text(
        json.dumps(json.loads(to_text(factories.shard(1))) | {"shard_schema_version": 1})
    )
    bad = [str(tmp_path / name) for name in ("results.json", "cut.json", "old.json", "none-*.json")]
    with pytest.raises(ConfigError) as refused:
        read([*names, *bad])
    assert [problem.partition("json")[2][:22] for problem in refused.value.problems] == [
        " holds shard 1/3, and ",
        " is no shard file that",
        " is no shard file that",
        " was written by versio",
        " cannot be read (No su",
    ]


def test_a_pattern_names_all_its_files_and_none_is_a_mistake(tmp_path: Path) -> None:
    write(tmp_path, *three())
    assert [end.state for end in read([str(tmp_path / "*.json")]).ends] == [State.COMPLETE] * 3
    with pytest.raises(ConfigError, match="needs the files of all shards"):
        read([])


def test_the_shards_are_in_the_results(tmp_path: Path) -> None:
    result = merged(read(write(tmp_path, *three()[:2])))
    told = json.loads(to_json(result))["shards"]
    assert [(end["index"], end["state"], end["sent"]) for end in told] == [
        (1, "complete", 200),
        (2, "complete", 200),
        (3, "missing", 0),
    ]
    rendered(result)
