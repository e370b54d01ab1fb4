"""Only the address is ever replaced, and nothing but the user's own words decides where a request goes."""

from __future__ import annotations

import socket
import ssl
import subprocess
import sys
from typing import TYPE_CHECKING

import gevent.socket
import pytest
import requests
import trustme
from servers import PATH, REPLY, RawServer, answering, closed_port, payload, saying

from loadtest.send import network
from loadtest.send.network import Route, session, tls_context

if TYPE_CHECKING:
    from pathlib import Path


BOTH = ("::1", "127.0.0.1")
LO = socket.if_nametoindex("lo")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("http://localhost:3000/hook", ("http", "localhost", 3000, BOTH), id="localhost is both families"),
        pytest.param("http://api.localhost/", ("http", "api.localhost", 80, BOTH), id="and so are its subdomains"),
        pytest.param("http://127.0.0.1/", ("http", "127.0.0.1", 80, ("127.0.0.1",)), id="a literal IPv4 address"),
        pytest.param("https://[::1]:8443/", ("https", "::1", 8443, ("::1",)), id="a literal IPv6 address"),
        pytest.param("https://Hook.Example/x?y", ("https", "hook.example", 443, ()), id="a name to resolve"),
        pytest.param(
            "https://user:pass@hook.example/", ("https", "hook.example", 443, ()), id="userinfo is no part of it"
        ),
        pytest.param(
            "http://[fe80::1%25lo]/", ("http", "fe80::1%lo", 80, (f"fe80::1%{LO}",)), id="link-local, with its zone"
        ),
        pytest.param("http://münchen.example/", ("http", "xn--mnchen-3ya.example", 80, ()), id="an international name"),
    ],
)
def test_a_route_from(url: str, expected: tuple[object, ...]) -> None:
    route = Route.from_url(url)
    assert (route.scheme, route.host, route.port, route.candidates) == expected
    assert route.settled is None


@pytest.mark.parametrize(
    ("host", "public"),
    [
        pytest.param("localhost", None, id="this machine"),
        pytest.param("127.8.9.1", None, id="loopback"),
        pytest.param("[::1]", None, id="IPv6 loopback"),
        pytest.param("172.17.0.1", None, id="a container bridge"),
        pytest.param("10.1.2.3", None, id="a private network"),
        pytest.param("192.168.1.9", None, id="a home network"),
        pytest.param("169.254.1.1", None, id="link-local"),
        pytest.param("[fd00::1]", None, id="a private IPv6 network"),
        pytest.param("[fe80::1%25lo]", None, id="IPv6 link-local with a zone"),
        pytest.param("0.0.0.0", None, id="this host"),  # noqa: S104  an address to judge, not to bind
        pytest.param("93.184.216.34", "93.184.216.34", id="the world"),
        pytest.param("[2606:2800:220:1::1]", "2606:2800:220:1::1", id="the IPv6 world"),
        pytest.param("[::ffff:93.184.216.34]", "::ffff:93.184.216.34", id="the world in IPv6 clothes"),
        pytest.param("1572395042", "93.184.216.34", id="the world as one number"),
        pytest.param("nosuch.invalid", None, id="nobody yet"),
    ],
)
def test_a_public_address_is_known_by_its_number(
    monkeypatch: pytest.MonkeyPatch, host: str, public: str | None
) -> None:
    def resolve(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(gevent.socket, "getaddrinfo", resolve)
    assert Route.from_url(f"http://{host}:3000/hook").public() == public


def test_a_name_is_public_when_any_of_its_addresses_is(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(0, 0, 0, "", (address, 80)) for address in ("10.0.0.1", "93.184.216.34")]
    monkeypatch.setattr(gevent.socket, "getaddrinfo", lambda *_, **__: found)
    assert Route.from_url("http://staging.example/hook").public() == "93.184.216.34"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com/hook",
        "ftp://example.com",
        "http:///hook",
        "http://h:0/",
        "http://h:99999/",
        "http://h:x/",
        "http://[::1",
    ],
)
def test_a_url_without_an_origin_is_refused_with_the_remedy(url: str) -> None:
    with pytest.raises(ValueError, match="https://"):
        Route.from_url(url)


