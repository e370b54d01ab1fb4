"""How fast the mock Twilio takes messages, and what it costs the load beside it: `make mock-bench`.

Goals: 1,500 messages a second over TLS on kept connections with one core, P99 under 10 ms, in a process of its own; the
load's lag P99 and CPU within 20 % of a run without it; 0 wrong matches of 10,000 at 100/s with replies up to 20 s. On a
quiet machine, about six minutes; the whole writes docs/mock-benchmark.md. `--quick` measures for 5 s instead of
20 and only shows that everything works.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from base64 import b64encode
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import loadtest
from loadtest.measure.histogram import Histogram
from loadtest.measure.matching import Matcher
from loadtest.mock_twilio import authority
from loadtest.mock_twilio.behaviour import Behaviour
from loadtest.mock_twilio.process import WORKER

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = Path(__file__).resolve().parent.parent / "docs" / "mock-benchmark.md"
ACCOUNT, TOKEN = "AC" + "3" * 32, "token"
RATE, CONNECTIONS = 1_500, 16
WITHIN, BESIDE = 1.2, 100
FULL, LAST_ANSWERS = 20.0, 5.0
MESSAGES, LONGEST = 10_000, 20.0


def start_mock(folder: Path, take: Callable[[bytes], object] = lambda _: None) -> tuple[subprocess.Popen[bytes], int]:
    """Start the mock as a load would, which hands its events to `take`; return its process and port."""
    authority.make(folder)
    command = loadtest.anew(WORKER, sys.executable, sys.path)
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    behaviour = Behaviour(account_sid=ACCOUNT, auth_token=TOKEN)
    job = {"behaviour": behaviour.to_wire(), "folder": str(folder), "host": "127.0.0.1", "port": 0}
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps(job).encode() + b"\n")
    process.stdin.flush()
    port = int(json.loads(process.stdout.readline())["listening"])

    def read() -> None:
        for line in process.stdout or ():
            take(line)

    threading.Thread(target=read, daemon=True).start()
    return process, port


def cpu_of(pid: int) -> float:
    """Return the CPU seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def client(port: int, folder: Path, due: list[float], times: Histogram, lock: threading.Lock) -> None:
    """Send messages on one kept connection, each when it is due, and record from due to answered."""
    tls = ssl.create_default_context(cafile=str(folder / authority.CA))
    link = tls.wrap_socket(socket.create_connection(("127.0.0.1", port)), server_hostname="api.twilio.com")
    login = b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    body = "To=%2B15555551001&From=%2B15555556789&Body=Here+is+what+you+asked+for"
    request = (
        f"POST /2010-04-01/Accounts/{ACCOUNT}/Messages.json HTTP/1.1\r\nHost: api.twilio.com\r\n"
        f"Authorization: Basic {login}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()
    mine = Histogram()
    for at in due:
        if (wait := at - time.monotonic()) > 0:
            time.sleep(wait)
        link.sendall(request)
        answer = link.recv(65536)
        if not answer.startswith(b"HTTP/1.1 201"):
            raise RuntimeError(answer[:200].decode())
        mine.record(time.monotonic() - at)
    with lock:
        times.merge(mine)


def throughput(seconds: float) -> tuple[str, bool]:
    """Measure the mock alone; return what was found, and whether its goal is met."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        process, port = start_mock(folder)
        times, lock = Histogram(), threading.Lock()
        begin, count = time.monotonic() + 1.0, int(RATE * seconds)
        plans = [[begin + seq / RATE for seq in range(first, count, CONNECTIONS)] for first in range(CONNECTIONS)]
        threads = [threading.Thread(target=client, args=(port, folder, plan, times, lock)) for plan in plans]
        before = cpu_of(process.pid)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took, used = time.monotonic() - begin, cpu_of(process.pid) - before
        assert process.stdin
        process.stdin.close()
        process.wait(10)
    p99 = (times.percentile(99) or 0.0) * 1000
    rate, met = times.count / took, times.count / took >= 0.98 * RATE and p99 < 10 and used / took < 1
    told = f"{rate:,.0f} messages a second over TLS, P99 {p99:.1f} ms, {used / took:.0%} of a core"
    return f"{told} (goal: {RATE:,}/s, < 10 ms, one core)", met


def beside(seconds: float) -> tuple[str, bool]:
    """Measure a load that hosts the mock and matches, and one that knows nothing of a mock that stands alone.

    The bot is the same, and its texts go to a mock on this machine in both. The two take turns; medians are compared.
    """
    rounds, hold = (5, 10) if seconds >= FULL else (2, 5)
    found = [(load_beside(hold, hosting=False), load_beside(hold, hosting=True)) for _ in range(rounds)]
    (lag0, cpu0), (lag1, cpu1) = (
        [median(values) for values in zip(*runs, strict=True)] for runs in zip(*found, strict=True)
    )
    met = lag1 <= WITHIN * lag0 and cpu1 <= WITHIN * cpu0
    told = f"of a load at {BESIDE}/s, lag P99 {lag0:.2f} ms without the mock and {lag1:.2f} ms with it"
    told += f", CPU {cpu0:.2f} % and {cpu1:.2f} % of a core; medians of {rounds} runs each"
    return f"{told} (goal: within 20 %)", met


def load_beside(seconds: int, *, hosting: bool) -> tuple[float, float]:
    """Run one load against the bot; return its lag P99 in milliseconds and its CPU in percent of a core.

    Raises:
        RuntimeError: when an answer was not texted, or a webhook failed: what was measured is something else then.

    """
    root = Path(__file__).resolve().parent.parent
    mock, web = str(free_port()), str(free_port())
    with tempfile.TemporaryDirectory() as folder:
        env = {
            **os.environ,
            "PYTHONPATH": str(root),
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "LOAD_TEST_MOCK_TWILIO_FOLDER": f"{folder}/mock",
        }

        def start(*words: str) -> subprocess.Popen[bytes]:
            return subprocess.Popen([sys.executable, "-m", "loadtest", *words], env=env, stdout=subprocess.PIPE)

        bot = start(
            *("mock-twilio", "exec", "--mock-twilio", mock, "--", sys.executable, "-m", "loadtest"),
            *("simulator", "--async", "on", "--port", web),
        )
        await_port(int(web))
        alone = None if hosting else start("mock-twilio", "--mock-twilio", mock)
        if alone:
            await_port(int(mock))
        load = [sys.executable, "-m", "loadtest", f"http://127.0.0.1:{web}/api/sms/webhook", "--rate", str(BESIDE)]
        load += [
            "--duration",
            str(seconds),
            "--monitor",
            "off",
            "--report-dir",
            f"{folder}/reports",
            "--mms-share",
            "0%",
        ]
        load += ["--phone-numbers", "+15555550000-+15555559999", *(("--mock-twilio", mock) if hosting else ())]
        subprocess.run(load, env=env, check=True, stdout=subprocess.DEVNULL)
        if alone:
            time.sleep(LAST_ANSWERS)
        for process in filter(None, (alone, bot)):
            process.send_signal(signal.SIGINT)
        told = bot.communicate(timeout=10)[0].decode()
        if alone:
            alone.communicate(timeout=10)
        if "lost 0" not in told or "could not be texted" in told or "were still" in told:
            raise RuntimeError(f"the bot says: {told}")
        results: dict[str, Any] = json.loads(Path(f"{folder}/reports/results.json").read_text("utf-8"))
    own = results["snapshot"]["own"][:seconds]
    return results["summary"]["total"]["lag_ms"]["p99"], sum(second["cpu_us"] for second in own) / len(own) / 1e4


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_port(port: int) -> None:
    """Wait until something listens."""
    for _ in range(400):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on port {port}")


def matching(_: float) -> tuple[str, bool]:
    """Match messages at 100/s whose replies take up to 20 s, one open for each number."""
    matcher, wrong, events = Matcher(25.0), 0, []
    for seq in range(MESSAGES):
        due, number = seq / 100, f"+1555{seq % 2_600:07}"
        events += [(due, 0, number, seq), (due + 0.05, 1, number, seq)]
        events.append((due + 0.1 + seq * 0.6180339887 % 1 * (LONGEST - 0.1), 2, number, seq))
    for at, kind, number, seq in sorted(events):
        matcher.give_up(at)
        if kind == 0:
            matcher.sent(seq, "sms", number, at)
        elif kind == 1:
            matcher.settled(seq, number, at, accepted=True)
        else:
            answered = matcher.text(number, at, f"answer {seq}")
            wrong += answered is None or answered[0] != seq
    return f"{wrong} of {MESSAGES:,} wrong at 100/s with reply times up to {LONGEST:g} s (goal: none)", not wrong


def memory(seconds: float) -> tuple[str, bool]:
    """Send texts to the mock and match them here: what both hold afterwards is what they held after the first ones."""
    first, count = 30_000, 200_000 if seconds >= FULL else 60_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        matcher, held = Matcher(5.0), []

        def take(line: bytes) -> None:
            event = json.loads(line)
            if "text" not in event:
                return
            seq = matcher.answers.exact
            number, at = f"+1555{seq:07}", seq / RATE
            matcher.give_up(at)
            matcher.sent(seq, "sms", number, at)
            matcher.settled(seq, number, at, accepted=True)
            matcher.text(number, at, event["text"][3])
            if seq + 1 in {first, count}:
                held.append((resident(process.pid), resident(os.getpid())))

        process, port = start_mock(folder, take)
        times, lock = Histogram(), threading.Lock()
        begin = time.monotonic() + 1.0
        plans = [[begin + seq / RATE for seq in range(place, count, CONNECTIONS)] for place in range(CONNECTIONS)]
        threads = [threading.Thread(target=client, args=(port, folder, plan, times, lock)) for plan in plans]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        time.sleep(1.0)  # the last texts are told of
        assert process.stdin
        process.stdin.close()
        process.wait(10)
    (mock, own), (mock_end, own_end) = held
    told = f"after {first:,} and {count:,} messages the mock holds {mock:.0f} and {mock_end:.0f} MB"
    told += f", and what matches them {own:.0f} and {own_end:.0f} MB"
    return f"{told} (goal: within 10 %)", mock_end <= 1.1 * mock and own_end <= 1.1 * own


def resident(pid: int) -> float:
    """Return the memory that a process has, in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


PARTS = {"throughput": throughput, "beside": beside, "matching": matching, "memory": memory}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="measure for 5 s instead of 20")
    parser.add_argument("parts", nargs="*", help=f"{', '.join(PARTS)}; all when none is named")
    chosen = parser.parse_args()
    if unknown := set(chosen.parts) - set(PARTS):
        parser.error(f"there is no part {min(unknown)!r}; known are {', '.join(PARTS)}")
    seconds = 5.0 if chosen.quick else FULL
    rows, all_met = [], True
    for part in chosen.parts or PARTS:
        told, met = PARTS[part](seconds)
        rows.append(f"- **{part}**: {told}: {'met' if met else 'MISSED'}")
        print(rows[-1], flush=True)
        all_met &= met
    if not chosen.parts and not chosen.quick:
        PAGE.write_text(page(rows), "utf-8")
    return int(not all_met)


def page(rows: list[str]) -> str:
    """Return the page that holds what was measured."""
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}, {os.cpu_count()} cores"
    about = (
        "`make mock-bench` wrote this page, on a machine that should do nothing else; times differ between machines."
    )
    compared = (
        "*Throughput* is of the mock alone. *Beside* compares two loads that take turns against the same bot, whose "
        "every answer goes to a mock on the same machine: one that knows nothing of it, and one that hosts it, hears "
        "of every text and matches it. *Matching* plays messages and texts to what matches, without a network. "
        "*Memory* is what both processes have, after so many messages and after many more."
    )
    parts = ("# How fast the mock Twilio is", about, f"Measured on: {system}.", compared, "\n".join(rows))
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(main())
