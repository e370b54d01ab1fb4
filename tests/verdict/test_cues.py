"""Cues make a reply worth a second look; most answers have none."""

from __future__ import annotations

import pytest

from loadtest.verdict.cues import cue_in, strong_cue_in

CASES = [
    ("Sorry, that did not work", "sorry"),
    ("Une erreur est survenue", "erreur"),
    ("Ошибка сервера", "ошибк"),
    ("发生错误", "错误"),
    ("Your table is booked", ""),
    ('The words "access denied" mean that a file is not yours.', ""),
    ("You wrote: too many cooks", ""),
    ("We have saved your error report as no. 17.", ""),
    ("Sorry, I didn't quite get that. Try HELP.", ""),
    ("Lo siento, no te entendí", ""),
    ("Sorry, please pick one of the three", ""),
    ("Sorry, please reply with your name, you are new here", "sorry"),
    ("Sorry, the oven is out of order", "sorry"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "cue"), CASES)
def test_cue(text: str, cue: str) -> None:
    assert cue_in(text) == cue


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        pytest.param("Guess again!", "", id="one word of waiting says nothing"),
        pytest.param("Parking is limited to two hours", "", id="nor does a limit of something"),
        pytest.param("You won't hear from us again", "", id="nor do two of them"),
        pytest.param("We are sorry to see you go", "", id="nor does regret about something else"),
        pytest.param("Oops, the oven went cold", "oops", id="a word for what went wrong does"),
        pytest.param("Sorry, I don't understand", "", id="whoever asks back has read it"),
    ],
)
def test_a_strong_cue_says_more_than_weak_words(text: str, cue: str) -> None:
    assert strong_cue_in(text) == cue
