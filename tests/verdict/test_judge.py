"""The judge: a corpus of raw replies, tables of failures, patterns and sentences. Properties are in a file apart."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import httptools
import pytest

from loadtest.verdict import judge as module
from loadtest.verdict.judge import VERDICTS_KEPT, Judge, Reason, ReplyCheck, Verdict
from loadtest.verdict.reading import QUOTED
from loadtest.verdict.wordings import says_limit, says_refusal
from loadtest.words.exchange import KEPT_BODY, Failure, FailureKind, Reply
from loadtest.words.mask import Mask
from loadtest.words.reply_shapes import reply_shape

CORPUS = Path(__file__).parents[1] / "corpus"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((CORPUS / "replies.toml").read_text(encoding="utf-8"))
LIMIT_TEXT = "You've reached the limit of 20 messages per hour."
REFUSAL_TEXT = "This number isn't linked to an account."


class _Collector:
    """What httptools hands over, as the sender collects it."""

    def __init__(self) -> None:
        self.headers: list[tuple[str, str]] = []
        self.body = b""

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name.decode("latin-1").lower(), value.decode("latin-1")))

    def on_body(self, data: bytes) -> None:
        self.body += data


def read_reply(raw: bytes) -> Reply:
    collector = _Collector()
    parser = httptools.HttpResponseParser(collector)
    parser.feed_data(raw)
    return Reply(
        status=parser.get_status_code(),
        headers=tuple(collector.headers),
        body=collector.body[:KEPT_BODY],
        size=len(collector.body),
    )


def reply(body: str | bytes = b"", *, status: int = 200, content_type: str = "text/xml", **headers: str) -> Reply:
    raw = body.encode() if isinstance(body, str) else body
    named = {"content-type": content_type, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return Reply(status=status, headers=tuple(named.items()), body=raw[:KEPT_BODY], size=len(raw))


def twiml(text: str, **kwargs: Any) -> Reply:
    return reply(f"<Response><Message>{escape(text)}</Message></Response>", **kwargs)


def failure(*, kind: FailureKind = FailureKind.CONNECT, cause: str = "", detail: str = "it broke") -> Failure:
    return Failure(kind=kind, cause=cause, detail=detail)


def test_every_raw_reply_has_its_expected_verdict_and_the_other_way_round() -> None:
    assert {path.stem for path in CORPUS.glob("*.http")} == set(EXPECTED)
    assert len({case["says"] for case in EXPECTED.values()}) > 100


@pytest.mark.parametrize("name", [pytest.param(name, id=f"{name}: {case['says']}") for name, case in EXPECTED.items()])
def test_corpus(name: str) -> None:
    expected = EXPECTED[name]
    verdict = Judge().judge(read_reply((CORPUS / f"{name}.http").read_bytes()))
    assert (verdict.reason.value, verdict.twilio_code) == (expected["reason"], expected.get("code")), verdict.detail
    wanted = expected.get("warnings", [])
    assert len(verdict.warnings) == len(wanted), verdict.warnings
    assert all(warning.startswith(start) for warning, start in zip(verdict.warnings, wanted, strict=True))


@pytest.mark.parametrize(
    ("kind", "cause", "reason", "code"),
    [
        pytest.param(FailureKind.DNS, "", Reason.CONNECT, 11210, id="a name that does not resolve"),
        pytest.param(FailureKind.CONNECT, "refused", Reason.CONNECT, 11202, id="nobody listens"),
        pytest.param(FailureKind.CONNECT, "timed out", Reason.CONNECT, 11201, id="nobody answers the connect"),
        pytest.param(FailureKind.CONNECT, "unreachable", Reason.CONNECT, 11205, id="no way to the host"),
        pytest.param(FailureKind.TLS, "hostname mismatch", Reason.TLS, 11235, id="another host's certificate"),
        pytest.param(FailureKind.TLS, "expired", Reason.TLS, 11236, id="a lapsed certificate"),
        pytest.param(FailureKind.TLS, "untrusted", Reason.TLS, 11237, id="a certificate nobody vouches for"),
        pytest.param(FailureKind.TLS, "handshake", Reason.TLS, 11220, id="the handshake itself fails"),
        pytest.param(FailureKind.TLS, "", Reason.TLS, 11220, id="TLS fails for a cause without a name"),
        pytest.param(FailureKind.TIMEOUT, "", Reason.TIMEOUT, 11205, id="the budget runs out"),
        pytest.param(FailureKind.RESET, "", Reason.CONNECTION_LOST, 11206, id="the connection breaks off"),
        pytest.param(FailureKind.PROTOCOL, "", Reason.PROTOCOL, 11206, id="the server does not speak HTTP"),
        pytest.param(FailureKind.CUT, "", Reason.CUT, None, id="our own stop: Twilio's log knows nothing of it"),
        pytest.param(FailureKind.GENERATOR, "", Reason.GENERATOR, None, id="our own fault: likewise"),
    ],
)
@pytest.mark.parametrize("check", list(ReplyCheck))
def test_failures(check: ReplyCheck, kind: FailureKind, cause: str, reason: Reason, code: int | None) -> None:
    verdict = Judge(check=check).judge(Failure(kind=kind, cause=cause, detail="it broke"))
    assert verdict == Verdict(reason=reason, twilio_code=code, detail="it broke")


@pytest.mark.parametrize(
    ("response", "reason", "code"),
    [
        pytest.param(twiml(LIMIT_TEXT), Reason.ACCEPTED, None, id="a 200 is accepted whatever it says"),
        pytest.param(reply("{}", content_type="application/json"), Reason.ACCEPTED, None, id="and whatever it is"),
        pytest.param(reply(status=429), Reason.RATE_LIMITED, 11217, id="429 is rate limited"),
        pytest.param(reply(status=201), Reason.HTTP_ERROR, None, id="another 2xx was no success to the original"),
        pytest.param(reply(status=302, location="/x"), Reason.HTTP_ERROR, None, id="a redirect is an error"),
        pytest.param(reply("Forbidden", status=403), Reason.HTTP_ERROR, 11217, id="a 403 is an error like others"),
        pytest.param(reply(status=503, retry_after="1"), Reason.HTTP_ERROR, 11217, id="so is a 503"),
    ],
)
def test_status_mode_judges_as_the_original_script_did(response: Reply, reason: Reason, code: int | None) -> None:
    verdict = Judge(check=ReplyCheck.STATUS).judge(response)
    assert (verdict.reason, verdict.twilio_code, verdict.warnings) == (reason, code, ())


@pytest.mark.parametrize(
    ("patterns", "response", "reason"),
    [
        pytest.param(
            {"rate_limit_patterns": ["come back tomorrow"]},
            twiml("Come back TOMORROW!"),
            Reason.RATE_LIMITED,
            id="a limit pattern adds a wording, without regard to case",
        ),
        pytest.param(
            {"rate_limit_patterns": ["nope", r"zu \w+ heute"]},
            twiml("Zu oft heute"),
            Reason.RATE_LIMITED,
            id="each of several patterns counts, and they are regular expressions",
        ),
        pytest.param(
            {"rate_limit_patterns": ["quiet hours"]},
            reply("Quiet hours", status=503, content_type="text/plain"),
            Reason.RATE_LIMITED,
            id="a limit pattern tells a limiter's 503 from others",
        ),
        pytest.param(
            {"refusal_patterns": ["we're closed"]},
            twiml("We\u2019re closed"),
            Reason.REFUSED,
            id="a typed apostrophe finds a typographic one",
        ),
        pytest.param(
            {"refusal_patterns": ["no dice"], "rate_limit_patterns": ["no dice"]},
            twiml("No dice."),
            Reason.REFUSED,
            id="refusal beats limit among the user's patterns too",
        ),
        pytest.param(
            {"rate_limit_patterns": ["linked"]},
            twiml(REFUSAL_TEXT),
            Reason.REFUSED,
            id="a built-in refusal beats a limit pattern",
        ),
        pytest.param(
            {"accept_patterns": ["20 messages"]},
            twiml(LIMIT_TEXT),
            Reason.ACCEPTED,
            id="an accept pattern beats a built-in limit",
        ),
        pytest.param(
            {"accept_patterns": ["linked"]},
            twiml(REFUSAL_TEXT),
            Reason.ACCEPTED,
            id="an accept pattern beats a built-in refusal",
        ),
        pytest.param(
            {"accept_patterns": ["thanks"], "refusal_patterns": ["thanks"], "rate_limit_patterns": ["thanks"]},
            twiml("Thanks"),
            Reason.ACCEPTED,
            id="an accept pattern beats the user's other patterns",
        ),
        pytest.param(
            {"accept_patterns": ["."]},
            twiml("Fine", status=500),
            Reason.HTTP_ERROR,
            id="an accept pattern does not make a 500 accepted",
        ),
        pytest.param(
            {"accept_patterns": ["."]},
            twiml("Fine", status=429),
            Reason.RATE_LIMITED,
            id="an accept pattern does not make a 429 accepted",
        ),
        pytest.param(
            {"accept_patterns": ["."]},
            reply('{"ok":true}', content_type="application/json"),
            Reason.NOT_TWIML,
            id="an accept pattern does not make JSON TwiML",
        ),
        pytest.param(
            {"accept_patterns": ["href"]},
            reply(f'<Response><Message action="href">{escape(LIMIT_TEXT)}</Message></Response>'),
            Reason.RATE_LIMITED,
            id="patterns look at what the sender reads, not at markup",
        ),
    ],
)
def test_user_patterns(patterns: dict[str, list[str]], response: Reply, reason: Reason) -> None:
    assert Judge(**patterns).judge(response).reason is reason  # type: ignore[arg-type]


@pytest.mark.parametrize("option", ["rate_limit_patterns", "refusal_patterns", "accept_patterns"])
@pytest.mark.parametrize("pattern", ["(", "[a", "*"])
def test_a_bad_pattern_is_named_with_a_remedy(option: str, pattern: str) -> None:
    with pytest.raises(ValueError, match="is not a regular expression") as error:
        Judge(**{option: ["fine", pattern]})  # type: ignore[arg-type]
    assert repr(pattern) in str(error.value)
    assert "backslash" in str(error.value)


@pytest.mark.parametrize(
    ("response", "sentence"),
    [
        pytest.param(twiml(LIMIT_TEXT), f'the reply says "{LIMIT_TEXT}"', id="a decline quotes its text"),
        pytest.param(
            reply('{"e":1}', status=429, content_type="application/json", retry_after="40"),
            'HTTP 429, application/json, Retry-After 40: "{"e":1}"',
            id="a rate limit names status, type and Retry-After",
        ),
        pytest.param(reply(status=502, content_type="text/html"), "HTTP 502, text/html", id="no body, no quote"),
        pytest.param(
            twiml("Slow down", status=429),
            'HTTP 429, text/xml: "Slow down"; Twilio does not run TwiML that comes with an error',
            id="TwiML with an error is not run",
        ),
        pytest.param(
            reply(status=301, location="https://a.example/"),
            'HTTP 301 to "https://a.example/": Twilio would follow it, as a GET, without the message',
            id="301 loses the message",
        ),
        pytest.param(
            reply(status=307, location="/b"),
            'HTTP 307 to "/b": Twilio would follow it, as a POST, within the same 15 s',
            id="307 keeps the method",
        ),
        pytest.param(reply(status=302), "HTTP 302: no Location header", id="a redirect to nowhere"),
        pytest.param(
            reply("  a\n b ", content_type="application/json"),
            'HTTP 200: Content-Type application/json is not TwiML: "a b"',
            id="a wrong type is named and quoted",
        ),
        pytest.param(
            reply("No", status=401, content_type="text/plain", www_authenticate='Basic realm="x"'),
            'HTTP 401, text/plain: "No"; it asks for a login (Basic realm="x"), which Twilio gives only as basic auth, '
            "from a user and password in the webhook's URL",
            id="a challenge is explained",
        ),
    ],
)
def test_details_are_sentences(response: Reply, sentence: str) -> None:
    assert Judge().judge(response).detail == sentence


def test_a_long_text_is_cut_where_it_is_quoted() -> None:
    detail = Judge().judge(twiml(LIMIT_TEXT + " really" * 500)).detail
    assert detail.endswith('…"')
    assert len(detail) == len('the reply says ""') + QUOTED


@pytest.mark.parametrize(
    "text",
    [
        "too many ",
        "hit your ",
        "number ",
        "<",
        "<script>",
        "&amp;",
        "if ",
        "a b ",
        "号码",
        "reached the daily ",
        "\n",
        "it isn't ",
        "\u0315\u0300\u05ae",
        '"',
        "' ",
        "1. a",
        "you have too many ",
        "sorry we could not ",
    ],
)
def test_no_text_makes_judging_slow(text: str) -> None:
    body = (text * KEPT_BODY).encode()[: KEPT_BODY - 100].decode("utf-8", "ignore")
    judge = Judge()
    assert judge.judge(reply(body, content_type="text/plain")).reason in {Reason.ACCEPTED, Reason.RATE_LIMITED}
    assert judge.judge(reply(body, status=503, content_type="text/html")).reason in {
        Reason.HTTP_ERROR,
        Reason.RATE_LIMITED,
    }


@pytest.mark.parametrize(
    ("spelling", "reason"),
    [
        ("You've reached your limit", Reason.RATE_LIMITED),
        ("You\u2019ve reached your limit", Reason.RATE_LIMITED),
        ("YOU`VE REACHED YOUR LIMIT", Reason.RATE_LIMITED),
        ("Youve  reached\nyour limit", Reason.RATE_LIMITED),
        ("It couldn't process your message", Reason.REFUSED),
        ("It couldn\u02bct process your message", Reason.REFUSED),
        ("IT COULDNT PROCESS YOUR MESSAGE", Reason.REFUSED),
        ("Has alcanzado el limite", Reason.RATE_LIMITED),
        ("HAS ALCANZADO EL LI\u0301MITE", Reason.RATE_LIMITED),
    ],
)
def test_spelling_does_not_matter(spelling: str, reason: Reason) -> None:
    assert Judge().judge(twiml(spelling)).reason is reason


def test_memory_stays_bounded_and_verdicts_the_same_when_every_reply_differs() -> None:
    judge = Judge()
    for index in range(3 * VERDICTS_KEPT):
        assert judge.judge(twiml(f"Order {index} received")).ok
        assert len(judge._verdicts) <= VERDICTS_KEPT
    page = b"x" * KEPT_BODY
    for index in range(300):
        assert judge.judge(reply(page, status=500 + index % 99, location=str(index))).reason is Reason.HTTP_ERROR
        assert judge._bytes <= module.BYTES_KEPT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(reply(status=500), reply(status=503, retry_after="1"), id="status"),
        pytest.param(twiml("Thanks"), twiml("Thanks", content_type="text/css"), id="Content-Type"),
        pytest.param(reply(status=302), reply(status=302, location="/"), id="Location"),
        pytest.param(reply(status=503), reply(status=503, retry_after="1"), id="Retry-After"),
        pytest.param(reply(), reply(transfer_encoding="chunked"), id="Transfer-Encoding"),
        pytest.param(reply(status=401), reply(status=401, www_authenticate="Basic"), id="WWW-Authenticate"),
        pytest.param(twiml("Thanks"), twiml(LIMIT_TEXT), id="body"),
        pytest.param(twiml("Thanks"), replace(twiml("Thanks"), size=KEPT_BODY + 1), id="size"),
        pytest.param(failure(), failure(kind=FailureKind.DNS), id="kind of failure"),
        pytest.param(failure(), failure(cause="refused"), id="cause of failure"),
        pytest.param(failure(), failure(detail="otherwise"), id="detail of failure"),
    ],
)
def test_what_differs_in_one_thing_that_matters_is_told_apart(one: Reply | Failure, other: Reply | Failure) -> None:
    judge = Judge()
    first, second = judge.judge(one), judge.judge(other)
    assert first != second
    assert (first, second) == (Judge().judge(one), Judge().judge(other))


def test_a_repeated_reply_is_judged_once() -> None:
    judge = Judge()
    first = judge.judge(twiml(LIMIT_TEXT))
    assert judge.judge(twiml(LIMIT_TEXT, date="later")) is first


def test_a_repeated_text_is_judged_once() -> None:
    judge = Judge()
    assert judge.judge_text("Slow down.") is judge.judge_text("Slow down.")
    assert judge.judge_text("Slow down.") is not judge.judge_text("Here you are.")


def test_wordings_alone_do_not_both_claim_a_plain_limit() -> None:
    assert says_limit(LIMIT_TEXT)
    assert not says_refusal(LIMIT_TEXT)
    assert says_refusal(REFUSAL_TEXT)
    assert not says_limit(REFUSAL_TEXT)


def test_a_cookie_that_twilio_cannot_read_is_its_error_11206() -> None:
    judge = Judge()
    assert judge.judge(replace(twiml("Thanks"), cookies=("sid=1; Path=/",))).ok
    verdict = judge.judge(replace(twiml("Thanks"), cookies=("=1",)))
    assert (verdict.reason, verdict.twilio_code) == (Reason.PROTOCOL, 11206)


MASKED = "It is <code>"
SHOUTED = Mask(["hunter2hunter2"])


@pytest.mark.parametrize(
    ("judging", "text", "verdict"),
    [
        pytest.param(
            Judge(check=ReplyCheck.STATUS),
            LIMIT_TEXT,
            Verdict(reason=Reason.ACCEPTED, said=LIMIT_TEXT, shape=reply_shape(LIMIT_TEXT), why="reply-check: status"),
            id="where only the status is looked at, any text is accepted",
        ),
        pytest.param(
            Judge(),
            "Thanks!",
            Verdict(
                reason=Reason.ACCEPTED, detail='the reply says "Thanks!"', said="Thanks!", shape=reply_shape("Thanks!")
            ),
            id="an answer",
        ),
        pytest.param(
            Judge().expecting(["Thanks!"]),
            "Nope",
            Verdict(
                reason=Reason.UNEXPECTED,
                detail='the reply says "Nope", which expected-replies does not list',
                said="Nope",
                shape=reply_shape("Nope"),
                why="not in expected-replies",
            ),
            id="an answer that is not expected",
        ),
        pytest.param(
            Judge(mask=SHOUTED),
            "It is hunter2hunter2",
            Verdict(
                reason=Reason.ACCEPTED, detail='the reply says "It is ***"', said="It is ***", shape="It is <code>"
            ),
            id="a secret in it is masked",
        ),
        pytest.param(
            Judge(check=ReplyCheck.STATUS, mask=SHOUTED),
            "It is hunter2hunter2",
            Verdict(reason=Reason.ACCEPTED, said="It is ***", shape="It is <code>", why="reply-check: status"),
            id="there, too",
        ),
    ],
)
def test_a_text_that_came_through_twilios_api(judging: Judge, text: str, verdict: Verdict) -> None:
    assert judging.judge_text(text) == verdict


@pytest.mark.parametrize(
    ("response", "verdict"),
    [
        pytest.param(
            twiml(LIMIT_TEXT),
            Verdict(
                reason=Reason.ACCEPTED,
                detail="HTTP 200",
                said=LIMIT_TEXT,
                shape=reply_shape(LIMIT_TEXT),
                why="reply-check: status",
            ),
            id="what was said is kept",
        ),
        pytest.param(
            reply("<p>Fine</p>", content_type="text/html"),
            Verdict(reason=Reason.ACCEPTED, detail="HTTP 200", said="Fine", shape="Fine", why="reply-check: status"),
            id="of a page, its text",
        ),
        pytest.param(
            reply("no", status=429),
            Verdict(reason=Reason.RATE_LIMITED, twilio_code=11217, detail="HTTP 429"),
            id="a limit",
        ),
        pytest.param(
            reply("no", status=500),
            Verdict(reason=Reason.HTTP_ERROR, twilio_code=11217, detail="HTTP 500"),
            id="an error",
        ),
        pytest.param(
            reply("no", status=204),
            Verdict(reason=Reason.HTTP_ERROR, detail="HTTP 204"),
            id="the script took no 204",
        ),
    ],
)
def test_status_mode_tells_what_it_saw(response: Reply, verdict: Verdict) -> None:
    assert Judge(check=ReplyCheck.STATUS).judge(response) == verdict


MARKUP = "<div>Too many <b>cooks</b></div>"


@pytest.mark.parametrize(
    ("body", "content_type", "quoted"),
    [
        (MARKUP, "text/html", "Too many cooks"),
        (MARKUP, "application/xhtml+xml", "Too many cooks"),
        ("Oops <b>cooks</b>", "text/html; charset=utf-8", "Oops cooks"),
        ("Oops <b>cooks</b>", "application/xml", "Oops cooks"),
        ("Oops <b>cooks</b>", "text/plain", "Oops <b>cooks</b>"),
        (f"  {MARKUP}", "text/plain", "Too many cooks"),
    ],
)
def test_of_a_page_its_text_is_quoted(body: str, content_type: str, quoted: str) -> None:
    detail = Judge().judge(reply(body, status=500, content_type=content_type)).detail
    assert detail == f'HTTP 500, {content_type.partition(";")[0]}: "{quoted}"'


def test_a_page_without_a_type_is_read_by_how_it_begins() -> None:
    bare = Reply(status=500, headers=(), body=MARKUP.encode(), size=len(MARKUP))
    assert Judge().judge(bare).detail == 'HTTP 500: "Too many cooks"'


@pytest.mark.parametrize(
    ("status", "headers", "detail"),
    [
        (304, {"location": "/x"}, "HTTP 304: Twilio does not follow it"),
        (302, {}, "HTTP 302: no Location header"),
        (302, {"location": "mailto:x"}, 'HTTP 302: Location "mailto:x" is no web address'),
    ],
)
def test_a_redirect_that_leads_nowhere(status: int, headers: dict[str, str], detail: str) -> None:
    verdict = Judge().judge(reply(status=status, **headers))
    assert (verdict.reason, verdict.twilio_code, verdict.detail) == (Reason.REDIRECT, 11216, detail)


def test_long_headers_are_cut_where_they_are_quoted() -> None:
    long = "x" * 500
    told = Judge().judge(reply(status=429, content_type=f"text/{long}", retry_after=long)).detail
    assert told == f"HTTP 429, text/{'x' * 74}…, Retry-After {'x' * 39}…"
    told = Judge().judge(reply(status=401, content_type="", www_authenticate=long)).detail
    assert f"it asks for a login ({'x' * 39}…), which" in told


def test_status_mode_reads_a_page_by_its_type() -> None:
    judging = Judge(check=ReplyCheck.STATUS)
    assert judging.judge(reply("Oops <b>cooks</b>", content_type="text/html")).said == "Oops cooks"
    assert judging.judge(reply("Oops <b>cooks</b>", content_type="text/plain")).said == "Oops <b>cooks</b>"


def test_a_document_type_is_named_for_what_it_is() -> None:
    detail = Judge().judge(reply("<!DOCTYPE Response><Response/>")).detail
    assert detail == 'HTTP 200: the body does not parse as XML (TwiML has no DOCTYPE): "<!DOCTYPE Response><Response/>"'


@pytest.mark.parametrize(
    ("body", "content_type", "quoted"),
    [
        pytest.param("Zu viele Köche".encode("latin-1"), "text/plain; charset=latin-1", "Zu viele Köche", id="latin-1"),
        pytest.param("Zu viele Köche".encode(), "text/plain; charset=x-ours", "Zu viele Köche", id="no codec"),
        pytest.param("Zu viele Köche".encode(), "text/plain; charset=iso-8859-12", "Zu viele Köche", id="missing"),
        pytest.param(b"K\xf6che", "text/plain; charset=iso-8859-12", "K\ufffdche", id="a byte that is none"),
        pytest.param(b"K\xf6che", "text/plain", "K\ufffdche", id="what cannot be read is shown as that"),
        pytest.param(b"a<script>b</script>c<style>d</style>e", "text/html", "a c e", id="scripts and styles"),
        pytest.param(b"a<script>b", "text/html", "a", id="nor is what a script that never ends hides"),
    ],
)
def test_a_page_is_read_by_its_character_set(body: bytes, content_type: str, quoted: str) -> None:
    kind = content_type.partition(";")[0]
    assert Judge().judge(reply(body, status=500, content_type=content_type)).detail == f'HTTP 500, {kind}: "{quoted}"'


@pytest.mark.parametrize("verb", ["Message", "Sms"])
@pytest.mark.parametrize("inside", ["Hello", "<Body>Hello</Body>"])
def test_both_verbs_of_a_message_are_read(verb: str, inside: str) -> None:
    told = Judge().judge(reply(f"<Response><{verb}>{inside}</{verb}></Response>"))
    assert told.said == "Hello"


@pytest.mark.parametrize(
    ("judging", "text", "why"),
    [
        (Judge(rate_limit_patterns=["cooks"]), "Too many cooks", "your rate-limit-pattern"),
        (Judge(refusal_patterns=["cooks"]), "Too many cooks", "your refusal-pattern"),
        (Judge(accept_patterns=["cooks"]), "Too many cooks", "your accept-pattern"),
    ],
)
def test_the_users_own_pattern_is_named(judging: Judge, text: str, why: str) -> None:
    assert judging.judge(twiml(text)).why == why


LONG = "F" * 50


@pytest.mark.parametrize(
    ("inside", "warnings"),
    [
        ("<Foo/>", ["12200: the verb <Foo> is unknown and does nothing (names are case-sensitive)"]),
        (f"<{LONG}/>", [f"12200: the verb <{LONG[:40]}> is unknown and does nothing (names are case-sensitive)"]),
        ("<Say>Hi</Say>", ["14110: <Say> is a voice verb and does nothing in a reply to a message"]),
        ("<Message>a<Foo/></Message>", ["12200: <Foo> is unknown inside <Message> (names are case-sensitive)"]),
        ("<Message/>", ["14103: a message is empty"]),
        (f"<Message>{'a' * 1600}</Message>", []),
        (f"<Message>{'a' * 1601}</Message>", ["14103: a message is longer than 1600 characters"]),
        ("<Message>a</Message>" * 10, []),
        ("<Message>a</Message>" * 11, ["14109: more than 10 messages in one reply"]),
    ],
)
def test_twilios_warnings_are_sentences(inside: str, warnings: list[str]) -> None:
    assert list(Judge().judge(reply(f"<Response>{inside}</Response>")).warnings) == warnings


def test_another_root_is_named() -> None:
    verdict = Judge().judge(reply(f"<{LONG}/>"))
    assert (verdict.twilio_code, verdict.detail.partition(': "')[0]) == (
        12102,
        f"HTTP 200: the root element is <{LONG[:40]}>, not <Response>",
    )


def test_a_wording_is_cut_where_it_is_named() -> None:
    assert Judge().judge(twiml(LIMIT_TEXT)).why.startswith('the wording "')
    assert len(Judge().judge(twiml(LIMIT_TEXT)).why) <= len('the wording ""') + 60


def test_a_status_that_ends_nothing_is_twilios_11206() -> None:
    verdict = Judge().judge(reply("", status=102))
    assert verdict == Verdict(reason=Reason.PROTOCOL, twilio_code=11206, detail="HTTP 102 as the final reply")


def test_a_204_says_nothing_to_the_sender() -> None:
    verdict = Judge().judge(reply("", status=204))
    assert verdict == Verdict(reason=Reason.ACCEPTED, detail="HTTP 204: no reply to the sender", shape="")


def test_what_is_remembered_is_bounded_by_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BYTES_KEPT", 20)
    judge = Judge()
    kept = [(judge.judge_text(text), len(judge._verdicts))[1] for text in ("a" * 10, "b" * 10, "c", "d" * 19, "e")]
    assert kept == [1, 2, 1, 2, 1], "20 fit, and one more begins anew"


def test_a_secret_that_is_a_word_is_masked_where_replies_are_told_apart() -> None:
    verdict = Judge(mask=Mask(["sesamestreetsesame"])).judge_text("It is sesamestreetsesame")
    assert verdict.shape == reply_shape("It is ***")
    assert "sesame" not in repr(verdict)
