"""Each load tool: how it is called, and what it reports. A tool that is not installed has no `program`."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from benchmarks import machine
from benchmarks.machine import ROOT, Run
from benchmarks.page import NOT_INSTALLED
from benchmarks.work import ACCOUNT, TO_NUMBER, TOKEN, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.work import Work

Measured = TypeVar("Measured")

CONNECTIONS = 50
"""Connections, users or virtual users of every load that goes as fast as it can, and of those that wait for replies."""
_HEY_EACH = 10
"""Messages per second of each of hey's workers at a rate: they send in step, so fewer make smaller bursts."""
_LOCUST_EACH = 2
"""Messages per second of each of Locust's users at a rate, at most: a user sends nothing while it waits."""
GRACE = 25.0
"""Seconds beyond a load's own in which a tool must have started and ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One load. `rate` is messages per second over all connections, 0 for as many as can be; see `machine.run`."""

    url: str
    seconds: float
    keep_alive: bool = True
    rate: float = 0.0
    server: int | None = None
    undisturbed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What a tool says of its load: times in milliseconds, `accepted` as a share; and how it ran."""

    per_second: float
    run: Run
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None
    accepted: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A load tool. `signs` says whether it signs each message, as far as it can."""

    name: str
    program: str | None
    send: Callable[[Work, Load], Reported]
    signs: bool = True

    def measure(self, work: Work, load: Load) -> Reported:
        """Send a load; raises `RunError` for whatever a tool does that is not understood."""
        try:
            return self.send(work, load)
        except (OSError, LookupError, ValueError, TypeError) as error:
            raise machine.RunError(f"{self.name} left no report that is understood: {error!r}") from error


def in_turn(
    work: Work, peers: Sequence[Peer], what: str, measure: Callable[[Peer], Measured]
) -> tuple[dict[str, list[Measured]], dict[str, str]]:
    """Measure every tool in turn, several times over; return what came of each, and why one has nothing."""
    measured: dict[str, list[Measured]] = defaultdict(list)
    problems = {peer.name: NOT_INSTALLED for peer in peers if peer.program is None}
    for turn in range(work.rounds(3)):
        for peer in peers:
            if peer.program is None:
                continue
            say(f"{what}, round {turn + 1}: {peer.name}")
            try:
                measured[peer.name].append(measure(peer))
            except machine.RunError as error:
                say(str(error))
                problems[peer.name] = "failed"
    return measured, problems


def run(work: Work, load: Load, argv: list[str], **options: object) -> Run:
    """Run a tool for one load."""
    limit, undisturbed = load.seconds + GRACE, load.undisturbed
    return machine.run(argv, limit=limit, folder=work.folder, server=load.server, undisturbed=undisturbed, **options)  # type: ignore[arg-type]


def ours_settings(load: Load) -> list[str]:
    """Return how our own program is called for a load."""
    keep_alive = "true" if load.keep_alive else "false"
    flags = {"url": load.url, "duration": f"{load.seconds:g}s", "keep-alive": keep_alive, "processes": "1"}
    flags |= {"health-url": "off", "account-sid": ACCOUNT, "to-number": TO_NUMBER, "report-dir": "ours"}
    flags |= {"preflight": "off", "monitor": "off", "rate-limit-per-number": "off"}  # the peers do none of it
    return [sys.executable, str(ROOT / "entrypoint.py"), *(f"--{name}={value}" for name, value in flags.items())]


def ours(work: Work, load: Load, *more: str) -> Reported:
    """Run our own program, whole: a constant rate, or what `more` says."""
    shape = [f"--rate={load.rate:g}/s"] if load.rate else []
    ended = run(work, load, [*ours_settings(load), *shape, *more], env={"TWILIO_AUTH_TOKEN": TOKEN}, fine=(0, 1, 4))
    summary = json.loads((work.folder / "ours" / "results.json").read_text(encoding="utf-8"))["summary"]
    total, times = summary["total"], summary["total"]["response_time_ms"]
    return Reported(
        per_second=summary["achieved_per_second"] or 0.0,
        run=ended,
        p50=_number(times["p50"]),
        p95=_number(times["p95"]),
        p99=_number(times["p99"]),
        accepted=total["successful"] / max(total["judged"], 1),
    )


