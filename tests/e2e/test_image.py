"""The image where users run it: the runner's own `docker run` line, other systems', and the network shapes of jobs.

Skipped with a notice when no engine answers. Across the bridge a handful of messages only.
"""

from __future__ import annotations

import functools
import json
import os
import re
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from harness import ROOT, TOKEN, simulator
from junitparser import Error
from runner_job import ACTION, Job, Step, cancel, unique
from servers import closed_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

IMAGE = unique("image")
ANYWHERE = "0.0.0.0"  # noqa: S104  as users must bind for a container to reach them
MOST_ABOVE_BASE = 60_000_000
HANDFUL = {"auth-token": TOKEN, "concurrent": "2", "duration": "200ms", "health-timeout": "15"}


def docker(*args: str, timeout: float = 300, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["docker", *args], capture_output=True, text=True, timeout=timeout, check=check, stdin=subprocess.DEVNULL
    )


@functools.cache
def engine_answers() -> bool:
    try:
        return docker("info", timeout=20, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module", autouse=True)
def _image() -> Iterator[None]:
    if not engine_answers():
        pytest.skip("no Docker engine answers here: the image was not tried (make image says how to get one)")
    # The build's network is the machine's: a package index may be reachable only from there.
    docker("build", "--network", "host", "--tag", IMAGE, str(ROOT))
    yield
    docker("image", "rm", IMAGE, check=False)


@pytest.fixture
def job(tmp_path: Path) -> Callable[..., Job]:
    """Make a job whose workspace belongs to another user, as on a runner."""

    def make(more: dict[str, str] | None = None, **inputs: str) -> Job:
        made = Job(
            tmp_path / "job", HANDFUL | {name.replace("_", "-"): text for name, text in inputs.items()}, more or {}
        )
        for path in (made.workspace, made.output_file, made.summary_file):
            os.chown(path, 1001, 1001) if os.geteuid() == 0 else None
        return made

    return make


def run(work: Job, *options: str) -> Step:
    return work.finish(work.start_container(IMAGE, name=unique("step"), options=options), timeout=90)


@contextmanager
def network() -> Iterator[str]:
    name = unique("network")
    docker("network", "create", name)
    try:
        yield name
    finally:
        docker("network", "rm", name, check=False)


@contextmanager
def server_container(where: str, *options: str) -> Iterator[str]:
    """Run the simulator in a container of its own."""
    name = unique("server")
    flags = ("simulator", "--host", ANYWHERE, "--port", "3000")
    docker("run", "--detach", "--name", name, "--network", where, "--env", f"TWILIO_AUTH_TOKEN={TOKEN}",
           *options, IMAGE, *flags)  # fmt: skip
    try:
        yield name
    finally:
        docker("rm", "--force", name, check=False)


# The shapes of jobs.


def test_a_server_of_the_job_on_all_interfaces_is_reached_as_localhost(job: Callable[..., Job]) -> None:
    """The signature is checked against the Host header, so this proves that neither it nor the URL changed."""
    with simulator("--host", ANYWHERE, "--number-limit", "off") as url:
        work = job(url=url)
        work.make_hostile()
        step = run(work)
    step.check()
    assert step.code == 0, step.output + step.errors
    assert step.outputs["total"] == "2"
    assert re.search(r"localhost:\d+ is this container, where nothing answers; using the host machine", step.output)
    assert "is this container, where nothing answers" in step.summary
    assert step.outputs["junit-file"] == "load-test-results/junit-reports/TEST-load-test.xml"


def test_a_server_on_127_0_0_1_is_out_of_reach_and_the_text_says_why_and_what_to_do(job: Callable[..., Job]) -> None:
    with simulator("--number-limit", "off") as url:
        step = run(job(url=url, health_timeout="2"))
    step.check()
    assert step.code == 3
    (error,) = step.messages("error")
    for part in ("listens on 127.0.0.1 only", ANYWHERE, "/host entry", "service container"):
        assert part in error


def test_it_is_reached_with_the_hosts_network_and_the_router_is_never_tried(job: Callable[..., Job]) -> None:
    with simulator("--number-limit", "off") as url:
        step = run(job(url=url), "--network", "host")
    assert step.code == 0, step.output + step.errors
    assert "is this container" not in step.output
    nobody = {"url": f"http://localhost:{closed_port()}/", "health-timeout": "1"}
    down = run(Job(step.job.root / "down", HANDFUL | nobody), "--network", "host")
    assert down.code == 3
    assert "the host machine" not in down.output


def test_the_fallback_can_be_switched_off(job: Callable[..., Job]) -> None:
    with simulator("--host", ANYWHERE) as url:
        step = run(job(url=url, health_timeout="1", localhost_fallback="false"))
    assert step.code == 3
    assert "the host machine" not in step.output


def test_a_service_container_is_reached_by_its_name(job: Callable[..., Job]) -> None:
    with network() as where, server_container(where, "--network-alias", "web"):
        step = run(job(url="http://web:3000/api/sms/webhook"), "--network", where)
    assert step.code == 0, step.output + step.errors


def test_a_published_port_is_reached_as_localhost(job: Callable[..., Job]) -> None:
    port = closed_port()
    with server_container("bridge", "--publish", f"{port}:3000"):
        step = run(job(url=f"http://localhost:{port}/api/sms/webhook"))
    assert step.code == 0, step.output + step.errors


def test_a_job_with_services_reaches_a_server_of_the_job_by_that_networks_gateway(job: Callable[..., Job]) -> None:
    with network() as where, simulator("--host", ANYWHERE, "--number-limit", "off") as url:
        step = run(job(url=url), "--network", where)
    assert step.code == 0, step.output + step.errors


def test_a_server_in_the_job_container_is_reached_by_its_host_name(job: Callable[..., Job]) -> None:
    with network() as where, server_container(where) as name:
        host = docker("exec", name, "hostname").stdout.strip()
        step = run(job(url=f"http://{host}:3000/api/sms/webhook"), "--network", where)
    assert step.code == 0, step.output + step.errors


def test_a_network_without_a_way_out_is_a_plain_refusal(job: Callable[..., Job]) -> None:
    step = run(job(url="http://localhost:3000/", health_timeout="1"), "--network", "none")
    assert step.code == 3
    assert "connection refused" in step.output


# Signals, files and users.


def wait_for_load(work: Job) -> None:
    deadline = time.monotonic() + 30
    while not (work.workspace / "load-test-results/results.json").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    time.sleep(1.5)


def test_cancelled_as_pid_1_it_leaves_partial_reports_in_time(job: Callable[..., Job]) -> None:
    with simulator("--number-limit", "off") as url:
        work = job(url=url, duration="30")
        process = work.start_container(IMAGE, name=unique("step"), options=("--network", "host"))
        wait_for_load(work)
        assert cancel(process) < 7.5
        step = work.finish(process)
    step.check()
    assert step.code == 130
    assert step.outputs["conclusion"] == "aborted"
    assert [type(found) for suite in step.junit for case in suite for found in case.result].count(Error) == 1


def test_docker_stop_is_a_sigterm_that_is_heard(job: Callable[..., Job]) -> None:
    name = unique("step")
    with simulator("--number-limit", "off") as url:
        work = job(url=url, duration="30")
        process = work.start_container(IMAGE, name=name, options=("--network", "host"))
        wait_for_load(work)
        began = time.monotonic()
        docker("stop", "--time", "10", name)
        assert time.monotonic() - began < 7.5
        step = work.finish(process)
    assert step.code == 143
    assert step.results["conclusion"] == "aborted"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to the runner's user")
def test_what_root_wrote_belongs_to_the_workspaces_owner(job: Callable[..., Job]) -> None:
    with simulator("--number-limit", "off") as url:
        step = run(job(url=url, runs="2", report_dir="deep/er/results"), "--network", "host")
    assert step.code == 0, step.output + step.errors
    made = list((step.job.workspace / "deep").rglob("*"))
    assert len(made) > 10
    assert {path.stat().st_uid for path in (step.job.workspace / "deep", *made)} == {1001}


def test_a_read_only_workspace_is_a_mistake_and_the_outputs_still_say_so(job: Callable[..., Job]) -> None:
    work = job(url="http://localhost:3000/")
    step = work.finish(work.start_container(IMAGE, name=unique("step"), read_only=True))
    step.check()
    assert step.outputs["conclusion"] == "error"
    assert step.code == 2
    assert "cannot be written (Read-only file system)" in step.errors


def test_the_plain_docker_run_of_every_other_system(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir(mode=0o777)
    (tmp_path / "out").chmod(0o777)
    with simulator("--host", ANYWHERE, "--number-limit", "off") as url:
        done = docker(
            *("run", "--rm", "--read-only", "--user", "54321:54321", "--env", f"LOAD_TEST_URL={url}"),
            *("--env", f"TWILIO_AUTH_TOKEN={TOKEN}", "--env", "LOAD_TEST_REPORT_DIR=/out"),
            *("--env", "LOAD_TEST_DURATION=200ms", "--env", "LOAD_TEST_CONCURRENT=2"),
            *("--volume", f"{tmp_path}/out:/out", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", IMAGE),
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads((tmp_path / "out/results.json").read_text("utf-8"))["conclusion"] == "passed"


def test_systems_that_start_a_shell_in_the_image_have_the_word_for_it() -> None:
    """GitLab clears the entrypoint; Jenkins keeps a container alive with `cat` and runs its steps in there."""
    assert docker("run", "--rm", "--entrypoint", "", IMAGE, "sh", "-c", "loadtest --version").stdout.startswith("load")
    name = unique("inside")
    docker("run", "--detach", "--tty", "--user", "1000:1000", "--name", name, "--entrypoint", "", IMAGE, "cat")
    try:
        assert docker("exec", name, "sh", "-c", "cd /tmp && loadtest demo --duration 1").returncode == 0
    finally:
        docker("rm", "--force", name)


# The image itself.


def test_help_needs_nothing_and_is_quick() -> None:
    docker("run", "--rm", IMAGE, "--help")  # the first pays for the disk
    assert "--localhost-fallback" in docker("run", "--rm", "--network", "none", "--read-only", IMAGE, "--help").stdout
    timer = (
        "import subprocess, time; began = time.monotonic();"
        "subprocess.run(['/app/bin/loadtest', '--help'], stdout=subprocess.DEVNULL, check=True);"
        "print(time.monotonic() - began)"
    )
    inside = ("run", "--rm", "--entrypoint", "/app/bin/python", IMAGE, "-c", timer)
    assert min(float(docker(*inside).stdout) for _ in range(3)) < 1.0


def test_it_is_small_and_holds_what_runners_need() -> None:
    base = re.findall(r"^FROM (\S+)$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)[-1]
    sizes = [int(docker("image", "inspect", "--format", "{{.Size}}", name).stdout) for name in (IMAGE, base)]
    assert sizes[0] - sizes[1] < MOST_ABOVE_BASE
    for tool in ("sh", "env", "tail", "tar"):
        docker("run", "--rm", "--entrypoint", "/bin/sh", IMAGE, "-c", f"command -v {tool}")
    absent = docker("run", "--rm", "--entrypoint", "/bin/sh", IMAGE, "-c", "! command -v gcc && ! command -v cc")
    assert absent.stdout == ""


def test_its_configuration() -> None:
    config = json.loads(docker("image", "inspect", "--format", "{{json .Config}}", IMAGE).stdout)
    assert config["Entrypoint"] == [ACTION["runs"]["entrypoint"]]
    assert not config.get("User")
    assert {"title", "description", "licenses", "source", "documentation"} <= {
        label.removeprefix("org.opencontainers.image.") for label in config["Labels"]
    }
    assert not any("TOKEN" in variable for variable in config["Env"])
