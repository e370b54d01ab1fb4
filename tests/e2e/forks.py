"""A process that has imported the program once, and forks a run of it for each that asks: a start costs 20 ms, not 500.

What is forked is a process like any other: its own pid, arguments, environment, folder, streams, signals and exit code.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FULL = 4096
FORK, WAIT, CLOSE = os.fork, os.waitpid, os.close
"""As they are before gevent patches them."""


class Forked:
    """One run: what the tests use of `subprocess.Popen`."""

    def __init__(
        self,
        arguments: list[str],
        *,
        cwd: Path | str,
        env: dict[str, str],
        errors: bool = True,
        log: Path | None = None,
    ) -> None:
        """Begin a run; all that it says goes to the end of `log`, if that is given."""
        self.returncode: int | None = None
        self._status, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        pipes = [] if log else [os.pipe() for _ in range(2 if errors else 1)]
        self.stdout, self.stderr = [*(open(read, encoding="utf-8") for read, _ in pipes), None, None][:2]  # noqa: SIM115, PTH123
        logs = [os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT) for _ in range(2)] if log else []
        given = [theirs.fileno(), *(write for _, write in pipes), *logs]
        request = json.dumps({"arguments": arguments, "cwd": str(cwd), "env": env}).encode()
        with _asking:
            socket.send_fds(_server(), [len(request).to_bytes(4, "big")], given)
            _server().sendall(request)
        for descriptor in given[1:]:
            os.close(descriptor)
        theirs.close()
        self.pid = int(self._status.recv(FULL))

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code, or minus the signal that ended the run."""
        if self.returncode is None:
            self._status.settimeout(timeout)
            try:
                self.returncode = int(self._status.recv(FULL))
            except (TimeoutError, BlockingIOError):
                raise subprocess.TimeoutExpired("a forked run", timeout or 0) from None
            self._status.close()
        return self.returncode

    def poll(self) -> int | None:
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Return what the run writes to its end."""
        end = None if timeout is None else time.monotonic() + timeout
        said = {0: "", 1: ""}
        readers = [
            threading.Thread(target=lambda place=place, pipe=pipe: said.update({place: pipe.read()}), daemon=True)
            for place, pipe in enumerate((self.stdout, self.stderr))
            if pipe is not None and not pipe.closed
        ]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join(None if end is None else max(0, end - time.monotonic()))
            if reader.is_alive():
                raise subprocess.TimeoutExpired("a forked run", timeout or 0, said[0])
        self.wait(None if end is None else max(0.1, end - time.monotonic()))
        for pipe in (self.stdout, self.stderr):
            if pipe is not None:
                pipe.close()
        return said[0], said[1]

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


_asking = threading.Lock()
_started: list[socket.socket] = []


def _server() -> socket.socket:
    """Return the way to the process that forks; it ends with this one."""
    if not _started:
        ours, theirs = socket.socketpair()
        env = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        process = subprocess.Popen([sys.executable, __file__], stdin=theirs, env=env, start_new_session=True)
        theirs.close()
        atexit.register(lambda: (ours.close(), process.wait(5)))
        _started.append(ours)
    return _started[0]


def _serve() -> None:
    """Fork a run for each request on standard input, until nobody asks any more."""
    sys.path[0] = str(ROOT)
    from gevent import monkey  # noqa: PLC0415  as `loadtest/__main__.py` does

    monkey.patch_all()
    import gc  # noqa: PLC0415
    import importlib  # noqa: PLC0415
    import pkgutil  # noqa: PLC0415

    import loadtest  # noqa: PLC0415

    for module in pkgutil.walk_packages(loadtest.__path__, "loadtest."):
        importlib.import_module(module.name)
    loadtest.report.page.html_page.template()  # a process makes these once
    loadtest.verdict.wordings.prepare()
    gc.freeze()
    real: Any = monkey.get_original("socket", "socket")
    asked = real(fileno=os.dup(0))
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    while True:
        head, given, *_ = socket.recv_fds(asked, 4, 3)
        _reap()
        if not head:
            return
        size, raw = int.from_bytes(head, "big"), b""
        while len(raw) < size:
            raw += asked.recv(size - len(raw))
        if FORK() == 0:
            asked.close()
            _run(json.loads(raw), *given)
        for descriptor in given:
            CLOSE(descriptor)


def _reap() -> None:
    """Take leave of the children that have ended: so `time` counts the runs' CPU time as the suite's."""
    with suppress(ChildProcessError):
        while WAIT(-1, os.WNOHANG)[0]:
            pass


def _run(request: dict[str, Any], status: int, *streams: int) -> None:
    """Run the program in a child, tell its pid and then how it ended, and end."""
    import gevent  # noqa: PLC0415  patched before

    pid = FORK()
    if pid:
        os.closerange(0, 3)
        for descriptor in streams:
            CLOSE(descriptor)
        os.write(status, str(pid).encode())
        _, ended = WAIT(pid, 0)
        os.write(status, str(os.waitstatus_to_exitcode(ended)).encode())
        os._exit(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for place, stream in enumerate(streams, start=1):
        os.dup2(stream, place)
    for descriptor in (nothing, status, *streams):
        CLOSE(descriptor)
    gevent.reinit()
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    for name, place in (("stdout", 1), ("stderr", 2)):
        file = open(place, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115
        setattr(sys, name, file)
        setattr(sys, f"__{name}__", file)

    import entrypoint  # noqa: PLC0415

    sys.argv = [str(ROOT / "entrypoint.py"), *request["arguments"]]
    code = 70
    try:
        code = entrypoint.start()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
