"""How messages are sent when the user says nothing: as Twilio sends them."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from loadtest.words.sending import USUAL, Sending


def test_what_is_usual_is_what_twilio_does() -> None:
    assert (USUAL.timeout, USUAL.connect_retries, USUAL.keep_alive) == (15.0, 1, False)


def test_nobody_changes_it_on_the_way() -> None:
    with pytest.raises(FrozenInstanceError):
        Sending().timeout = 1.0  # type: ignore[misc]