def test_a_refused_url_keeps_its_secrets() -> None:
    with pytest.raises(ValueError, match="https://") as refused:
        Route.from_url("http://user:hunter2@[::1")
    assert "hunter2" not in repr(refused.value)


def test_a_name_is_resolved_to_every_address_once_until_one_is_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        (0, 0, 0, "", ("2001:db8::1", 80, 0, 0)),
        (0, 0, 0, "", ("fe80::1", 80, 0, 7)),
        (0, 0, 0, "", ("192.0.2.1", 80)),
        (0, 0, 0, "", ("192.0.2.1", 80)),
    ]
    monkeypatch.setattr(gevent.socket, "getaddrinfo", lambda *_, **__: found)
    route = Route.from_url("http://hook.example/")
    assert route.addresses() == ("2001:db8::1", "fe80::1%7", "192.0.2.1")
    route.settle("192.0.2.1")
    assert route.addresses() == ("192.0.2.1",)


@pytest.mark.parametrize(
    ("host", "name"), [("example.com.", "example.com"), ("fe80::1%eth0", "fe80::1"), ("::1", "::1")]
)
def test_the_name_for_tls_of(host: str, name: str) -> None:
    assert Route(scheme="https", host=host, port=443).server_name == name


# Sessions.


def test_a_session_goes_to_a_link_local_address_by_its_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[object] = []

    def refusing(address: object, *_: object, **__: object) -> None:
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(network, "create_connection", refusing)
    url = "http://[fe80::1%25lo]:9/"
    with session(Route.from_url(url)) as talk, pytest.raises(requests.ConnectionError):
        talk.get(url, timeout=1)
    assert tried == [(f"fe80::1%{LO}", 9)]


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_a_session_finds_the_family_that_answers_and_settles_the_route(address: str) -> None:
    with RawServer(saying(REPLY), address=address) as server:
        route = Route.from_url(f"http://localhost:{server.port}{PATH}")
        with session(route) as talk:
            assert talk.post(f"http://localhost:{server.port}{PATH}", timeout=5).status_code == 200
    assert route.settled == address
    assert b"Host: localhost:%d\r\n" % server.port in server.received


def test_a_session_goes_to_the_settled_address_and_leaves_url_and_host_as_they_are() -> None:
    with RawServer(saying(REPLY)) as server:
        route = Route(scheme="http", host="hook.test", port=server.port, settled="127.0.0.1")
        with session(route) as talk:
            answer = talk.get(f"http://Hook.test:{server.port}/health", timeout=5)
    assert answer.url == f"http://hook.test:{server.port}/health"
    assert b"Host: hook.test:%d\r\n" % server.port in server.received


def test_another_host_than_the_routes_is_reached_in_its_own_way() -> None:
    with RawServer(saying(REPLY)) as server:
        route = Route(scheme="http", host="hook.test", port=1, settled="127.0.0.2")
        with session(route) as talk:
            assert talk.get(server.url, timeout=5).status_code == 200
    assert route.settled == "127.0.0.2"


