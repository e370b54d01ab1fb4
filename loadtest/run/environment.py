"""What the load runs on: facts that explain a result, and that tell one class of machine from another."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from loadtest import __version__
from loadtest.send import machine

_MEGA = 1024 * 1024


def environment() -> dict[str, str | int | float | None]:
    """Return the machine's and the versions' names and numbers; what cannot be known is left out."""
    found: dict[str, str | int | float | None] = {
        "loadtest": __version__,
        "python": platform.python_version(),
        **{name: known for name in ("gevent", "requests") if (known := _version(name))},
        "platform": platform.platform(),
        "system": platform.system(),
        "machine": platform.machine(),
        "cpu": _field("/proc/cpuinfo", "model name"),
        "cores": machine.cores(),
        "cgroup_cores": _cgroup_cores(),
        "memory_mb": _memory(),
        "cgroup_memory_mb": _cgroup_memory(),
    }
    return {name: value for name, value in found.items() if value is not None}


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _field(path: str, name: str) -> str | None:
    for line in _read(Path(path)).splitlines():
        key, colon, value = line.partition(":")
        if colon and key.strip() == name:
            return value.strip()
    return None


def _memory() -> int | None:
    total = (_field("/proc/meminfo", "MemTotal") or "").removesuffix(" kB")
    return int(total) // 1024 if total.isdigit() else None


def _cgroup_cores() -> float | None:
    """Return the share of the cores that the container may use, whole machine left out."""
    quota, _, period = _read(machine.CGROUP_ROOT / "cpu.max").strip().partition(" ")
    return round(int(quota) / int(period), 2) if quota.isdigit() and period.isdigit() and int(period) else None


def _cgroup_memory() -> int | None:
    limit = _read(machine.CGROUP_ROOT / "memory.max").strip()
    return int(limit) // _MEGA if limit.isdigit() else None


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
