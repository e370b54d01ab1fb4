"""A signature check says so, or says nothing but that it denies."""

from __future__ import annotations

import pytest

from loadtest.verdict.denials import is_bare_denial, names_signature

CASES = [
    ("it names the signature", "Invalid Twilio signature", True, False),
    ("a bare denial", "403 Forbidden", False, True),
    ("a denial with a reason of its own", "Forbidden: this bot sleeps", False, False),
    ("an ordinary page", "Internal Server Error", False, False),
    ("a page that gives our header back", "X-Twilio-Signature: DA6HGlptXUZEtuDlDnBeYEx4ALA= Accept", False, False),
    ("our header in JSON, cut short", '{"x-twilio-signature": "DA6HGlpt…', False, False),
    ("our header, its value blacked out", "x-twilio-signature: ***", False, False),
    ("the header is named to refuse it", "X-Twilio-Signature: validation failed", True, False),
    ("a denial that goes on for long", "forbidden " * 30, False, False),
]


@pytest.mark.parametrize(("why", "text", "named", "bare"), CASES, ids=[case[0] for case in CASES])
def test_denials(why: str, text: str, named: object, bare: object) -> None:
    assert (names_signature(text), is_bare_denial(text)) == (named, bare)
