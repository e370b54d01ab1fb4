"""Nothing leaves this machine while the mock plays Twilio: every connect and look-up of every process is watched.

The watch is an audit hook of the interpreter's own, which `sitecustomize` lays into the load, the mock and the bot; it
sees what C code of the socket module does, gevent's sockets included.
"""

from __future__ import annotations

import ipaddress
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from harness import passed
from rest_server import ROOT, RestServer, listens

if TYPE_CHECKING:
    from pathlib import Path

_HOOK = """
import json, os, sys

def watch(event, args):
    if event == "socket.bind":
        about = ["listens", args[1]]
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        about = ["calls", args[1]]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        about = ["looks up", args[0]]
    else:
        return
    where = os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(where, (json.dumps([os.getpid(), " ".join(sys.argv)[:200], *about], default=repr) + "\\n").encode())
    os.close(where)

sys.addaudithook(watch)
"""


def hook(folder: Path) -> dict[str, str]:
    """Lay the hook into a folder; return the variables that make a process load it."""
    (folder / "hook").mkdir()
    (folder / "hook/sitecustomize.py").write_text(_HOOK)
    return {"PYTHONPATH": f"{folder / 'hook'}{os.pathsep}{ROOT}", "WATCHED": str(folder / "watched")}


def watched(folder: Path) -> list[list[Any]]:
    return [json.loads(line) for line in (folder / "watched").read_text("utf-8").splitlines()]


def abroad(seen: list[list[Any]]) -> list[list[Any]]:
    """Return what led off this machine."""
    return [one for one in seen if one[2] != "listens" and not _is_here(one[3])]


def _is_here(place: Any) -> bool:
    if place is None or (isinstance(place, str) and place.startswith(("/", "\0"))):  # a connected or a local socket
        return True
    host = place[0] if isinstance(place, list) else place
    if host in {"localhost", "", None}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.mark.parametrize("way", ["connect(('192.0.2.1', 9))", "sendto(b'', ('192.0.2.1', 9))"])
def test_the_watch_sees_what_leaves(tmp_path: Path, way: str) -> None:
    code = f"import socket; s = socket.socket(type=socket.SOCK_DGRAM); s.{way}"
    subprocess.run([sys.executable, "-c", code], env=hook(tmp_path), check=False, timeout=20, capture_output=True)
    assert [one[3] for one in abroad(watched(tmp_path))] == [["192.0.2.1", 9]]


@pytest.mark.slow
def test_nothing_leaves_loopback_during_a_load_with_the_mock(tmp_path: Path) -> None:
    """The mock runs alone here: one that a load hosts is the same, but reads no `sitecustomize`."""
    bot = RestServer(tmp_path, **hook(tmp_path), FETCH="yes", CALLBACK="yes", LOAD_TEST_MOCK_TWILIO_OTHERS="pass")
    short = ("--preflight", "false", "--rate", "20", "--duration", "2", "--mms-share", "50%", "--media-size", "20kB")
    try:
        assert listens(bot.port, bot.process)
        with subprocess.Popen([sys.executable, "-m", "loadtest", "mock-twilio"], env=bot.env, cwd=tmp_path) as mock:
            assert listens(bot.mock_port, mock)
            place = ("--mock-twilio", f"127.0.0.1:{bot.mock_port}", "--phone-numbers", "+15555550000-+15555550199")
            code, told, results = bot.load(*short, *place)
            mock.terminate()
    finally:
        bot.process.terminate()
        bot.process.wait(5)
    assert passed(code, results), told
    answers = results["snapshot"]["answers"]
    assert answers["by_rest"] == 40
    assert answers["seen"]["media"]["messages"] >= 10
    assert answers["seen"]["callbacks"]["answered"] >= 40
    seen = watched(tmp_path)
    assert abroad(seen) == []
    listening = {where[1]: pid for pid, _, what, where in seen if what == "listens" and isinstance(where, list)}
    callers = {pid for pid, _, what, _ in seen if what == "calls"}
    assert {bot.port, bot.mock_port} <= set(listening), "the bot and the mock are watched"
    assert listening[bot.port] in callers, "the bot calls the mock"
    assert callers - {listening[bot.port], listening[bot.mock_port]}, "the load calls the bot"
