"""What this machine allows and what it is doing: open files, local ports, cores, CPU taken away.

Everything is read where Linux says it; elsewhere, and in sandboxes that hide it, nothing is known and nothing claimed.
"""

from __future__ import annotations

import contextlib
import os
import resource
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from loadtest.pacing import WHOLE, ClosedBatches
from loadtest.words.units import plural

if TYPE_CHECKING:
    from loadtest.message.plan import Plan
    from loadtest.pacing import Shard
    from loadtest.words.sending import Sending

SPARE_FILES = 64
"""Descriptors that are not connections: standard streams, reports, libraries, name resolution."""
_MOST_FILES = 1_048_576
_TIME_WAIT = 60.0
_NEW_CONNECTIONS_EACH, _KEPT_CONNECTIONS_EACH = 4_000, 10_000
"""Messages per second that one process is given at most: measured, a little over a third of a core of its own, which
leaves a slower machine, and a server on the same cores, some air."""

_PORT_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
_STAT = Path("/proc/stat")
_CGROUPS = Path("/proc/self/cgroup")
CGROUP_ROOT = Path("/sys/fs/cgroup")


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


PROCESSES_A_CORE = 8
"""Each takes a third of a second of a core to start."""


def processes_for(plan: Plan, sending: Sending, shard: Shard = WHOLE) -> int:
    """Return how many processes are to share a load, or a shard of one."""
    if isinstance(plan.pacing, ClosedBatches):
        return 1
    cap = max(1, shard.part(sending.in_flight_cap))
    if sending.processes:
        return min(sending.processes, cap)
    each = _KEPT_CONNECTIONS_EACH if sending.keep_alive else _NEW_CONNECTIONS_EACH
    return max(1, min(cores(), int(_sides(plan) * plan.pacing.peak_rate / shard.count // each) + 1, cap))


def _sides(plan: Plan) -> int:
    """Return how many servers get every message."""
    return 2 if plan.baseline_url else 1


def too_many_processes(processes: int) -> str:
    """Return why this machine cannot start so many processes in a useful time, in a sentence, or nothing."""
    most = PROCESSES_A_CORE * cores()
    if processes <= most:
        return ""
    return (
        f"processes: {processes} on {cores()} cores would take longer to start than to send; write {most} at most, or "
        "auto for what the load needs"
    )


def raise_file_limit() -> int:
    """Raise the limit of open files as far as it goes, for this process and its children; return it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < most:
        with contextlib.suppress(ValueError, OSError):  # some systems have a lower limit of their own
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            return most
    return _MOST_FILES if soft == resource.RLIM_INFINITY else soft


def too_few_files(plan: Plan, sending: Sending, *, limit: int, processes: int = 1, shard: Shard = WHOLE) -> str:
    """Return why the plan, or a shard of it, needs more open files than a process may have, or an empty string."""
    most = -(-plan.pacing.most_within(sending.timeout) // shard.count)
    open_at_once = _sides(plan) * min(shard.part(sending.in_flight_cap), most)
    each = -(-open_at_once // processes)
    if each + SPARE_FILES <= limit:
        return ""
    room = max((limit - SPARE_FILES) * processes * shard.count, 0)
    per_process = f", {each + SPARE_FILES:,} in each of {processes} processes" if processes > 1 else ""
    remedy = f"set max-in-flight to at most {room:,}, " if room else ""
    return (
        f"max-in-flight: {plural(open_at_once, 'message')} may be in flight at once, which needs "
        f"{open_at_once + SPARE_FILES * processes:,} open files{per_process}, but this system allows {limit:,}; "
        f"{remedy}lower the rate, or raise the limit (ulimit -n, docker run --ulimit nofile={each + SPARE_FILES})"
    )


def too_few_ports(plan: Plan, sending: Sending, shard: Shard = WHOLE) -> str:
    """Return a warning when new connections may use up the local ports, or an empty string."""
    ports = _local_ports()
    if sending.keep_alive or ports is None:
        return ""
    connections = -(-plan.pacing.most_within(max(sending.timeout, _TIME_WAIT)) // shard.count)
    if isinstance(plan.pacing, ClosedBatches) or connections <= ports:
        return ""
    return (
        f"up to {connections:,} new connections in {_TIME_WAIT:.0f}s, but this system has {ports:,} local ports for "
        "one address: should the server leave it to us to close, they run out; set keep-alive, or widen "
        "net.ipv4.ip_local_port_range"
    )


def _local_ports() -> int | None:
    try:
        first, last = (int(word) for word in _PORT_RANGE.read_text("ascii").split())
    except (OSError, ValueError):
        return None
    return last - first + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CpuTimes:
    """The machine's clocks at an instant: scheduler ticks (all, steal, not idle) and microseconds of throttling."""

    ticks: int = 0
    steal: int = 0
    busy: int = 0
    throttled_us: int = 0

    def since(self, earlier: CpuTimes) -> tuple[int, int, int]:
        """Return (microseconds throttled, thousandths stolen, thousandths busy) since an earlier reading."""
        ticks = self.ticks - earlier.ticks
        steal, busy = self.steal - earlier.steal, self.busy - earlier.busy
        share = (1000 * max(steal, 0) // ticks, 1000 * max(busy, 0) // ticks) if ticks > 0 else (0, 0)
        return max(self.throttled_us - earlier.throttled_us, 0), *share


class Gauges:
    """Reads the machine's clocks again and again, in some ten microseconds each."""

    def __init__(self) -> None:
        self._stat = _opened(_STAT)
        self._throttling = next((file for path in _cpu_stats() if (file := _opened(path)) is not None), None)

    def read(self) -> CpuTimes:
        """Return the clocks now; what cannot be read is 0."""
        words = _content(self._stat).partition(b"\n")[0].split()[1:9]
        # user nice system idle iowait irq softirq steal (proc_stat(5))
        values = [int(word) for word in words] + [0] * (8 - len(words))
        throttled = dict(line.split(maxsplit=1) for line in _content(self._throttling).splitlines() if b" " in line)
        return CpuTimes(
            ticks=sum(values),
            steal=values[7],
            busy=sum(values) - values[3] - values[4] - values[7],
            throttled_us=int(throttled.get(b"throttled_usec", 0)) or int(throttled.get(b"throttled_time", 0)) // 1000,
        )

    def close(self) -> None:
        """Close the files."""
        for file in (self._stat, self._throttling):
            if file is not None:
                os.close(file)
        self._stat = self._throttling = None


def _cpu_stats() -> list[Path]:
    """Return where the CPU statistics of this process's control group may be, versions 2 and 1 (cgroups(7))."""
    paths = []
    with contextlib.suppress(OSError, ValueError):
        for line in _CGROUPS.read_text("utf-8").splitlines():
            _, controllers, path = line.split(":", 2)
            if not controllers:
                paths.append(CGROUP_ROOT / path.lstrip("/") / "cpu.stat")
            elif "cpu" in controllers.split(","):
                paths += [CGROUP_ROOT / folder / path.lstrip("/") / "cpu.stat" for folder in ("cpu,cpuacct", "cpu")]
    return [*paths, CGROUP_ROOT / "cpu.stat", CGROUP_ROOT / "cpu" / "cpu.stat"]


def _opened(path: Path) -> int | None:
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None


def _content(file: int | None) -> bytes:
    if file is None:
        return b""
    try:
        return os.pread(file, 4096, 0)
    except OSError:
        return b""
