"""What is watched while a load runs: the server's pages and its log, told together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gevent
from configurations import configured
from servers import PATH, RawServer, closed_port, saying

from loadtest.run.job import job_of, line_of
from loadtest.run.watching import Watching

if TYPE_CHECKING:
    from pathlib import Path

    from loadtest.measure.series import Watched

FIGURES = b'HTTP/1.1 200 OK\r\nContent-Length: 13\r\nConnection: close\r\n\r\n{"waiting":3}'


def watched(url: str, log: Path, **flags: str) -> Watched:
    config = configured(url=url, server_log=str(log), monitor="db=/figures", **flags)
    job = job_of(config, config.plan())
    with (watching := Watching(config, job.plan, line_of(config, job))):
        gevent.sleep(0.05)
        with log.open("a") as file:
            file.write("ERROR pool of sentinel-token-123 exhausted\n")
        gevent.sleep(0.6)
    return watching.watched()


def test_the_pages_and_the_log_are_told_together(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_text("ERROR of yesterday\n")
    with RawServer(saying(FIGURES)) as server:
        found = watched(server.origin + PATH, log)
    assert "db.waiting" in {series.name for series in found.series}
    assert [shape.count for shape in found.server_log] == [1], "what was there before is not the run's"
    assert "sentinel" not in found.server_log[0].shape


def test_a_page_that_is_not_there_and_a_target_that_nothing_feeds_are_said(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_text("")
    url = f"http://127.0.0.1:{closed_port()}{PATH}"
    notes = " ".join(watched(url, log, targets="monitor.db.waiting max < 3").notes)
    assert "Monitor db: nothing answers" in notes
    assert "db.waiting" in notes