def ours_closed(work: Work, load: Load) -> Reported:
    """Run our own program in its closed model: batches that wait for their replies."""
    if not load.rate:
        return ours(work, load, "--model=closed", f"--concurrent={CONNECTIONS}", "--delay=0")
    size = 10
    rest = f"--delay={1000 * size / load.rate:g}ms"
    return ours(work, replace(load, rate=0.0), "--model=closed", f"--concurrent={size}", rest)


def ours_parts(work: Work, load: Load) -> Reported:
    """Run our own renderer, sender, judge and recorder in the loop of `closed_loop`."""
    words = [load.url, str(load.seconds), str(CONNECTIONS), "true" if load.keep_alive else "false"]
    ended = run(work, load, [sys.executable, "-m", "benchmarks.closed_loop", *words])
    found = json.loads(ended.output.splitlines()[-1])
    return Reported(
        per_second=found["messages"] / found["seconds"],
        run=ended,
        accepted=found["accepted"] / max(found["messages"], 1),
    )


def k6(work: Work, load: Load) -> Reported:
    """Run k6: constant-vus, or constant-arrival-rate with users enough for two seconds of silence."""
    result = work.folder / "k6.json"
    env = {
        "WORK": str(work.messages_file(load.url)),
        "RESULT": str(result),
        "SECONDS": f"{load.seconds:g}",
        "USERS": str(CONNECTIONS),
        "MAX_USERS": str(CONNECTIONS + round(load.rate * 3)),
        "RATE": f"{load.rate:g}",
        "KEEP_ALIVE": "true" if load.keep_alive else "false",
    }
    result.unlink(missing_ok=True)
    quiet = ["--no-usage-report", "--quiet", "--address", ""]
    settings = [word for name, value in env.items() for word in ("--env", f"{name}={value}")]
    script = str(Path(__file__).with_name("k6_load.js"))
    ended = run(work, load, [_program("k6") or "k6", "run", *quiet, *settings, script])
    metrics = {name: metric["values"] for name, metric in json.loads(result.read_text(encoding="utf-8")).items()}
    times, checks = metrics["http_req_duration"], metrics.get("checks", {})
    return Reported(
        per_second=metrics["http_reqs"]["rate"],
        run=ended,
        p50=times["p(50)"],
        p95=times["p(95)"],
        p99=times["p(99)"],
        accepted=checks.get("rate"),
    )


def locust(work: Work, load: Load) -> Reported:
    """Run Locust with FastHttpUser; a rate is shared among the users, out of step."""
    origin, result = load.url.rsplit("/api", 1)[0], work.folder / "locust.json"
    users = str(max(CONNECTIONS, round(load.rate / _LOCUST_EACH)))
    env = {
        "WORK": str(work.messages_file(load.url)),
        "RESULT": str(result),
        "RATE": f"{load.rate:g}",
        "USERS": users,
        "KEEP_ALIVE": "true" if load.keep_alive else "false",
    }
    result.unlink(missing_ok=True)
    words = ["--headless", "--users", users, "--spawn-rate", users, "--host", origin]
    words += ["--run-time", f"{load.seconds:g}s", "--stop-timeout", "15", "--only-summary"]
    script = str(Path(__file__).with_name("locust_load.py"))
    program = [sys.executable, "-m", "locust", "--locustfile", script]
    ended = run(work, load, [*program, *words], env=env, fine=(0, 1))
    found = json.loads(result.read_text(encoding="utf-8"))
    return Reported(
        per_second=found["per_second"],
        run=ended,
        p50=found["p50"],
        p95=found["p95"],
        p99=found["p99"],
        accepted=1 - found["failed"] / max(found["sent"], 1),
    )


