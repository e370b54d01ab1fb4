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
from harness import ENTRYPOINT, ROOT, TOKEN, Finished, environment, simulator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = (ROOT / "docs/cluster/shards.md").read_text("utf-8")
SMALL = {"rate": "60/s", "duration": "1s"}
AHEAD = "+12 seconds"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with simulator("--number-limit", "off") as url:
        yield url


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Return a PATH on which `loadtest` is a word."""
    word = tmp_path / "bin/loadtest"
    word.parent.mkdir()
    word.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{ENTRYPOINT}" "$@"\n')
    word.chmod(word.stat().st_mode | stat.S_IXUSR)
    return f"{word.parent}:{os.environ['PATH']}"


def snippets(language: str, schema: str = "") -> list[str]:
    comment = f"<!-- schema: {schema} -->\n" if schema else ""
    return re.findall(rf"{comment}```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def run(command: list[str], folder: Path, **env: str) -> subprocess.Popen[str]:
    folder.mkdir(exist_ok=True)
    return subprocess.Popen(
        command, cwd=folder, env=environment(**env), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def ended(process: subprocess.Popen[str], folder: Path) -> Finished:
    output, errors = process.communicate(timeout=50)
    return Finished(code=process.returncode, output=output, errors=errors, folder=folder)


def test_the_workflow_of_github_actions(server: str, path: str, tmp_path: Path) -> None:
    jobs: dict[str, Any] = yaml.safe_load(snippets("yaml", "github-workflows")[0])["jobs"]
    output = tmp_path / "output"
    (plan,) = jobs["plan"]["steps"]
    step = run(["bash", "-e", "-c", plan["run"].replace("+4 minutes", AHEAD)], tmp_path, GITHUB_OUTPUT=str(output))
    assert ended(step, tmp_path).code == 0
    start = output.read_text().removeprefix("start=").strip()

    load, upload = jobs["shard"]["steps"]
    runs = []
    for shard in jobs["shard"]["strategy"]["matrix"]["shard"]:
        inputs = load["with"] | SMALL | {"url": server, "auth-token": TOKEN}
        given = {"${{ matrix.shard }}": str(shard), "${{ needs.plan.outputs.start }}": start}
        env = {}
        for name, value in inputs.items():
            text = str(value).lower() if isinstance(value, bool) else str(value)
            for expression, meant in given.items():
                text = text.replace(expression, meant)
            env[f"INPUT_{name.upper()}"] = text
        folder = tmp_path / f"runner-{shard}"
        runs.append((run([sys.executable, ENTRYPOINT], folder, **env), folder))
    results = tmp_path / "verdict/load-test-results"
    results.mkdir(parents=True)
    for process, folder in runs:
        done = ended(process, folder)
        assert done.code == 0, done.output + done.errors
        for file in folder.glob(upload["with"]["path"]):
            shutil.copy(file, results)

    commands = [one["run"] for one in jobs["verdict"]["steps"] if "run" in one]
    assert commands[0].startswith("python -m pip install ")
    merged = ended(run(["bash", "-e", "-c", commands[1]], tmp_path / "verdict", PATH=path), results)
    assert merged.passed, merged.output + merged.errors
    assert merged.results["summary"]["total"]["sent"] == 60
    assert [end["state"] for end in merged.results["shards"]] == ["complete"] * 3


def test_the_jobs_of_kubernetes(server: str, path: str, tmp_path: Path) -> None:
    shards, merge = snippets("yaml", "kubernetes")
    script = next(text for text in snippets("sh") if "kubectl" in text)
    (tmp_path / "load-test.yaml").write_text(shards)
    sed = script.splitlines()[0].replace("| kubectl apply -f -", "").replace("+3 minutes", AHEAD)
    applied = ended(run(["sh", "-e", "-c", sed], tmp_path), tmp_path)
    assert "@START@" not in applied.output
    _, job = yaml.safe_load_all(applied.output)
    results = tmp_path / "results"
    runs = []
    for index in range(job["spec"]["completions"]):
        (container,) = job["spec"]["template"]["spec"]["containers"]
        env = {one["name"]: one["value"] for one in container["env"]}
        env |= {f"LOAD_TEST_{name.upper()}": value for name, value in SMALL.items()}
        env |= {"LOAD_TEST_URL": server, "LOAD_TEST_REPORT_DIR": str(results), "JOB_COMPLETION_INDEX": str(index)}
        runs.append(run([*container["command"], *container["args"]], tmp_path, PATH=path, **env))
    for process in runs:
        done = ended(process, results)
        assert done.code == 0, done.output + done.errors

    (container,) = yaml.safe_load(merge)["spec"]["template"]["spec"]["containers"]
    words = [word.replace("/results", str(results)) for word in container["args"]]
    merged = ended(run(["loadtest", *words], tmp_path, PATH=path, LOAD_TEST_REPORT_DIR=str(results)), results)
    assert merged.passed, merged.output + merged.errors
    assert merged.results["summary"]["total"]["sent"] == 60
