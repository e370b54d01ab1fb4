"""A bot whose work ends while its webhook goes on accepting, or knows no MMS: the report says so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING

from rest_server import RestServer

if TYPE_CHECKING:
    from pathlib import Path

SHORT = ("--preflight", "false", "--rate", "20", "--duration", "6", "--reply-timeout", "5",
         "--targets", "unanswered < 1%", "--phone-numbers", "+15555550000-+15555550499")  # fmt: skip


CASES = {
    "work stopped": ({"STOP_AFTER": "60"}, "accepted messages got no answer, before it "),
    "kind of message unanswered": ({"IGNORE": "MediaUrl0"}, "accepted MMS got no answer, "),
}


def test_lost_work_is_explained(tmp_path: Path) -> None:
    """All at once: they wait more than they work."""
    with ExitStack() as bots, ThreadPoolExecutor() as loads:
        found = {}
        for cause, (own, _) in CASES.items():
            (folder := tmp_path / cause).mkdir()
            found[cause] = loads.submit(bots.enter_context(RestServer(folder, **own)).load, *SHORT)
        ended = {cause: load.result() for cause, load in found.items()}
    for cause, (code, told, results) in ended.items():
        assert code == 1, told
        first = results["diagnosis"][0]
        assert first["cause"] in {cause, "generator"}, told  # the latter where this machine was too busy to tell
        assert first["cause"] == "generator" or CASES[cause][1] in first["evidence"]
