"""The request line and headers that stand before every message."""

from __future__ import annotations

import pytest

from loadtest.message.head import http_head


@pytest.mark.parametrize(
    ("url", "line", "host"),
    [
        pytest.param("http://localhost:3000/hook", "POST /hook HTTP/1.1", "localhost:3000", id="a port is named"),
        pytest.param("https://h.test/a?b=c", "POST /a?b=c HTTP/1.1", "h.test", id="a query goes along"),
        pytest.param("https://h.test", "POST / HTTP/1.1", "h.test", id="no path is the root"),
        pytest.param("http://u:p@h.test/x", "POST /x HTTP/1.1", "h.test", id="userinfo is no host"),
    ],
)
def test_where_it_goes(url: str, line: str, host: str) -> None:
    first, second, *_ = http_head(url, 7, keep_alive=True).split("\r\n")
    assert (first, second) == (line, f"Host: {host}")


@pytest.mark.parametrize("keep_alive", [True, False])
@pytest.mark.parametrize("authorization", ["", "dTpw"])
def test_what_depends_on_how_it_is_sent(keep_alive: bool, authorization: str) -> None:  # noqa: FBT001
    head = http_head("http://h/", 7, keep_alive=keep_alive, authorization=authorization)
    assert ("Connection: close\r\n" in head) is not keep_alive
    assert ("Authorization: Basic dTpw\r\n" in head) is bool(authorization)
    assert "Content-Length: 7\r\n" in head
    assert head.endswith("\r\n\r\n")
