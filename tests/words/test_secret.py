"""A secret is never shown, and is equal to its like."""

from __future__ import annotations

import pickle

from loadtest.words.secret import Secret


def test_a_secret_shows_as_stars_and_compares_by_its_text() -> None:
    secret = Secret("sentinel")
    assert {repr(secret), str(secret), f"{secret:>10}", "%s" % secret, str([secret])} == {"***", "[***]"}  # noqa: UP031  every way to print
    assert secret == Secret("sentinel") != Secret("other")
    assert secret != "sentinel"
    assert len({secret, Secret("sentinel")}) == 1
    assert pickle.loads(pickle.dumps(secret)) == secret  # noqa: S301  our own bytes
    assert not Secret("")
