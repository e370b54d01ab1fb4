"""What the machine allows: tables of plans and limits, and the kernel's files in each of their forms."""

from __future__ import annotations

import resource
from typing import TYPE_CHECKING, Any

import factories
import pytest

from loadtest.pacing import ClosedBatches, OpenBatches, Shard, Stages
from loadtest.send import machine
from loadtest.send.machine import CpuTimes, Gauges
from loadtest.words.sending import USUAL, Sending

if TYPE_CHECKING:
    from pathlib import Path

    from loadtest.pacing import Pacing

MINUTE = Stages.constant(100, 60)


@pytest.mark.parametrize(
    ("pacing", "cap", "timeout", "processes", "least"),
    [
        pytest.param(MINUTE, 10_000, 15, 1, 1564, id="rate x timeout, and 64"),
        pytest.param(MINUTE, 200, 15, 1, 264, id="the cap bounds it"),
        pytest.param(MINUTE, 10_000, 15, 2, 814, id="each process needs its share"),
        pytest.param(Stages.constant(100, 1), 10_000, 15, 1, 164, id="no more than there are messages"),
        pytest.param(OpenBatches(size=50, interval=60, duration=600), 10_000, 15, 1, 114, id="one batch at a time"),
        pytest.param(OpenBatches(size=10, interval=1, duration=60), 10_000, 15, 1, 224, id="batches that overlap"),
        pytest.param(ClosedBatches(size=500, rest=1, duration=60), 10_000, 15, 1, 564, id="closed: a batch"),
    ],
)
def test_a_plan_that_needs_more_descriptors_than_allowed_is_refused(
    pacing: Pacing, cap: int, timeout: float, processes: int, least: int
) -> None:
    plan, sending = factories.plan(pacing=pacing), Sending(in_flight_cap=cap, timeout=timeout)
    assert machine.too_few_files(plan, sending, limit=least, processes=processes) == ""
    told = machine.too_few_files(plan, sending, limit=least - 1, processes=processes)
    assert told.startswith("max-in-flight: ")
    assert f"allows {least - 1:,}" in told
    assert f"{least:,} " in told


def test_the_refusal_names_a_remedy_that_works() -> None:
    plan = factories.plan(pacing=MINUTE)
    told = machine.too_few_files(plan, USUAL, limit=1024)
    room = int(told.partition("at most ")[2].partition(",")[0])
    assert machine.too_few_files(plan, Sending(in_flight_cap=room), limit=1024) == ""


@pytest.mark.parametrize(
    ("rate", "keep_alive", "wanted", "cap", "processes"),
    [
        pytest.param(10, False, 0, 10_000, 1, id="a CI job's load: one"),
        pytest.param(3_900, False, 0, 10_000, 1, id="what one carries"),
        pytest.param(6_000, False, 0, 10_000, 2, id="more than one carries"),
        pytest.param(9_000, True, 0, 10_000, 1, id="kept connections cost less"),
        pytest.param(50_000, False, 0, 10_000, 4, id="no more than there are cores"),
        pytest.param(10, False, 3, 10_000, 3, id="as many as the user says"),
        pytest.param(10, False, 3, 2, 2, id="but none without a message to hold"),
    ],
)
def test_processes(  # noqa: PLR0913, PLR0917  a table
    monkeypatch: pytest.MonkeyPatch, rate: float, keep_alive: Any, wanted: int, cap: int, processes: int
) -> None:
    monkeypatch.setattr(machine, "cores", lambda: 4)
    sending = Sending(keep_alive=keep_alive, in_flight_cap=cap, processes=wanted)
    assert machine.processes_for(factories.plan(pacing=Stages.constant(rate, 9)), sending) == processes


def test_a_shard_asks_for_its_own_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "cores", lambda: 4)
    plan, shard = factories.plan(pacing=Stages.constant(9_000, 60)), Shard(index=1, count=3)
    assert machine.processes_for(plan, Sending(processes=0), shard) == 1
    told = machine.too_few_files(plan, USUAL, limit=1024, shard=shard)
    assert told.startswith("max-in-flight: 3,333 messages may be in flight at once")
    room = int(told.partition("at most ")[2].partition(", lower")[0].replace(",", ""))
    assert machine.too_few_files(plan, Sending(in_flight_cap=room), limit=1024, shard=shard) == ""


