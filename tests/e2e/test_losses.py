"""A bot whose work ends while its webhook goes on accepting, or knows no MMS: the report says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rest_server import RestServer

if TYPE_CHECKING:
    from pathlib import Path

SHORT = ("--preflight", "false", "--rate", "20", "--duration", "6", "--reply-timeout", "4",
         "--targets", "unanswered < 1%", "--phone-numbers", "+15555550000-+15555550499")  # fmt: skip


@pytest.mark.parametrize(
    ("own", "cause", "says"),
    [
        ({"STOP_AFTER": "60"}, "work stopped", "accepted messages got no answer, before it "),
        ({"IGNORE": "MediaUrl0"}, "kind of message unanswered", "accepted MMS got no answer, "),
    ],
)
def test_lost_work_is_explained(tmp_path: Path, own: dict[str, str], cause: str, says: str) -> None:
    bot = RestServer(tmp_path, **own)
    try:
        code, told, results = bot.load(*SHORT)
    finally:
        bot.process.terminate()
        bot.process.wait(5)
    assert code == 1, told
    assert results["diagnosis"][0]["cause"] == cause, told
    assert says in results["diagnosis"][0]["evidence"]
