"""A run's replies become a list that the same replies pass, and that leaves open what is doubtful."""

from __future__ import annotations

from hashlib import sha256

import pytest

from loadtest.assess.replies.kinds import hear
from loadtest.measure.replies import Replies
from loadtest.report.sections.expected import expected_lines
from loadtest.verdict.judge import Judge, Reason, Verdict
from loadtest.words.errors import ConfigError
from loadtest.words.exchange import Reply
from loadtest.words.reply_shapes import reply_shape


def replies(*said: str | tuple[Reason, str], content: str = "sms 1") -> Replies:
    counted = Replies()
    for seq, one in enumerate(said):
        reason, text = (Reason.ACCEPTED, one) if isinstance(one, str) else one
        shape = "\n".join(map(reply_shape, text.split("\n")))
        counted.count(
            Verdict(reason=reason, said=text, shape=shape), seq=seq, number="+1", second=seq, content=content, us=9
        )
    return counted


def lines(*said: str | tuple[Reason, str]) -> list[str]:
    counted = replies(*said)
    return [line for line in expected_lines(hear(counted), counted) if not line.startswith("#")]


CASES = [
    ("a plain text stands as it is", ["Thanks, got it."], ["Thanks, got it."]),
    ("a number becomes a hole", ["Order 12 is here", "Order 13 is here"], ["Order {number} is here"]),
    ("amounts, codes, links and emoji are left open", ["Pay $5.20 at https://a.example/b 🎉"], ["Pay {any} at {any}"]),
    ("a greeted name, too", ["Hi Bob, all is well"], ["Hi {any}, all is well"]),
    ("no words", [""], ["<none>"]),
    ("each message has a line", ["Thanks.\nMore soon."], ["Thanks.", "More soon."]),
    ("a decline is marked", [(Reason.RATE_LIMITED, "Slow down")], ["limited: Slow down"]),
    ("braces of the text's own are left open", ["Use {name} here"], ["Use {any}name{any} here"]),
    ("what looks like a comment is none", ["#1 for pizza"], ["{any} for pizza"]),
    ("nor like an expression", ["/start or /stop/"], ["{any}start or /stop/"]),
    (
        "shapes of one kind become one line",
        ["Ann will call you back about that today", "Zoe will call you back about that today"],
        ["{any} will call you back about that today"],
    ),
]


@pytest.mark.parametrize(("why", "said", "expected"), CASES, ids=[case[0] for case in CASES])
def test_lines(why: str, said: list[str], expected: list[str]) -> None:
    assert lines(*said) == expected


@pytest.mark.parametrize("said", [case[1] for case in CASES if isinstance(case[1][0], str)])
def test_the_same_replies_pass_the_list(said: list[str]) -> None:
    judge = Judge().expecting(lines(*said))
    for text in said:
        body = f"<Response>{''.join(f'<Message>{one}</Message>' for one in text.split(chr(10)))}</Response>".encode()
        reply = Reply(status=200, headers=(("content-type", "text/xml"),), body=body, size=len(body))
        assert judge.judge(reply).ok


def test_what_is_doubtful_stands_behind_a_comment() -> None:
    counted = replies(*["Thanks, got it."] * 20, *["The kitchen has closed."] * 5)
    found = expected_lines(hear(counted), counted)
    assert "Thanks, got it." in found
    assert not any(line.startswith("The kitchen") for line in found)
    assert any(line.startswith("# The kitchen has closed.") for line in found)


def test_a_bot_that_answers_freely_has_no_list() -> None:
    plain = str.maketrans("0123456789", "ghijklmnop")
    counted = replies(*(sha256(str(seq).encode()).hexdigest().translate(plain) for seq in range(9)))
    with pytest.raises(ConfigError, match="answers freely"):
        expected_lines(hear(counted), counted)
