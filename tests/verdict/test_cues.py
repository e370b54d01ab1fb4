"""Cues make a reply worth a second look; most answers have none."""

from __future__ import annotations

import pytest

from loadtest.verdict.cues import cue_in

CASES = [
    ("Sorry, that did not work", "sorry"),
    ("Une erreur est survenue", "erreur"),
    ("Ошибка сервера", "ошибк"),
    ("发生错误", "错误"),
    ("Your table is booked", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "cue"), CASES)
def test_cue(text: str, cue: str) -> None:
    assert cue_in(text) == cue
