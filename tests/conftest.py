"""The suite cannot reach the world: sockets off loopback are refused and the environment is scrubbed."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# The gate must not turn red by the luck of a seed: what is looked for anew each time is looked for by `make test-slow`.
settings.register_profile("quick", max_examples=40, deadline=None, derandomize="CI" in os.environ)
settings.register_profile("thorough", max_examples=400, deadline=None)
settings.load_profile("quick")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the whole runs, which take longest: no worker then sits over one of them when all others are done."""
    items.sort(key=lambda item: "e2e" not in item.path.parts)


_KEPT = {"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV", "PYTEST_CURRENT_TEST", "PYTHONHASHSEED"}


class OffLoopbackError(AssertionError):
    """A test tried to reach beyond this machine."""


def _check(address: Any) -> None:
    host = address[0] if isinstance(address, tuple) else None
    if host is None or host in {"", "localhost"}:
        return
    try:
        loopback = ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise OffLoopbackError(f"a test tried to connect to {host}")


@pytest.fixture(autouse=True)
def _no_world(monkeypatch: pytest.MonkeyPatch) -> None:
    import gevent.socket  # noqa: PLC0415  pure tests should not pay for it

    for kind in (socket.socket, gevent.socket.socket):
        for method in ("connect", "connect_ex"):
            original = getattr(kind, method)

            def guarded(self: Any, address: Any, original: Any = original) -> Any:
                _check(address)
                return original(self, address)

            monkeypatch.setattr(kind, method, guarded)
    for name in set(os.environ) - _KEPT:
        monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _no_locks() -> Iterator[None]:
    """Give up report folders: a process holds them to its end, and the suite is one process."""
    yield
    if "loadtest.report.folder_lock" in sys.modules:
        sys.modules["loadtest.report.folder_lock"].release()
