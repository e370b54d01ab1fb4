"""Pages that answer, refuse, lie, drip and hang: figures where there are any, a sentence where not, never a failure."""

from __future__ import annotations

import json
import math
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import gevent
import pytest
from harness import ROOT, finish, load, simulator, start

from loadtest.measure.series import Endpoint, Gatherer
from loadtest.send import network
from loadtest.send.line import Line
from loadtest.watch import monitors
from loadtest.watch.monitors import Monitors
from loadtest.words.secret import Secret
from loadtest.words.sending import USUAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from loadtest.measure.series import Series

    Page = Callable[[int], tuple[int, bytes, dict[str, str]]]

HANG, DRIP = -1, -2


def answer(status: int, body: bytes = b"", **headers: str) -> Page:
    """Return a page that always answers so."""
    return lambda _: (status, body, headers)


def counting(poll: int) -> tuple[int, bytes, dict[str, str]]:
    return 200, json.dumps({"n": poll}).encode(), {}


def flaky(poll: int) -> tuple[int, bytes, dict[str, str]]:
    return (502, b"", {}) if poll in {2, 3} else (200, b'{"n": 1}', {})


@contextmanager
def serving(page: Page) -> Iterator[tuple[str, Counter[str]]]:
    """Serve one page from threads; yields its URL and what was seen."""
    seen: Counter[str] = Counter()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            seen["requests"] += 1
            seen[self.headers.get("Authorization", "")] += 1
            seen[f"port {self.client_address[1]}"] += 1
            status, body, headers = page(seen["requests"])
            if status == HANG:
                time.sleep(1)
                self.close_connection = True
                return
            self.send_response(200 if status == DRIP else status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            try:
                for place in range(len(body) if status == DRIP else 1):
                    self.wfile.write(body[place : place + 1] if status == DRIP else body)
                    time.sleep(0.05 if status == DRIP else 0)
            except OSError:  # the client had enough
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/figures", seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def watch(
    url: str, monkeypatch: pytest.MonkeyPatch, *, seconds: float = 0.55, **more: Any
) -> tuple[dict[str, Series], tuple[str, ...]]:
    """Poll ten times a second for a while; return the series and the notes."""
    monkeypatch.setattr(monitors, "INTERVAL", 0.1)
    monkeypatch.setattr(monitors, "TIMEOUT", 0.3)
    gatherer = Gatherer()
    line = Line.along(network.Route.from_url("http://127.0.0.1:1"), USUAL)
    watcher = Monitors(
        [Endpoint(name="page", url=url)],
        line,
        gatherer=gatherer,
        duration=1.0,
        **more,
    )
    with watcher:
        gevent.sleep(seconds)
    return {one.name: one for one in gatherer.series()[0]}, watcher.notes()


def test_figures_are_polled_from_before_the_load_on_one_connection_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serving(counting) as (url, seen):
        series, notes = watch(url, monkeypatch, seconds=1.0)
    points = series["page.n"].points
    assert points[0][0] == 0.0
    assert len(points) >= 5
    assert [at for at, _ in points] == sorted(at for at, _ in points)
    assert len([key for key in seen if key.startswith("port")]) == 1
    assert notes[-1].startswith(f"Monitors: {seen['requests']} requests to 1 page besides the load, 0 without")
    assert series["page.poll"].unit == "ms"