def test_the_closed_model_is_one_process() -> None:
    plan = factories.plan(pacing=ClosedBatches(size=9, rest=1, duration=9))
    assert machine.processes_for(plan, Sending(processes=4)) == 1


@pytest.mark.parametrize(
    ("pacing", "keep_alive", "warned"),
    [
        (Stages.constant(100, 600), False, False),
        (Stages.constant(1_000, 600), False, True),
        (Stages.constant(1_000, 600), True, False),
        (Stages.constant(1_000, 10), False, False),
    ],
)
def test_a_warning_when_new_connections_may_use_up_the_ports(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pacing: Pacing, keep_alive: Any, warned: Any
) -> None:
    ports = tmp_path / "range"
    ports.write_text("32768\t60999\n")
    monkeypatch.setattr(machine, "_PORT_RANGE", ports)
    told = machine.too_few_ports(factories.plan(pacing=pacing), Sending(keep_alive=keep_alive))
    assert ("28,232 local ports" in told) is warned
    monkeypatch.setattr(machine, "_PORT_RANGE", tmp_path / "none")
    assert machine.too_few_ports(factories.plan(pacing=pacing), USUAL) == ""


def test_the_file_limit_is_raised_as_far_as_it_goes() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
        assert machine.raise_file_limit() == resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 256
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


V2 = "usage_usec 10\nuser_usec 5\nsystem_usec 5\nnr_periods 4\nnr_throttled 2\nthrottled_usec 1500\n"
V1 = "nr_periods 4\nnr_throttled 2\nthrottled_time 1500000\n"


@pytest.mark.parametrize(
    ("membership", "place", "content", "throttled"),
    [
        pytest.param("0::/\n", "cpu.stat", V2, 1500, id="version 2, inside a container"),
        pytest.param("0::/a.slice/b\n", "a.slice/b/cpu.stat", V2, 1500, id="version 2, outside"),
        pytest.param("0::/../b\n", "cpu.stat", V2, 1500, id="version 2, another namespace's path"),
        pytest.param("3:cpu,cpuacct:/x\n0::/\n", "cpu,cpuacct/x/cpu.stat", V1, 1500, id="version 1"),
        pytest.param("3:cpu:/x\n", "cpu/cpu.stat", V1, 1500, id="version 1, inside a container"),
        pytest.param("0::/\n", "cpu.stat", "usage_usec 10\n", 0, id="no limit set"),
        pytest.param("", "none", "", 0, id="nothing is told"),
    ],
)
def test_throttling_is_read_wherever_it_is_told(  # noqa: PLR0913, PLR0917  a table
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, membership: str, place: str, content: str, throttled: int
) -> None:
    groups, root = tmp_path / "cgroup", tmp_path / "sys"
    groups.write_text(membership)
    (root / place).parent.mkdir(parents=True, exist_ok=True)
    (root / place).write_text(content)
    monkeypatch.setattr(machine, "_CGROUPS", groups)
    monkeypatch.setattr(machine, "CGROUP_ROOT", root)
    gauges = Gauges()
    assert gauges.read().throttled_us == throttled
    gauges.close()
    assert gauges.read() == CpuTimes()


def test_steal_and_busy_are_shares_of_the_machines_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stat = tmp_path / "stat"
    monkeypatch.setattr(machine, "_STAT", stat)
    readings = []
    for line in ("cpu 100 0 50 800 10 0 0 40 0 0\ncpu0 1 2 3\n", "cpu 150 0 60 820 10 0 0 60 0 0\ncpu0 1 2 3\n"):
        stat.write_text(line)
        gauges = Gauges()
        readings.append(gauges.read())
        gauges.close()
    assert readings[1].since(readings[0]) == (0, 200, 600)
    assert readings[1].since(readings[1]) == (0, 0, 0)
    assert readings[0].since(readings[1]) == (0, 0, 0)


def test_no_more_processes_than_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "cores", lambda: 2)
    assert machine.too_many_processes(16) == ""
    assert "256 on 2 cores would take longer to start than to send; write 16 at most" in machine.too_many_processes(256)
