"""One line for a whole run: its parts share the clock and the route, and a CA file is read once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from loadtest.send import network
from loadtest.send.line import Line
from loadtest.send.network import Route
from loadtest.words.sending import USUAL, Sending

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("url", ["http://localhost:3000/", "https://localhost/"])
def test_the_sender_goes_by_the_lines_clock_and_route(url: str) -> None:
    line = Line.along(Route.from_url(url), USUAL)
    sender = line.sender
    assert sender._clock is line.clock
    assert sender._route is line.route
    assert (sender._tls is line.tls) == url.startswith("https")
    read = line.tls.cert_store_stats()["x509_ca"] > 0
    assert read == url.startswith("https"), "before the clock runs, and only where there is TLS"
    line.close()


def test_a_session_is_new_and_goes_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str | None] = []
    made = network.tls_context()
    monkeypatch.setattr(network, "tls_context", lambda ca_file: read.append(ca_file) or made)
    line = Line.along(Route.from_url("https://localhost/"), Sending(ca_file="ca.pem"))
    one, other = line.session(), line.session()
    assert one is not other
    assert one.get_adapter("https://x")._route is line.route
    assert read == ["ca.pem"]


def test_a_ca_file_that_cannot_be_used_is_told_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="give the path of a PEM file"):
        Line.along(Route.from_url("http://localhost/"), Sending(ca_file=str(tmp_path / "none.pem")))


def test_another_line_goes_the_same_way_by_the_same_clock_with_connections_of_its_own() -> None:
    line = Line.along(Route.from_url("https://localhost/"), USUAL)
    other = line.another(USUAL)
    assert other.route is line.route
    assert other.tls is line.tls, "a CA file is read once"
    assert other.clock is line.clock
    assert other.sender is not line.sender
