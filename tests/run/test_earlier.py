"""An earlier run becomes a baseline, gates or only informs; a file that is none is a mistake before the load."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import factories
import pytest

from loadtest.assess.summary import Summary
from loadtest.assess.target_text import parse_target
from loadtest.assess.targets import Status, evaluate
from loadtest.report.files.json_file import from_json, to_json
from loadtest.run.earlier import with_baseline
from loadtest.words.errors import Conclusion, ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from loadtest.assess.result import Result


def run(latency: float = 0.1, *, failed: int = 0) -> Result:
    recorded = [factories.accepted(seq, latency=latency) for seq in range(100 - failed)]
    return factories.result([*recorded, *(factories.http_error(seq) for seq in range(failed))])


def write(path: Path, result: Result) -> str:
    path.write_text(to_json(result), "utf-8")
    return str(path)


def test_a_baseline_travels_with_the_result(tmp_path: Path) -> None:
    path = write(tmp_path / "before.json", run(1.0))
    held = with_baseline(run(), path)
    baseline = held.baseline
    assert held.notes == ()
    assert baseline is not None
    assert baseline.incomparable == ()
    after = replace(run(1.5), baseline=baseline)
    again = from_json(to_json(after))
    assert again == after
    assert len(json.dumps(json.loads(to_json(after))["baseline"])) < 20_000, "its tallies, not its seconds"
    (outcome,) = evaluate([parse_target("p99.9 < baseline + 20%")], again.summary or Summary, baseline=baseline.gates)  # type: ignore[arg-type]
    assert outcome.status is Status.MISSED


@pytest.mark.parametrize(
    ("earlier", "why"),
    [
        pytest.param(replace(run(), conclusion=Conclusion.ABORTED), "it was aborted", id="half a run"),
        pytest.param(replace(run(), conclusion=Conclusion.INCONCLUSIVE), "its own measurement", id="a spoiled one"),
        pytest.param(run(), None, id="a good one"),
        pytest.param(replace(run(failed=50), conclusion=Conclusion.FAILED), None, id="a bad one is still a measure"),
    ],
)
def test_which_earlier_runs_gate(tmp_path: Path, earlier: Result, why: str | None) -> None:
    baseline = with_baseline(run(), write(tmp_path / "b.json", earlier)).baseline
    assert baseline is not None
    assert (baseline.gates is None) == (why is not None)
    assert why is None or why in baseline.incomparable[0]


def at(day: int, latency: float, **changes: Any) -> Result:
    return replace(run(latency), began=datetime(2026, 1, day, tzinfo=UTC), **changes)


def test_of_several_earlier_runs_the_latest_is_the_baseline_and_the_others_stand_beside_it(tmp_path: Path) -> None:
    for name, result in {
        "a": at(3, 0.3),
        "b": at(5, 0.5),
        "c": at(4, 0.4),
        "d": at(9, 9.0, conclusion=Conclusion.ABORTED),
        "e": factories.aborted(),
    }.items():
        write(tmp_path / f"{name}.json", result)
    one_a_line = f"{tmp_path / 'c.json'}\n\n{tmp_path / 'none.json'}\n {tmp_path / 'a.json'}"
    for text, source, days in ((f"{tmp_path}/*.json", "b.json", [3, 4]), (one_a_line, "c.json", [3])):
        held = with_baseline(run(), text)
        assert held.baseline is not None
        assert held.baseline.source == str(tmp_path / source)
        assert held.baseline.stretches
        assert [(one.began.day, one.stretches) for one in held.baseline.others] == [(day, ()) for day in days]
        assert from_json(to_json(replace(run(), baseline=held.baseline))).baseline == held.baseline
        said = "\n".join(held.notes)
        assert ("d.json' is left out: it was aborted" in said) is (source == "b.json")
        assert ("none.json' is not there" in said) is (source == "c.json")
    nothing = with_baseline(run(), str(tmp_path / "x*.json"))
    assert nothing.baseline is None
    assert "x*.json' is not there" in nothing.notes[0]


def test_runs_that_gate_nothing_inform_all_the_same(tmp_path: Path) -> None:
    write(tmp_path / "d.json", at(9, 9.0, conclusion=Conclusion.ABORTED))
    held = with_baseline(run(), f"{tmp_path}/*.json")
    assert held.baseline is not None
    assert held.baseline.gates is None
    assert held.notes == ()


def test_too_many_earlier_runs_are_a_mistake(tmp_path: Path) -> None:
    for index in range(101):
        (tmp_path / f"{index}.json").touch()
    with pytest.raises(ConfigError, match="names 101 results; name 100 at most"):
        with_baseline(run(), f"{tmp_path}/*.json")


def test_no_baseline_yet_is_a_note_and_a_broken_one_a_mistake(tmp_path: Path) -> None:
    missing = with_baseline(run(), str(tmp_path / "none.json"))
    assert missing.baseline is None
    assert "is not there, so nothing was compared" in missing.notes[0]
    empty = with_baseline(run(), write(tmp_path / "empty.json", factories.aborted()))
    assert empty.baseline is None
    assert "holds no numbers, because it was aborted" in empty.notes[0]
    (tmp_path / "broken.json").write_text("{")
    with pytest.raises(ConfigError, match=r"broken\.json' is no results\.json"):
        with_baseline(run(), str(tmp_path / "broken.json"))
    damaged = json.loads(to_json(run()))
    damaged["snapshot"]["tallies"][0]["latency"]["count"] = "many"
    (tmp_path / "damaged.json").write_text(json.dumps(damaged))
    with pytest.raises(ConfigError, match=r"damaged\.json'"):
        with_baseline(run(), str(tmp_path / "damaged.json"))
    with pytest.raises(ConfigError, match="cannot be read"):
        with_baseline(run(), str(tmp_path))
