"""The servers under load: nginx, or an echo of our own where there is none, and those whose truth is known."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from benchmarks import machine
from benchmarks.truth import ACCEPTED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATH = "/api/sms/webhook"
_NGINX = """\
daemon off; master_process off; pid {folder}/pid; error_log stderr crit;
events {{ worker_connections 20000; }}
http {{
  access_log off; keepalive_requests 1000000000; client_body_buffer_size 16k;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location / {{ default_type text/xml; return 200 "{reply}"; }}
  }}
}}
"""


@dataclass(slots=True)
class Server:
    """A server that listens; `report` holds what it said of itself once it has ended."""

    name: str
    port: int
    pid: int
    report: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The webhook."""
        return url(self.port)


def url(port: int) -> str:
    """Return the webhook of a server on `port`."""
    return f"http://127.0.0.1:{port}{PATH}"


def free_port() -> int:
    """Return a port of loopback that nobody uses."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def quick(folder: Path, token: str) -> Iterator[Server]:
    """Serve accepted replies as fast as can be: nginx where it is installed."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if nginx is None:
        with behaving("echo", folder, token) as server:
            yield server
        return
    home = folder / "nginx"
    home.mkdir(exist_ok=True)
    port = free_port()
    config = home / "nginx.conf"
    config.write_text(_NGINX.format(folder=home, port=port, reply=ACCEPTED), encoding="utf-8")
    with _serving([nginx, "-e", "stderr", "-p", str(home), "-c", str(config)], "nginx", port, folder) as server:
        yield server


@contextmanager
def behaving(behaviour: str, folder: Path, token: str, *, first: bool = False) -> Iterator[Server]:
    """Serve as `benchmarks.truth` describes, `first` of all on its core where the times of replies matter."""
    port = free_port()
    argv = [sys.executable, "-m", "benchmarks.server", behaviour, str(port), url(port), token]
    with _serving(argv, behaviour, port, folder, first=first) as server:
        yield server


@contextmanager
def _serving(argv: list[str], name: str, port: int, folder: Path, *, first: bool = False) -> Iterator[Server]:
    log = folder / f"server-{port}.txt"
    with log.open("wb") as out:
        process = machine.start(
            argv,
            core=machine.SERVER,
            first=first,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    server = Server(name, port, process.pid)
    try:
        _wait(process, port, log)
        yield server
    finally:
        machine.end(process)
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        if lines and lines[-1].startswith("{"):
            server.report = json.loads(lines[-1])


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise machine.RunError(f"the server did not start: {log.read_text(encoding='utf-8', errors='replace')[-300:]}")
