"""What a search has shown, in a sentence and its remedy; a guess is never worded as a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from setup.asked import FORBIDDEN, SAVED, reply

from loadtest.setup.asking import Judged
from loadtest.setup.contents import Treatment
from loadtest.setup.faults import Destination
from loadtest.setup.search import SearchResult
from loadtest.setup.search_faults import found_fault, unchecked, undecided
from loadtest.setup.suspects import Suspect
from loadtest.verdict.judge import Judge
from loadtest.words.secret import Secret

if TYPE_CHECKING:
    from loadtest.words.exchange import Reply

URL = "http://localhost:3000/sms"
PUBLIC = "https://hooks.example.com/sms"
PLACE = Destination(
    url=URL, origin="localhost:3000", path="/sms", addresses=("127.0.0.1",), login=False, waited=0.0, timeout=5.0
)
TOKEN = "0123456789abcdef0123456789abcdef"


def judged(response: Reply) -> Judged:
    return Judged(response=response, verdict=Judge().judge(response))


def fault(signed_for: str = URL, *, suspect: dict[str, Any], **found: Any) -> tuple[str, str]:
    """Return the sentence and the remedy of what was found."""
    result = SearchResult(suspect=Suspect(**{"url": signed_for} | suspect), **found)
    told = found_fault(result, PLACE, signed_for)
    assert told.stops
    return told.sentence, told.remedy


@pytest.mark.parametrize(
    ("signed_for", "suspect", "sentence", "remedy"),
    [
        pytest.param(
            PUBLIC,
            {"url": URL, "changes": ("the URL of the webhook itself",)},
            f"the server signs {URL} (what differs is the URL of the webhook itself)",
            "remove signature-url",
            id="the webhook itself",
        ),
        pytest.param(
            PUBLIC,
            {"url": "http://hooks.example.com/sms", "changes": ("the scheme",)},
            "a proxy takes https and the application signs http, so it would refuse Twilio too",
            "have the proxy send X-Forwarded-Proto",
            id="TLS ends in front of it",
        ),
        pytest.param(
            URL,
            {"url": "http://localhost:3000/", "changes": ("the path, which is missing",)},
            "so it would refuse Twilio too, unless Twilio has that URL",
            "have the server sign the URL as it was asked for, unchanged",
            id="another path",
        ),
        pytest.param(
            URL,
            {"url": "http://127.0.0.1:3000/sms", "changes": ("the host",)},
            "the server signs http://127.0.0.1:3000/sms (what differs is the host)",
            "set signature-url: http://127.0.0.1:3000/sms, or have the server trust its proxy's headers",
            id="another host",
        ),
        pytest.param(
            URL,
            {"url": PUBLIC, "headers": (("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "hooks.example.com"))},
            "only when its proxy's headers say so (X-Forwarded-Proto: https and X-Forwarded-Host: hooks.example.com)",
            "set url to the proxy's address",
            id="a proxy's headers",
        ),
        pytest.param(
            URL,
            {"headers": (("Origin", "http://localhost:3000"),)},
            "a guard against other sites' requests stops the webhook: the message passes only with Origin: ",
            "exempt the webhook from it: Twilio sends no Origin",
            id="a guard against other sites",
        ),
        pytest.param(
            URL,
            {"contents": (Treatment.FORM,)},
            "the server checks the signature of the URL alone: its body parser for forms is missing",
            "parse application/x-www-form-urlencoded before the check",
            id="no body parser",
        ),
        pytest.param(
            URL,
            {"contents": (Treatment.BLANKS,)},
            "the server drops empty parameters before it checks the signature (a plain ASCII message",
            "keep empty parameters",
            id="empty parameters",
        ),
        pytest.param(
            URL,
            {"contents": (Treatment.LATIN1,)},
            "not UTF-8, so it refuses texts that are not plain ASCII",
            "decode the form as UTF-8",
            id="the wrong charset",
        ),
        pytest.param(
            URL,
            {"token": ""},
            "the server signs with an empty token: it has none",
            "give the server a token",
            id="none",
        ),
        pytest.param(
            URL,
            {"token": '"{}"'},
            "the server's token is auth-token in quotation marks",
            "correct it there",
            id="quotation marks on the server",
        ),
        pytest.param(
            URL,
            {"token": TOKEN},
            "the server's token is auth-token without its quotation marks and blanks",
            "take them out of auth-token",
            id="quotation marks here",
        ),
    ],
)
def test_one_fault_is_a_sentence_and_its_remedy(
    signed_for: str, suspect: dict[str, Any], sentence: str, remedy: str
) -> None:
    said, todo = fault(signed_for, suspect=suspect)
    assert sentence in said
    assert remedy in todo
    assert TOKEN not in said + todo
    assert "faults at once" not in said


def test_two_faults_are_told_together() -> None:
    said, todo = fault(PUBLIC, suspect={"url": URL, "contents": (Treatment.EDGES,)})
    assert said.startswith(f"two faults at once: the server signs {URL}; and the server trims the form's values before")
    assert todo == (
        "remove signature-url; check the signature before anything trims the values (in Laravel: except it from "
        "TrimStrings)"
    )


def test_what_a_message_may_not_have_is_named() -> None:
    said, todo = fault(suspect={}, rejected=("an empty parameter", "a line break"))
    assert "a plain message passes its check and one with an empty parameter or a line break does not" in said
    assert todo == "check the signature over the decoded values as they came"


@pytest.mark.parametrize(
    ("reaction", "told"),
    [
        pytest.param(
            judged(reply(500, "boom")),
            'past the check the message still fails (HTTP 500, text/plain: "boom")',
            id="an error behind the check",
        ),
        pytest.param(judged(SAVED), "", id="all is well behind it"),
        pytest.param(None, "", id="not known"),
    ],
)
def test_what_became_of_the_message_past_the_check(reaction: Judged | None, told: str) -> None:
    said, _ = fault(PUBLIC, suspect={"url": URL}, reaction=reaction)
    assert said.partition("; past")[2] == told.partition("past")[2]


def open_fault(found: SearchResult, answer: Reply = FORBIDDEN, token: str = TOKEN) -> tuple[str, str]:
    told = undecided(found, judged(answer), URL, Secret(token))
    return told.sentence, told.remedy


def test_what_stays_open_says_what_was_tried_and_how_to_settle_it() -> None:
    said, todo = open_fault(SearchResult(tried=40), reply(403, "Invalid signature"))
    assert "the way the check is made, cannot tell which: tried a plain message and 40 other forms" in said
    assert said.endswith(", none of them passed")
    assert todo.startswith(f"print the URL that the server signs and compare it with {URL}")
    assert "HMAC-SHA1 over that URL and every parameter's name and value" in todo


@pytest.mark.parametrize(
    ("found", "answer", "token", "said"),
    [
        pytest.param(SearchResult(cut="a limiter ended it"), FORBIDDEN, TOKEN, "; then a limiter ended it", id="cut"),
        pytest.param(
            SearchResult(elsewhere=True),
            FORBIDDEN,
            TOKEN,
            "a path that does not exist gets the same answer, so it comes from something before all paths",
            id="the same elsewhere",
        ),
        pytest.param(
            SearchResult(),
            reply(401, '{"message":"Unauthorized"}', "application/json"),
            TOKEN,
            "the check is made, or what stands before it (a login, a guard, a firewall), cannot tell which",
            id="no word on signatures: it need not be the check that denies",
        ),
        pytest.param(SearchResult(), FORBIDDEN, TOKEN[:-1], "auth-token has 31 characters", id="an odd token"),
        pytest.param(
            SearchResult(),
            reply(403, '{"message":"Forbidden resource","statusCode":403}', "application/json"),
            TOKEN,
            "the cause is a guard of NestJS, which answers so before the application sees a message, or the",
            id="a possible guard",
        ),
    ],
)
def test_what_speaks_for_a_cause_is_added(found: SearchResult, answer: Reply, token: str, said: str) -> None:
    assert said in open_fault(found, answer, token)[0]


def test_a_server_that_takes_both_is_a_warning_and_no_finding() -> None:
    told = unchecked(judged(SAVED), SearchResult(tried=1))
    assert not told.stops
    assert "and 1 other form of the signature too" in told.sentence
    assert "either the server does not check signatures, or it refuses all of them" in told.sentence
    assert "other form" not in unchecked(judged(SAVED), None).sentence
