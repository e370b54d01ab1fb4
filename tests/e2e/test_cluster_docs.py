"""The commands of docs/cluster/shards.md, run as the systems would run them, for a second of load on this machine."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from forks import Forked
from harness import ENTRYPOINT, ROOT, TOKEN, Finished, environment, simulator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Begun = list[tuple[subprocess.Popen[str] | Forked, Path]]

PAGE = (ROOT / "docs/cluster/shards.md").read_text("utf-8")
SMALL = {"rate": "60/s", "duration": "1s"}
AHEAD = "+16 seconds"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with simulator("--number-limit", "off") as url:
        yield url


def path_with_loadtest(folder: Path) -> str:
    """Return a PATH on which `loadtest` is a word."""
    word = folder / "bin/loadtest"
    if word.exists():  # whoever runs it must not find it being written
        return f"{word.parent}:{os.environ['PATH']}"
    word.parent.mkdir()
    word.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{ENTRYPOINT}" "$@"\n')
    word.chmod(word.stat().st_mode | stat.S_IXUSR)
    return f"{word.parent}:{os.environ['PATH']}"


def snippets(language: str, schema: str = "") -> list[str]:
    comment = f"<!-- schema: {schema} -->\n" if schema else ""
    return re.findall(rf"{comment}```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


JOBS: dict[str, Any] = yaml.safe_load(snippets("yaml", "github-workflows")[0])["jobs"]


def run(command: list[str], folder: Path, **env: str) -> subprocess.Popen[str]:
    folder.mkdir(exist_ok=True)
    return subprocess.Popen(
        command, cwd=folder, env=environment(**env), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def ended(process: subprocess.Popen[str] | Forked, folder: Path) -> Finished:
    output, errors = process.communicate(timeout=50)
    return Finished(code=process.returncode, output=output, errors=errors, folder=folder)


@pytest.fixture(scope="module")
def begun(server: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Begun]]:
    """Begin the shards of both systems, which all wait for their instant at the same time."""
    ways = {"workflow": _begin_workflow, "jobs": _begin_jobs}
    folders = {name: tmp_path_factory.mktemp(name) for name in ways}
    return {name: (folders[name], begin(server, folders[name])) for name, begin in ways.items()}


def _begin_workflow(server: str, folder: Path) -> Begun:
    output = folder / "output"
    (plan,) = JOBS["plan"]["steps"]
    step = run(["bash", "-e", "-c", plan["run"].replace("+4 minutes", AHEAD)], folder, GITHUB_OUTPUT=str(output))
    assert ended(step, folder).code == 0
    start = output.read_text().removeprefix("start=").strip()
    load = JOBS["shard"]["steps"][0]
    runs = []
    for shard in JOBS["shard"]["strategy"]["matrix"]["shard"]:
        inputs = load["with"] | SMALL | {"url": server, "auth-token": TOKEN}
        given = {"${{ matrix.shard }}": str(shard), "${{ needs.plan.outputs.start }}": start}
        env = {}
        for name, value in inputs.items():
            text = str(value).lower() if isinstance(value, bool) else str(value)
            for expression, meant in given.items():
                text = text.replace(expression, meant)
            env[f"INPUT_{name.upper()}"] = text
        place = folder / f"runner-{shard}"
        place.mkdir()
        runs.append((Forked([], cwd=place, env=environment(**env)), place))
    return runs


def _begin_jobs(server: str, folder: Path) -> Begun:
    script = next(text for text in snippets("sh") if "kubectl" in text)
    (folder / "load-test.yaml").write_text(snippets("yaml", "kubernetes")[0])
    sed = script.splitlines()[0].replace("| kubectl apply -f -", "").replace("+3 minutes", AHEAD)
    applied = ended(run(["sh", "-e", "-c", sed], folder), folder)
    assert "@START@" not in applied.output
    _, job = yaml.safe_load_all(applied.output)
    results, runs = folder / "results", []
    for index in range(job["spec"]["completions"]):
        (container,) = job["spec"]["template"]["spec"]["containers"]
        env = {one["name"]: one["value"] for one in container["env"]}
        env |= {f"LOAD_TEST_{name.upper()}": value for name, value in SMALL.items()}
        env |= {"LOAD_TEST_URL": server, "LOAD_TEST_REPORT_DIR": str(results), "JOB_COMPLETION_INDEX": str(index)}
        words = [*container["command"], *container["args"]]
        runs.append((run(words, folder, PATH=path_with_loadtest(folder), **env), results))
    return runs


def test_the_workflow_of_github_actions(begun: dict[str, tuple[Path, Begun]]) -> None:
    folder, runs = begun["workflow"]
    upload = JOBS["shard"]["steps"][1]
    results = folder / "verdict/load-test-results"
    results.mkdir(parents=True)
    for process, place in runs:
        done = ended(process, place)
        assert done.code == 0, done.output + done.errors
        for file in place.glob(upload["with"]["path"]):
            shutil.copy(file, results)

    commands = [one["run"] for one in JOBS["verdict"]["steps"] if "run" in one]
    assert commands[0].startswith("python -m pip install ")
    merging = run(["bash", "-e", "-c", commands[1]], folder / "verdict", PATH=path_with_loadtest(folder))
    merged = ended(merging, results)
    assert merged.passed, merged.output + merged.errors
    assert merged.results["summary"]["total"]["sent"] == 60
    assert [end["state"] for end in merged.results["shards"]] == ["complete"] * 3


def test_the_jobs_of_kubernetes(begun: dict[str, tuple[Path, Begun]]) -> None:
    folder, runs = begun["jobs"]
    for process, results in runs:
        done = ended(process, results)
        assert done.code == 0, done.output + done.errors

    (container,) = yaml.safe_load(snippets("yaml", "kubernetes")[1])["spec"]["template"]["spec"]["containers"]
    words = [word.replace("/results", str(results)) for word in container["args"]]
    path = path_with_loadtest(folder)
    merged = ended(run(["loadtest", *words], folder, PATH=path, LOAD_TEST_REPORT_DIR=str(results)), results)
    assert merged.passed, merged.output + merged.errors
    assert merged.results["summary"]["total"]["sent"] == 60
