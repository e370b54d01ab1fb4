"""Properties of the judge over anything a server may send."""

from __future__ import annotations

from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st

from loadtest.verdict.codes import twilio_title
from loadtest.verdict.judge import Judge, ReplyCheck
from loadtest.verdict.reading import QUOTED
from loadtest.words.exchange import KEPT_BODY, Failure, FailureKind, Reply

LIMIT_TEXT = "You've reached the limit of 20 messages per hour."
REFUSAL_TEXT = "This number isn't linked to an account."


def answer(text: str, *, status: int = 200, content_type: str = "text/xml") -> Reply:
    body = text.encode()
    return Reply(status=status, headers=(("content-type", content_type),), body=body, size=len(body))


# Anything a server may send: real headers with odd values, bodies from markup and wordings, any status.
PIECES = st.sampled_from(
    [
        *(
            "<Response>",
            "</Response>",
            "<Message>",
            "</Message>",
            "<Body>",
            "</Body>",
            "<Say>",
            "<!--",
            "-->",
            "<![CDATA[",
        ),
        *(
            "]]>",
            "<!DOCTYPE a [",
            "&amp;",
            "&#0;",
            "&#39;",
            "&",
            "<",
            "\x00",
            "\ufeff",
            LIMIT_TEXT,
            REFUSAL_TEXT,
            "Forbidden",
        ),
        *(
            '<?xml version="1.0" encoding="utf-16"?>',
            '<?xml version="1.0" encoding="rot13"?>',
            "invalid signature",
            " ",
        ),
    ]
)
BODIES = st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=12).map(lambda pieces: "".join(pieces).encode()))
CONTENT_TYPES = st.one_of(
    st.sampled_from(
        ["text/xml", "application/xml", "text/html", "text/plain", "application/json", "", "text/xml;charset=idna"]
    ),
    st.builds("{}; charset={}".format, st.sampled_from(["text/xml", "text/plain"]), st.text(max_size=12)),
    st.sampled_from(["utf-16", "utf-7", "latin-1", "iso-8859-12", "zlib", "undefined", '"utf-8"']).map(
        "text/xml; charset={}".format
    ),
)
VALUES = {
    "content-type": CONTENT_TYPES,
    "location": st.one_of(st.sampled_from(["/a", "http://[", "javascript:1", ""]), st.text(max_size=20)),
    "retry-after": st.sampled_from(["1", "soon", ""]),
    "transfer-encoding": st.sampled_from(["chunked", "gzip"]),
    "www-authenticate": st.sampled_from(["Basic", ""]),
    "date": st.text(max_size=5),
}
HEADERS = st.lists(
    st.sampled_from(sorted(VALUES)).flatmap(lambda name: st.tuples(st.just(name), VALUES[name])), max_size=5
).map(tuple)
STATUSES = st.one_of(st.sampled_from([200, 204, 302, 307, 308, 400, 401, 403, 429, 500, 503]), st.integers(-1, 1200))
REPLIES = st.builds(
    lambda status, headers, body, more: Reply(status=status, headers=headers, body=body, size=len(body) + more),
    *(STATUSES, HEADERS, BODIES, st.sampled_from([0, 0, KEPT_BODY])),
)
FAILURES = st.builds(
    Failure,
    kind=st.sampled_from(FailureKind),
    detail=st.text(max_size=300),
    cause=st.sampled_from(["", "refused", "expired", "other"]),
)
RESPONSES = st.one_of(REPLIES, FAILURES)


@given(RESPONSES, st.sampled_from(ReplyCheck))
def test_judging_never_raises_and_stays_short(response: Reply | Failure, check: ReplyCheck) -> None:
    verdict = Judge(check=check).judge(response)
    assert len(verdict.detail) < 4 * QUOTED
    assert all(len(warning) < 2 * QUOTED for warning in verdict.warnings)
    assert verdict.ok or not verdict.warnings
    assert verdict.twilio_code is None or (not verdict.ok and twilio_title(verdict.twilio_code))


# Few values for each field, so that replies which differ in one field alone meet in one cache.
ALIKE = st.builds(
    lambda status, content_type, extra, text, more: Reply(
        status=status,
        headers=(("date", text), *content_type, *extra),
        body=(body := f"<Response><Message>{text}</Message></Response>".encode() if text else b""),
        size=len(body) + more,
    ),
    st.sampled_from([200, 302, 401, 403, 503]),
    st.sampled_from([(("content-type", "text/xml"),), (("content-type", "text/plain"),), ()]),
    st.sampled_from(
        [(), *((pair,) for pair in [("location", "/"), ("retry-after", "1"), ("www-authenticate", "Basic")])]
    ),
    st.sampled_from(["", "Thanks", LIMIT_TEXT, REFUSAL_TEXT]),
    st.sampled_from([0, KEPT_BODY]),
)


@given(st.lists(st.one_of(ALIKE, FAILURES), min_size=20, max_size=60))
def test_a_judge_that_remembers_agrees_with_one_that_does_not(responses: list[Reply | Failure]) -> None:
    judge = Judge()
    assert [judge.judge(response) for response in responses] == [Judge().judge(response) for response in responses]


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=60
    )
)
def test_an_accept_pattern_beats_everything_in_an_accepted_reply_and_nothing_else(noise: str) -> None:
    judge = Judge(accept_patterns=["magic"], refusal_patterns=["."], rate_limit_patterns=["."])
    text = f"{LIMIT_TEXT} {noise} magic {REFUSAL_TEXT}"
    in_twiml = f"<Response><Message>{escape(text)}</Message></Response>"
    assert judge.judge(answer(in_twiml)).ok
    assert judge.judge(answer(text, content_type="text/plain")).ok
    for status in (302, 403, 429, 500, 503):
        assert not judge.judge(answer(in_twiml, status=status)).ok
