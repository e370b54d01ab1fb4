"""Numbers are registered and verified before the load, once or many times over; the first failure is named."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from harness import load, simulator
from servers import REPLY, RawServer

from loadtest.message.phone_pool import parse_pool
from loadtest.send.network import Route, session
from loadtest.setup.provisioning import Provisioning, provision
from loadtest.simulator.backend import PhoneBook
from loadtest.words.errors import SetupError
from loadtest.words.secret import Secret

if TYPE_CHECKING:
    from pathlib import Path

    from servers import Peer

SECRET = "sentinel-bearer-5f0d1c"
TWO = ["+15555552000-+15555552001"]


def lines(folder: Path, count: int) -> tuple[list[str], str, str]:
    """Return the flags for `count` numbers with a user and a code each, and the file of tokens."""
    pool = parse_pool([f"+15555552000-+{15555552000 + count - 1}"])
    book = PhoneBook(None, seed=0)
    numbers = [pool.at(place) for place in range(count)]
    (folder / "tokens").write_text("\n".join(f"{number} {SECRET}-{number}" for number in numbers))
    (folder / "codes").write_text("\n".join(f"{number} {book.code_for(number)}" for number in numbers))
    flags = ["--phone-numbers", pool.texts()[0], "--provision", "--verification-code", f"@{folder / 'codes'}"]
    return flags, f"@{folder / 'tokens'}", numbers[-1]


@pytest.mark.parametrize("count", [40, pytest.param(1000, marks=pytest.mark.slow)])
def test_a_user_and_a_code_per_number_and_twice_is_as_good_as_once(tmp_path: Path, count: int) -> None:
    flags, tokens, _ = lines(tmp_path, count)
    short = ("--duration", "100ms", "--concurrent", "40")
    with simulator("--linked-numbers", "none") as url:
        refused = load(tmp_path / "before", "--url", url, *short, *flags[:2])
        once, twice = (
            load(tmp_path / name, "--url", url, *short, *flags, LOAD_TEST_SETUP_AUTHORIZATION=tokens)
            for name in ("once", "twice")
        )
    assert refused.code == 3
    assert "the server does not know the test phone numbers" in refused.output
    for run in (once, twice):
        assert run.code == 0, run.output + run.errors
        assert f"Provisioned {count:,} phone numbers in" in run.output
        assert run.line("Successful:") == "40 (100.00%)"
        text = run.output + run.errors + "".join(p.read_text("utf-8") for p in run.folder.rglob("*") if p.is_file())
        assert SECRET not in text


def dripping(peer: Peer) -> None:
    """Answer the health page, and a registration by a header that never ends."""
    if peer.request().startswith(b"GET"):
        peer.say(REPLY)
        return
    peer.say(b"HTTP/1.1 200 OK\r\n")
    while not peer.rest(0.5):
        peer.say(b"X: y\r\n")


@pytest.mark.slow
def test_a_registration_whose_header_drips_is_given_up_and_named(tmp_path: Path) -> None:
    with RawServer(dripping) as server:
        began = time.monotonic()
        run = load(tmp_path / "out", "--url", server.url, "--phone-numbers", "+15555552000", "--provision")
    assert run.code == 3
    assert "+15555552000 could not be linked" in run.output
    assert "no whole answer within 10s" in run.output
    assert 9 < time.monotonic() - began < 20


def test_one_token_for_two_numbers_is_an_error_that_names_the_second(tmp_path: Path) -> None:
    flags = ("--phone-numbers", "+15555552000-+15555552001", "--provision")
    with simulator("--linked-numbers", "none", "--verification-code", "123456") as url:
        run = load(tmp_path / "out", "--url", url, *flags, LOAD_TEST_SETUP_AUTHORIZATION=SECRET)
    assert run.code == 3
    assert "+15555552001 could not be verified" in run.output
    assert "HTTP 409" in run.output
    assert "User already has a different phone number linked" in run.output
    assert "a `number token` line each, in setup-authorization" in run.output
    assert run.results["snapshot"] is None
    assert run.results["broken_setup"] is True
    assert SECRET not in run.output + run.errors


def reply(status: str, body: str = "{}") -> bytes:
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        "Connection: close\r\n\r\n"
    ).encode() + body.encode()


@pytest.mark.parametrize(
    ("link", "verify", "says"),
    [
        pytest.param(reply("200 OK"), reply("200 OK"), "", id="all is well"),
        pytest.param(reply("201 Created"), reply("200 OK", '{"verified":true}'), "", id="all is well and said so"),
        pytest.param(reply("409 Conflict"), reply("200 OK"), "", id="linked already, and proves to be ours"),
        pytest.param(
            reply("409 Conflict", '{"error":"linked"}'),
            reply("400 Bad Request", '{"error":"no"}'),
            'answered HTTP 409 {"error":"linked"}, and its verification HTTP 400 {"error":"no"}; the number is another',
            id="linked already, to another user",
        ),
        pytest.param(
            reply("401 Unauthorized", f'{{"error":"{SECRET}"}}'),
            b"",
            'HTTP 401 {"error":"***"}; set setup-authorization',
            id="a token that may not",
        ),
        pytest.param(reply("404 Not Found"), b"", "set provision-path and verify-path", id="another path"),
        pytest.param(
            reply("200 OK"),
            reply("400 Bad Request", '{"code":"INVALID_CODE"}'),
            "set verification-code",
            id="a wrong code",
        ),
        pytest.param(
            reply("200 OK"), reply("200 OK", '{"verified": false}'), "could not be verified", id="200, but not verified"
        ),
        pytest.param(
            reply("302 Found"), b"", "+15555552000 could not be linked", id="a redirect to a login page is no success"
        ),
        pytest.param(b"", b"", "did not answer (ConnectionError); no load was sent", id="closes at once"),
        pytest.param(reply("500 Oops", "x" * 500_000), b"", "HTTP 500 xx", id="a long answer is cut"),
    ],
)  # fmt: skip
def test_what_a_server_may_answer(link: bytes, verify: bytes, says: str) -> None:
    def behave(peer: Peer) -> None:
        head = peer.request()
        peer.say(verify if b"/verify " in head else link)

    with RawServer(behave) as server:
        setup = Provisioning(
            link_url=f"{server.origin}/link", verify_url=f"{server.origin}/verify",
            tokens={"": Secret(f"Bearer {SECRET}")}, codes={"": "123456"},
        )  # fmt: skip
        said: list[str] = []
        asking = session(Route.from_url(server.origin))
        if not says:
            provision(parse_pool(TWO), setup, session=asking, say=said.append)
            assert said[0].startswith("Provisioned 2 phone numbers")
            return
        with pytest.raises(SetupError) as caught:
            provision(parse_pool(TWO), setup, session=asking, say=said.append)
    assert says in str(caught.value)
    assert "+15555552000" in str(caught.value)
    assert SECRET not in str(caught.value)
    assert len(str(caught.value)) < 1000
