"""What an answer means, where no socket is needed to show it: one sentence and its remedy each."""

from __future__ import annotations

import pytest

from loadtest.setup.faults import Destination, elsewhere_too, explain, is_unlinked, limit_of, suspicious
from loadtest.verdict.judge import Judge, Reason, Verdict
from loadtest.words.exchange import Failure, FailureKind, Reply

PLACE = Destination(
    url="http://app:3000/hook",
    origin="app:3000",
    path="/hook",
    addresses=("172.18.0.5",),
    login=False,
    waited=7.0,
    timeout=15.0,
)


def reply(status: int, body: str = "", kind: str = "text/xml", **headers: str) -> Reply:
    named = [("content-type", kind), *((name.replace("_", "-"), value) for name, value in headers.items())]
    return Reply(status=status, headers=tuple(named), body=body.encode(), size=len(body))


def failure(kind: FailureKind, detail: str = "", cause: str = "") -> Failure:
    return Failure(kind=kind, detail=detail, cause=cause)


@pytest.mark.parametrize(
    ("response", "says"),
    [
        pytest.param(
            failure(FailureKind.DNS, "the name app did not resolve"),
            "the name app did not resolve; correct the host in url",
            id="a name that nobody knows",
        ),
        pytest.param(
            failure(FailureKind.CONNECT, "172.18.0.5 port 3000 refused the connection", "refused"),
            "nothing listens on app:3000 (tried 172.18.0.5); start the server",
            id="nothing listens",
        ),
        pytest.param(
            failure(FailureKind.CONNECT, "172.18.0.5 port 3000 is out of reach", "unreachable"),
            "app:3000 cannot be reached (tried 172.18.0.5): 172.18.0.5 port 3000 is out of reach; correct url",
            id="no way there",
        ),
        pytest.param(
            failure(FailureKind.TLS, "the TLS handshake failed: wrong version number", "handshake"),
            "no TLS with app:3000: the TLS handshake failed: wrong version number; if the server speaks plain http",
            id="no TLS there",
        ),
        pytest.param(
            failure(FailureKind.GENERATOR, "EMFILE: this machine allows no more open files"),
            "the message could not be sent: EMFILE",
            id="our own machine",
        ),
        pytest.param(
            reply(308, location="https://app/hook"),
            "the webhook redirects (HTTP 308 to https://app/hook): Twilio would turn the POST into a GET",
            id="a permanent redirect, which Twilio does not follow",
        ),
        pytest.param(
            reply(307, location="/hook/"),
            "the webhook redirects (HTTP 307 to /hook/); set url to where the webhook really is",
            id="a redirect that keeps the method",
        ),
        pytest.param(
            reply(301, location="https://app:3000/hook?a=1"),
            "or not follow; that is the same address by https; write https in url if it is spoken there",
            id="a redirect to https, and nowhere else",
        ),
        pytest.param(
            reply(301, location="https://[oops/hook"), "the webhook redirects (HTTP 301 to https://[oops", id="no URL"
        ),
        pytest.param(
            reply(200, "<Response/>", "text/plain"),
            'the sender is texted the markup itself: "<Response/>"; send it with Content-Type text/xml, not text/plain',
            id="TwiML as text",
        ),
        pytest.param(reply(301), "no Location header", id="a redirect to nowhere"),
        pytest.param(reply(410), "there is no webhook at /hook (HTTP 410)", id="a webhook that is gone"),
        pytest.param(
            reply(400, "<h1>400</h1> The plain HTTP request was sent to HTTPS port", "text/html"),
            "app:3000 speaks https, not http; write https in url",
            id="nginx's https port",
        ),
        pytest.param(
            reply(400, "Client sent an HTTP request to an HTTPS server.", "text/plain"),
            "app:3000 speaks https, not http",
            id="Go's https port",
        ),
        pytest.param(
            reply(400, '{"error":"Missing required parameter From"}', "application/json"),
            "the server's declaration of the form's fields does not fit",
            id="a form that arrived empty",
        ),
        pytest.param(
            reply(503, "upstream", "text/plain"), "the webhook answers with an error: HTTP 503", id="another error"
        ),
        pytest.param(reply(204), None, id="nothing is wrong"),
    ],
)
def test_an_answer_means(response: Reply | Failure, says: str | None) -> None:
    fault = explain(response, Judge().judge(response), PLACE, "+15555551001")
    assert (fault is None) == (says is None)
    if fault is not None and says is not None:
        assert says in str(fault)
        assert fault.stops


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        pytest.param({"retry_after": "40"}, "retry-after: 40", id="only when to come back"),
        pytest.param(
            {"x_ratelimit_limit": "60", "x_ratelimit_reset": "12"},
            "x-ratelimit-limit: 60, x-ratelimit-reset: 12",
            id="the legacy headers",
        ),
        pytest.param(
            {"ratelimit": '"default";r=0;t=30', "ratelimit_policy": '"default";q=100;w=60'},
            'ratelimit-policy: "default";q=100;w=60, ratelimit: "default";r=0;t=30',
            id="the IETF draft's",
        ),
        pytest.param({"ratelimit_limit": "9" * 500}, "ratelimit-limit: " + "9" * 159 + "…", id="a hostile length"),
        pytest.param({}, "", id="nothing"),
    ],
)
def test_a_limiter_tells_its_limit_and_window(headers: dict[str, str], told: str) -> None:
    assert limit_of(reply(429, **headers)) == told


