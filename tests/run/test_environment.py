from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from loadtest.run import environment
from loadtest.send import machine

if TYPE_CHECKING:
    from pathlib import Path


def test_what_every_machine_tells() -> None:
    told = environment.environment()
    assert {"loadtest", "python", "gevent", "platform", "system", "machine", "cores"} <= told.keys()
    assert all(value is not None for value in told.values())


@pytest.mark.parametrize(
    ("cpu", "memory", "told"),
    [
        pytest.param("200000 100000\n", "536870912\n", {"cgroup_cores": 2.0, "cgroup_memory_mb": 512}, id="limits"),
        pytest.param("50000 100000\n", "max\n", {"cgroup_cores": 0.5}, id="half a core, all the memory"),
        pytest.param("max 100000\n", "max\n", {}, id="no limits"),
        pytest.param("", "", {}, id="empty files"),
        pytest.param("x y", "z", {}, id="something else"),
        pytest.param(None, None, {}, id="no such files"),
    ],
)
def test_the_containers_limits(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cpu: str | None, memory: str | None, told: dict[str, float]
) -> None:
    for name, text in (("cpu.max", cpu), ("memory.max", memory)):
        if text is not None:
            (tmp_path / name).write_text(text)
    monkeypatch.setattr(machine, "CGROUP_ROOT", tmp_path)
    assert {name: value for name, value in environment.environment().items() if name.startswith("cgroup")} == told
