"""Real stacks with a fault that people really have: the real reason stands first.

Each test installs and starts what it needs itself, and is skipped with the reason where that cannot be had.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from harness import ROOT, ask, load
from rest_server import free_port, listens

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

TOKEN = "12345678901234567890123456789012"
STACKS = ROOT / "tests/e2e/stacks"
SBIN = "/usr/sbin:/usr/local/sbin"
NGINX = """\
daemon off; pid {folder}/pid; error_log stderr crit; events {{ }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    location /twilio/ {{ proxy_pass http://127.0.0.1:{app}/; proxy_set_header Host $http_host; }}
  }}
}}
"""
HAPROXY = """\
defaults
  mode http
  timeout connect 1s
  timeout client 20s
  timeout server 20s
frontend messages
  bind 127.0.0.1:{port}
  default_backend app
backend app
  server one 127.0.0.1:{app} check inter 200ms
"""


def program(name: str, package: str) -> str:
    """Return where a program is, and install it by apt where that is allowed."""
    found = shutil.which(name) or shutil.which(name, path=SBIN)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(
            ["apt-get", "install", "-qq", "-y", "--no-install-recommends", package],
            capture_output=True, check=False, timeout=300,
        )  # fmt: skip
        found = shutil.which(name) or shutil.which(name, path=SBIN)
    if found is None:
        pytest.skip(f"{name} is not installed: apt-get install {package}")
    return found


def installed(command: list[str], folder: Path) -> None:
    """Install packages into a folder."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=500)
    if done.returncode:
        pytest.skip(f"{command[0]} could not install {command[-1]}: {done.stderr.strip()[-200:]}")


@contextmanager
def running(command: list[str], port: int, **env: str) -> Iterator[None]:
    """Run a server until the test is over; it listens on `port`."""
    process = subprocess.Popen(
        command, env={"PATH": os.environ["PATH"], "TWILIO_AUTH_TOKEN": TOKEN, **env}, stdout=subprocess.DEVNULL
    )
    try:
        assert listens(port, process)
        yield
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a folder with Express and Twilio's library in it."""
    node, npm = program("node", "nodejs"), program("npm", "npm")
    folder = tmp_path_factory.mktemp("express")
    assert node
    installed([npm, "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "express", "twilio"], folder)
    return str(folder / "node_modules")


def doctor(folder: Path, url: str) -> tuple[int, str]:
    """Return the exit code of the doctor, and the sentence that it ends with."""
    said = ask("doctor", "--url", url, "--health-url", "off", cwd=folder, TWILIO_AUTH_TOKEN=TOKEN)
    lines = [line for line in said.output.splitlines() if line.startswith("Preflight")]
    assert lines, said.output + said.errors
    return said.code, lines[0]


def test_express_that_checks_signatures_before_it_parses_forms(modules: str, tmp_path: Path) -> None:
    port = free_port()
    command = [program("node", "nodejs"), str(STACKS / "express_app.js"), str(port)]
    with running(command, port, NODE_PATH=modules, FORMS="no"):
        code, said = doctor(tmp_path, f"http://127.0.0.1:{port}/sms")
    assert code == 3
    assert said.startswith(
        "Preflight: the server checks the signature of the URL alone: its body parser for forms is missing"
    )
    assert said.endswith("(in Express: express.urlencoded())")


def test_nginx_that_takes_the_front_of_the_path_away(modules: str, tmp_path: Path) -> None:
    nginx, port, app = program("nginx", "nginx"), free_port(), free_port()
    config = tmp_path / "nginx.conf"
    config.write_text(NGINX.format(folder=tmp_path, port=port, app=app))
    with (
        running([program("node", "nodejs"), str(STACKS / "express_app.js"), str(app)], app, NODE_PATH=modules),
        running([nginx, "-e", "stderr", "-p", str(tmp_path), "-c", str(config)], port),
    ):
        code, said = doctor(tmp_path, f"http://127.0.0.1:{port}/twilio/sms")
    assert code == 3
    assert said.startswith(
        f"Preflight: the server signs http://127.0.0.1:{port}/sms (what differs is the front of the path, which is "
        "missing), so it would refuse Twilio too"
    )
    assert "let it pass the whole path on" in said


def test_fastapi_that_requires_a_text_of_every_message(tmp_path: Path) -> None:
    packages, port = tmp_path / "packages", free_port()
    installed(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--target",
            str(packages),
            "fastapi",
            "uvicorn",
            "python-multipart",
        ],
        tmp_path,
    )
    url = f"http://127.0.0.1:{port}/sms"
    with running([sys.executable, str(STACKS / "fastapi_app.py"), str(port)], port, PYTHONPATH=str(packages)):
        code, said = doctor(tmp_path, url)
        flags = ("--url", url, "--health-url", "off", "--preflight", "off", "--monitor", "off", "--mms-share", "40%")
        run = load(tmp_path / "out", *flags, "--duration", "5", "--concurrent", "10", TWILIO_AUTH_TOKEN=TOKEN)
    assert code == 0
    assert said.startswith("Preflight warning: an MMS without a caption is not accepted, as other messages are")
    assert 'Body: str = Form("")' in said
    first = run.results["diagnosis"][0]
    assert first["cause"] == "kind of message", run.results["diagnosis"]
    assert "with an empty text" in first["likely"]


def test_haproxy_whose_application_is_down(tmp_path: Path) -> None:
    haproxy, port, app = program("haproxy", "haproxy"), free_port(), free_port()
    config = tmp_path / "haproxy.cfg"
    config.write_text(HAPROXY.format(port=port, app=app))
    with running([haproxy, "-f", str(config), "-db"], port):
        url = f"http://127.0.0.1:{port}/sms"
        code, said = doctor(tmp_path, url)
        run = load(tmp_path / "out", "--url", url, "--health-timeout", "1", TWILIO_AUTH_TOKEN=TOKEN)
    assert (code, run.code) == (3, 3)
    assert "a proxy answers, but not the application behind it (in HAProxy's words)" in said
    assert "a proxy answers, but not the application behind it (HAProxy's words)" in run.output


def test_a_server_that_speaks_http_2_alone(tmp_path: Path) -> None:
    port = free_port()
    with running([program("node", "nodejs"), str(STACKS / "http2.js"), str(port)], port):
        url = f"http://127.0.0.1:{port}/sms"
        code, said = doctor(tmp_path, url)
        run = load(tmp_path / "out", "--url", url, TWILIO_AUTH_TOKEN=TOKEN)
    sentence = f"127.0.0.1:{port} speaks HTTP/2 alone, and Twilio speaks HTTP/1.1"
    assert (code, run.code) == (3, 3)
    assert said.startswith(f"Preflight: {sentence}")
    assert sentence in run.output