def test_a_session_verifies_the_name_in_the_url_with_our_ca_file(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    named = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("hook.test").configure_cert(context)
    context.sni_callback = lambda _sock, name, _context: named.append(name)
    with RawServer(saying(REPLY), tls=context) as server:
        route = Route(scheme="https", host="hook.test", port=server.port, candidates=("127.0.0.1",))
        with session(route, tls=tls_context(str(tmp_path / "ca.pem"))) as talk:
            assert talk.get(f"https://hook.test:{server.port}/", timeout=5).status_code == 200
            with pytest.raises(requests.exceptions.SSLError, match=r"127\.0\.0\.1"):
                talk.get(f"https://127.0.0.1:{server.port}/", timeout=5)
        with session(route) as talk, pytest.raises(requests.exceptions.SSLError, match="certificate verify failed"):
            talk.get(f"https://hook.test:{server.port}/", timeout=5)
    assert named[0] == "hook.test"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_even_for_a_call_that_would_follow_it(status: int) -> None:
    with RawServer(saying(REPLY)) as elsewhere:
        moved = b"HTTP/1.1 %d Moved\r\nLocation: %b\r\nContent-Length: 0\r\n\r\n" % (status, elsewhere.url.encode())
        with RawServer(answering(moved)) as server, session(Route.from_url(server.url)) as talk:
            for call in (talk.get, talk.post):
                assert call(server.url, timeout=5, allow_redirects=True).status_code == status
        assert elsewhere.connections == 0


def test_proxies_and_netrc_have_no_effect_on_a_session(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login someone password hunter2\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with RawServer(saying(REPLY)) as trap, RawServer(saying(REPLY)) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, trap.origin)
        with session(Route.from_url(server.url)) as talk:
            assert talk.get(server.url, timeout=5).status_code == 200
        assert trap.connections == 0
    assert b"authorization" not in server.received.lower()


def test_a_port_where_nothing_listens_is_a_connection_error_that_names_the_address() -> None:
    route = Route.from_url(f"http://localhost:{closed_port()}/")
    with session(route) as talk, pytest.raises(requests.ConnectionError, match=r"127\.0\.0\.1.*refused"):
        talk.get(f"http://localhost:{route.port}/", timeout=5)
    assert route.settled is None


def test_a_name_that_does_not_resolve_is_a_connection_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(gevent.socket, "getaddrinfo", unknown)
    route = Route.from_url("http://hook.invalid/")
    with session(route) as talk, pytest.raises(requests.ConnectionError, match="not known"):
        talk.get("http://hook.invalid/", timeout=5)


# TLS.


def test_a_ca_file_that_is_not_there_or_holds_no_certificate_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("not a certificate")
    for path, reason in ((tmp_path / "ca.pem", "no PEM certificate"), (tmp_path / "none.pem", "No such file")):
        with pytest.raises(ValueError, match=f"{path.name}.*{reason}.*give the path of a PEM file"):
            tls_context(str(path))


def test_the_context_verifies_names_and_chains() -> None:
    context = tls_context()
    assert (context.check_hostname, context.verify_mode) == (True, ssl.CERT_REQUIRED)
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.cert_store_stats()["x509_ca"] == 0, "a load without TLS does not wait for them"
    context.prepare()
    assert context.cert_store_stats()["x509_ca"] > 50


# As in the program, where everything is patched.

_PATCHED = """
from gevent import monkey
monkey.patch_all()
import sys, time
from loadtest.words.exchange import Request
from loadtest.send import network
from loadtest.send.network import Route, session, tls_context
from loadtest.send.sender import WebhookSender
from loadtest.words.sending import Sending
url, ca_file = sys.argv[1:]
route, tls = Route.from_url(url), tls_context(ca_file)
with session(route, tls=tls) as talk:
    print(talk.get(url, timeout=5).status_code)
sender = WebhookSender(route, Sending(keep_alive=True), tls=tls, clock=time.monotonic)
request = Request(seq=0, scenario="sms", number="+1", payload=sys.stdin.buffer.read())
for _ in range(2):
    print(sender.send(request, due=0.0).response.status)
sender.close()
"""


def test_session_and_sender_work_in_a_patched_process(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with RawServer(answering(), tls=context) as server:
        url = f"https://localhost:{server.port}{PATH}"
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", _PATCHED, url, str(tmp_path / "ca.pem")],
            input=payload(keep_alive=True),
            capture_output=True,
            timeout=30,
            check=False,
        )
    assert (done.stdout.split(), done.stderr) == ([b"200"] * 3, b"")
    assert (server.connections, server.requests) == (2, 2)