def test_the_last_figures_are_those_after_the_load(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the last messages did must be seen, however long it is until the next beat, or why a page is in flight."""
    monkeypatch.setattr(monitors, "INTERVAL", 60.0)
    done = {"n": 0}
    gatherer, line = Gatherer(), Line.along(network.Route.from_url("http://127.0.0.1:1"), USUAL)
    with serving(lambda _: (200, json.dumps(done).encode(), {})) as (url, _):
        with Monitors([Endpoint(name="page", url=url)], line, gatherer=gatherer, duration=1.0):
            done["n"] = 7
        assert [value for _, value in gatherer.series()[0][0].points] == [0, 7]
        with (
            pytest.raises(ValueError, match="ended"),
            Monitors([Endpoint(name="page", url=url)], line, gatherer=gatherer, duration=1.0),
        ):
            raise ValueError("ended")
    assert sum(len(one.points) for one in gatherer.series()[0] if one.name == "page.n") == 3, (
        "no wait for a run that was ended"
    )


def test_polling_goes_on_when_the_load_takes_long_to_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    """While processes start, or a shard waits for its instant, the clock stands far below zero."""
    monkeypatch.setattr(monitors, "INTERVAL", 0.1)
    gatherer = Gatherer()
    line = Line.along(network.Route.from_url("http://127.0.0.1:1"), USUAL)
    with (
        serving(counting) as (url, _),
        Monitors([Endpoint(name="page", url=url)], line, gatherer=gatherer, duration=1.0),
    ):
        line.clock.start(math.inf)
        gevent.sleep(0.3)
        line.clock.start()
        gevent.sleep(0.8)
    (points,) = [one.points for one in gatherer.series()[0] if one.name == "page.n"]
    assert len(points) >= 4
    assert [at for at, _ in points] == sorted(at for at, _ in points)


@pytest.mark.parametrize(
    ("page", "words", "most"),
    [
        pytest.param(answer(404, b""), "answers HTTP 404: there is no such page", 1, id="absent"),
        pytest.param(answer(401, b""), "set monitor-authorization", 1, id="protected"),
        pytest.param(answer(403, b""), "set monitor-authorization", 1, id="forbidden"),
        pytest.param(answer(429, b""), "left alone", 1, id="limited: dropped from polling"),
        pytest.param(answer(302, b"", Location="/figures"), "answers HTTP 302", 99, id="a redirect"),
        pytest.param(answer(500, b'{"n": 1}'), "answers HTTP 500", 99, id="broken"),
        pytest.param(answer(200, b"<html>hello</html>"), "neither JSON nor Prometheus", 1, id="a page for people"),
        pytest.param(answer(200, b"{}"), "JSON without a number in it", 1, id="JSON without a number"),
        pytest.param(answer(200, b"1" * 2_000_000), "larger than 1,024 kB", 1, id="a huge page"),
        pytest.param(answer(200, b"\x1f\x8b\x08\x00", Content_Encoding="gzip"), "neither JSON", 1, id="compressed"),
        pytest.param(answer(HANG), "did not answer within 0.3 seconds", 99, id="a page that hangs"),
    ],
)
def test_a_page_without_figures_is_said_once_and_costs_nothing(
    page: Page, words: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(page) as (url, seen):
        series, notes = watch(url, monkeypatch)
    assert [name for name in series if name != "page.poll"] == []
    assert len([note for note in notes if words in note]) == 1, notes
    assert 1 <= seen["requests"] <= most


def stating(limit: int, takes: int) -> Page:
    """Return a page whose headers state a limit a minute, of which every request finds so many taken."""
    return lambda poll: (
        200,
        b'{"n": 1}',
        {
            "RateLimit_Policy": f"{limit};w=60",
            "RateLimit": f"limit={limit}, remaining={limit - takes * poll}, reset=50",
        },
    )


@pytest.mark.parametrize(
    ("page", "most", "least", "said"),
    [
        pytest.param(stating(1000, 1), 99, 5, "", id="the requests themselves are all that spends it"),
        pytest.param(stating(60, 1), 99, 5, "", id="they are, of a small one"),
        pytest.param(stating(60, 3), 2, 2, "once in 20s", id="the load spends it: asked once in a twentieth of it"),
        pytest.param(stating(10, 5), 1, 2, "left alone for the rest of that when 0 were left", id="little is left"),
        pytest.param(stating(100_000, 9), 99, 5, "", id="the load spends it, and there is enough"),
    ],
)
def test_a_stated_limit_is_left_to_the_load(
    page: Page, most: int, least: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(page) as (url, seen):
        _, notes = watch(url, monkeypatch)
    assert least <= seen["requests"] <= most + 1, "and a last one after the load"
    assert any(note.startswith("Monitor page: its headers state") for note in notes) is bool(said)
    assert said in " ".join(notes)


def test_nothing_that_listens_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    _, notes = watch("http://127.0.0.1:9/figures", monkeypatch, seconds=0.3)
    assert sum("nothing answers at http://127.0.0.1:9/figures" in note for note in notes) == 1


def test_a_degraded_servers_figures_count(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(answer(503, b'{"data": {"waiting": 7}}')) as (url, _):
        series, _ = watch(url, monkeypatch)
    assert series["page.waiting"].stat("max") == 7


def test_a_server_that_goes_away_and_comes_back_is_polled_on(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(flaky) as (url, seen):
        series, notes = watch(url, monkeypatch, seconds=0.9)
    assert len(series["page.n"].points) == seen["requests"] - 2
    assert not any(note.startswith("Monitor page") for note in notes)
    assert "2 without figures" in notes[-1]


def test_the_authorization_is_sent_and_told_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(answer(403, b"")) as (url, seen):
        _, notes = watch(url, monkeypatch, authorization=Secret("Bearer hunter2"))
    assert seen["Bearer hunter2"] == 1
    assert "hunter2" not in " ".join(notes)


def test_hostile_pages_cost_a_run_nothing_and_a_target_on_one_is_missed(tmp_path: Path) -> None:
    with (
        simulator("--latency", "20ms") as url,
        serving(answer(DRIP, b"1" * 900)) as (drips, _),
        serving(answer(429)) as (limited, asked),
        serving(answer(200, b'{"::error::x": 1, "secret": "s"}')) as (odd, _),
    ):
        run = load(
            tmp_path / "out",
            *("--url", url, "--duration", "2", "--concurrent", "5"),
            *("--monitor", f"drips={drips}\nlimited={limited}\nodd={odd}"),
            *("--targets", "p95 < 5s", "--targets", "monitor.drips.x max < 5"),
            LOAD_TEST_MONITOR_AUTHORIZATION="Bearer sentinel-monitors-0815",
        )
    assert run.code == 1
    assert run.results["summary"]["total"]["judged"] == 10
    assert "Highest drips.x has no data" in run.output
    assert asked["requests"] == 1
    assert asked["Bearer sentinel-monitors-0815"] == 1
    assert {"odd.error_x", "database.waitingClients"} <= {one["name"] for one in run.results["series"]}
    everything = run.output + run.errors + "".join(p.read_text("utf-8") for p in run.folder.rglob("*") if p.is_file())
    assert "sentinel-monitors-0815" not in everything


def test_a_scripted_cause_and_the_servers_log_are_told_in_every_report(tmp_path: Path) -> None:
    log, folder = tmp_path / "server.log", tmp_path / "out"
    log.write_text("error: of yesterday\n", "utf-8")
    flags = ("--cause", "signature", "--duration", "2", "--server-log", str(log), "--seed", "1")
    process = start(folder, "demo", *flags)
    while process.poll() is None:
        with log.open("a", encoding="utf-8") as file:
            file.write(f"Error: bad signature of request {time.monotonic()} ::stop-commands::x\n")
        time.sleep(0.1)
    run = finish(process, folder)
    assert run.code == 1, run.output + run.errors
    assert run.results["diagnosis"][0]["cause"] == "signature"
    (shape,) = run.results["server_log"]
    assert shape["shape"] == "Error: bad signature of request <n> ::stop-commands::x"
    assert shape["count"] >= 10
    assert "=== Likely Cause ===\n1. The signature is rejected: " in run.output
    assert "### Likely cause\n\n1. **The signature is rejected**" in run.summary
    junit = (run.folder / "junit-reports" / "TEST-load-test.xml").read_text("utf-8")
    for text in (run.output, run.summary, junit):
        assert "bad signature of request" in text
        assert "yesterday" not in text


@pytest.mark.slow
@pytest.mark.parametrize(("cause", "named"), [("db-pool", "connection pool exhausted"), ("restart", "server restart")])
def test_a_cause_that_takes_time_is_named(tmp_path: Path, cause: str, named: str) -> None:
    run = load(tmp_path / "out", "demo", "--cause", cause, "--seed", "2", timeout=90)
    assert run.results["diagnosis"][0]["cause"] == named


def test_a_load_that_begins_late_is_polled_as_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitors, "INTERVAL", 0.1)
    gatherer, line = Gatherer(), Line.along(network.Route.from_url("http://127.0.0.1:1"), USUAL)
    with serving(counting) as (url, _):
        watcher = Monitors([Endpoint(name="page", url=url)], line, gatherer=gatherer, duration=1.0)
        with watcher:
            line.clock.start(math.inf)  # as a driver whose processes are not ready yet
            gevent.sleep(0.15)
            line.clock.start()
            gevent.sleep(0.6)
    assert len(gatherer.series()[0][0].points) >= 5


BESIDE = "the other version"
LOADS = {
    "one process": ("--duration", "3"),
    "closed model": ("--model", "closed", "--duration", "3"),
    "stages that end in a pause": ("--stages", "1s at 10/s, 3s at 0/s"),
    "warm-up": ("--warm-up", "1", "--duration", "3"),
    "processes": ("--processes", "2", "--duration", "3"),
    "conversations": ("--conversations", "hello: [Hi, {say: There, wait: 1s}]", "--rate", "5/s", "--duration", "3"),
    "two versions": ("--baseline-url", BESIDE, "--duration", "3"),
}
"""One of each way in which a load is driven."""
HELPERS = {"__init__", "load", "timer", "expectations", "repeating"}
"""Modules beside the drivers that drive nothing."""


def test_a_page_is_polled_throughout_however_the_load_is_driven(tmp_path: Path) -> None:
    """All at once: they wait more than they work."""
    runs = {}
    with ExitStack() as servers:
        for name, flags in LOADS.items():
            page, _ = servers.enter_context(serving(counting))
            url, other = (servers.enter_context(simulator("--number-limit", "off")) for _ in range(2))
            more = (other if flag == BESIDE else flag for flag in flags)
            watched = ("--monitor", f"page={page}", "--targets", "monitor.page.n max <= 2")
            folder = tmp_path / name.replace(" ", "-")
            runs[name] = start(folder, "--url", url, *watched, *more), folder
        ended = {name: finish(run, folder) for name, (run, folder) in runs.items()}
    for name, run in ended.items():
        points = next(one["points"] for one in run.results["series"] if one["name"] == "page.n")
        assert {int(at) for at, _ in points} >= {0, 1, 2}, (name, points)
        assert run.code == 1, f"{name}: a page that counted on is seen to"


def test_no_way_of_driving_a_load_is_left_out() -> None:
    drivers = {path.stem for path in (ROOT / "loadtest/send/drivers").glob("*.py")} - HELPERS
    assert drivers == {"here", "pairs", "processes", "talks"}, "a new driver needs a row in LOADS"
