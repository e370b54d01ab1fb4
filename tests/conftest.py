"""The suite cannot reach the world: sockets off loopback are refused and the environment is scrubbed."""

from __future__ import annotations

import gc
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
settings.register_profile("quick", max_examples=25, deadline=None, derandomize="CI" in os.environ)
settings.register_profile("thorough", max_examples=400, deadline=None)
settings.load_profile("quick")


_LONGEST = ("sender", "monitors", "story", "pairs", "mock_twilio", "shards", "replies", "cluster_docs", "losses",
            "conversations", "preflight", "provisioning_limited", "ends")  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the whole runs, longest first: no worker then sits over one of them when all others are done."""
    place = {f"test_{name}.py": index for index, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: place.get(item.path.name, 99) if "e2e" in item.path.parts else 100)


def pytest_collection_finish() -> None:
    """Leave what was collected out of every later collection of garbage: it stays to the end."""
    gc.collect()
    gc.freeze()


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


@pytest.fixture(autouse=True, scope="session")
def _no_world() -> Iterator[None]:
    import gevent.socket  # noqa: PLC0415  a collection alone should not pay for it

    with pytest.MonkeyPatch.context() as patch:
        for kind in (socket.socket, gevent.socket.socket):
            for method in ("connect", "connect_ex"):
                original = getattr(kind, method)

                def guarded(self: Any, address: Any, original: Any = original) -> Any:
                    _check(address)
                    return original(self, address)

                patch.setattr(kind, method, guarded)
        for name in set(os.environ) - _KEPT:
            patch.delenv(name)
        yield


@pytest.fixture(autouse=True)
def _no_locks() -> Iterator[None]:
    """Give up report folders: a process holds them to its end, and the suite is one process."""
    yield
    if "loadtest.report.folder_lock" in sys.modules:
        sys.modules["loadtest.report.folder_lock"].release()