def hey(work: Work, load: Load) -> Reported:
    """Run hey, with the same message again and again."""
    body, headers = work.fixed_message(load.url)
    content_type = headers.pop("Content-Type")
    workers = round(load.rate / _HEY_EACH) or CONNECTIONS
    argv = [_program("hey") or "hey", "-z", f"{load.seconds:g}s", "-c", str(workers), "-m", "POST"]
    argv += ["-D", str(body), "-T", content_type, *_header_flags(headers)]
    argv += [] if load.keep_alive else ["-disable-keepalive"]
    argv += ["-q", f"{load.rate / workers:g}"] if load.rate else []
    ended = run(work, load, [*argv, load.url])
    counts = {int(code): int(count) for code, count in re.findall(r"\[(\d+)\]\s+(\d+) responses", ended.output)}
    errors = sum(int(count) for count in re.findall(r"^\s+\[(\d+)\]\s+(?!\d+ responses)", ended.output, re.MULTILINE))
    shares = {
        int(percent): float(value) * 1000 for percent, value in re.findall(r"(\d+)%+ in ([\d.]+) secs", ended.output)
    }
    return Reported(
        per_second=_found(r"Requests/sec:\s+([\d.]+)", ended),
        run=ended,
        p50=shares.get(50),
        p95=shares.get(95),
        p99=shares.get(99),
        accepted=counts.get(200, 0) / max(sum(counts.values()) + errors, 1),
    )


def ab(work: Work, load: Load) -> Reported:
    """Run ab, with the same message again and again."""
    body, headers = work.fixed_message(load.url)
    content_type = headers.pop("Content-Type")
    argv = [_program("ab") or "ab", "-q", "-t", f"{load.seconds:g}", "-n", "100000000", "-c", str(CONNECTIONS)]
    argv += ["-k"] if load.keep_alive else []
    argv += ["-p", str(body), "-T", content_type, *_header_flags(headers), load.url]
    ended = run(work, load, argv)
    done, bad = _found(r"Complete requests:\s+(\d+)", ended), re.search(r"Non-2xx responses:\s+(\d+)", ended.output)
    return Reported(
        per_second=_found(r"Requests per second:\s+([\d.]+)", ended),
        run=ended,
        accepted=1 - (int(bad[1]) if bad else 0) / max(done, 1),
    )


def wrk(work: Work, load: Load) -> Reported:
    """Run wrk, with the same message again and again."""
    body, headers = work.fixed_message(load.url)
    if not load.keep_alive:
        headers["Connection"] = "close"
    script = work.folder / "wrk.lua"
    lines = ['wrk.method = "POST"', f'local body = assert(io.open({json.dumps(str(body))}, "rb"))']
    lines += ['wrk.body = body:read("*a")', "body:close()"]
    lines += [f"wrk.headers[{json.dumps(name)}] = {json.dumps(value)}" for name, value in headers.items()]
    script.write_text("\n".join(lines) + "\n", encoding="utf-8")
    argv = [_program("wrk") or "wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", f"{max(round(load.seconds), 1)}s"]
    ended = run(work, load, [*argv, "-s", str(script), load.url])
    bad = re.search(r"Non-2xx or 3xx responses:\s+(\d+)", ended.output)
    done = _found(r"(\d+) requests in", ended)
    return Reported(
        per_second=_found(r"Requests/sec:\s+([\d.]+)", ended),
        run=ended,
        accepted=1 - (int(bad[1]) if bad else 0) / max(done, 1),
    )


def _program(name: str) -> str | None:
    """Return where a program is: beside this Python, where its package put it, or on the path."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)


def _header_flags(headers: dict[str, str]) -> list[str]:
    return [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]


def _found(pattern: str, ended: Run) -> float:
    found = re.search(pattern, ended.output)
    if found is None:
        raise machine.RunError(f"nothing like {pattern!r} in: {ended.output.strip()[-300:]}")
    return float(found[1])


def _number(text: object) -> float | None:
    """Return a number, or None for what a tool writes when there is none: `lost`, `N/A`, null."""
    try:
        return float(str(text))
    except ValueError:
        return None


OURS = "this tool"
CLOSED = Peer(name=OURS, program=sys.executable, send=ours_closed)
PARTS = Peer(name="this tool's parts in a loop", program=sys.executable, send=ours_parts)
OPEN = Peer(name=OURS, program=sys.executable, send=ours)
K6 = Peer(name="k6", program=_program("k6"), send=k6)
LOCUST = Peer(name="Locust FastHttpUser", program=_program("locust"), send=locust)
HEY = Peer(name="hey", program=_program("hey"), send=hey, signs=False)
AB = Peer(name="ab", program=_program("ab"), send=ab, signs=False)
WRK = Peer(name="wrk", program=_program("wrk"), send=wrk, signs=False)
