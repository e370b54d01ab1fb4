"""A secret is never shown, and is equal to its like."""

from __future__ import annotations

import pickle

from loadtest.words.secret import Secret, without_private


def test_a_secret_shows_as_stars_and_compares_by_its_text() -> None:
    secret = Secret("sentinel")
    assert {repr(secret), str(secret), f"{secret:>10}", "%s" % secret, str([secret])} == {"***", "[***]"}  # noqa: UP031  every way to print
    assert secret == Secret("sentinel") != Secret("other")
    assert secret != "sentinel"
    assert len({secret, Secret("sentinel")}) == 1
    assert pickle.loads(pickle.dumps(secret)) == secret  # noqa: S301  our own bytes
    assert not Secret("")


def test_a_child_process_gets_nothing_that_may_hold_a_secret() -> None:
    secret = {"TWILIO_AUTH_TOKEN": "t", "LOAD_TEST_SEED": "7", "INPUT_URL": "u", "GITHUB_TOKEN": "g", "ACTIONS_X": "a"}
    assert without_private(secret | {"PATH": "/bin", "HOME": "/root"}) == {"PATH": "/bin", "HOME": "/root"}