@pytest.mark.parametrize(
    ("text", "unlinked"),
    [
        ("This phone number isn't linked to a CatchUp account. Visit the web app to link it.", True),
        ("Your number is not registered with us.", True),
        ("Unknown number. Please sign up first.", True),
        ("Please verify your phone before you text us.", True),
        ("Sorry, we couldn't process your message. Please try again later.", False),
        ("File size exceeds 5MB limit. Please send a smaller file.", False),
    ],
)
def test_a_number_that_is_not_known_is_told_from_other_refusals(text: str, unlinked: bool) -> None:  # noqa: FBT001  a case
    assert is_unlinked(Verdict(reason=Reason.REFUSED, detail=f'the reply says "{text}"')) is unlinked


@pytest.mark.parametrize(
    ("good", "bad", "expected"),
    [
        pytest.param(reply(403, "Forbidden"), reply(403, "Forbidden"), True, id="a bare denial"),
        pytest.param(reply(403, "Forbidden"), None, True, id="whatever the bad one got"),
        pytest.param(reply(500, "oops"), reply(500, "oops"), True, id="the same error for both"),
        pytest.param(reply(500, "oops"), reply(403, "Forbidden"), False, id="an error behind the check"),
        pytest.param(reply(404, "x"), reply(404, "x"), False, id="a wrong path"),
        pytest.param(reply(502, "x"), reply(502, "x"), False, id="a gateway's error"),
        pytest.param(
            reply(401, "x", www_authenticate="Basic"), reply(401, "x", www_authenticate="Basic"), False, id="a login"
        ),
        pytest.param(reply(200, "<Response/>"), reply(200, "<Response/>"), False, id="both accepted"),
        pytest.param(
            reply(403, "Missing signature"),
            reply(403, "Missing signature"),
            False,
            id="none arrives: no URL is wrong",
        ),
    ],
)
def test_the_signature_is_suspected(good: Reply, bad: Reply | None, expected: bool) -> None:  # noqa: FBT001  a case
    assert suspicious(good, Judge().judge(good), bad) is expected


PAGE = reply(200, "<html>Shop</html>", "text/html")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        pytest.param(PAGE, True, id="a page of anybody's"),
        pytest.param(reply(200, "Warning<Response/>", "text/html"), False, id="TwiML behind something: a webhook"),
        pytest.param(reply(200, "{}", "application/json"), False, id="JSON: a webhook's, or any route's"),
        pytest.param(reply(200, "<Response/>", "text/html"), False, id="TwiML"),
    ],
)
def test_a_page_that_any_path_gets_is_no_webhook(answer: Reply, told: bool) -> None:  # noqa: FBT001  a case
    fault = elsewhere_too(answer, Judge().judge(answer))
    assert (fault is not None) is told
    assert fault is None or "is most likely no route of the application" in fault.sentence


def test_a_reply_that_is_not_listed_is_shown_with_what_to_add() -> None:
    answer = reply(200, "<Response><Message>Who goes there?</Message></Response>")
    fault = explain(answer, Judge().expecting(["Welcome {any}"]).judge(answer), PLACE, "+15555551001")
    assert fault is not None
    assert not fault.stops
    assert '"Who goes there?", which expected-replies does not list' in fault.sentence
    assert "add the reply to expected-replies" in fault.remedy
