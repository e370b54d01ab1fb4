"""The wordings as a table: what every row must be, and how well all of them decide on the texts of tests/corpus."""

import csv
from pathlib import Path

import pytest
import re2
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from loadtest.verdict.wordings import LIMIT, REFUSAL, limit_in, refusal_in, says_limit, says_refusal
from loadtest.verdict.wordings.folding import OPENING, READ, SHORT, decisive, fold
from loadtest.verdict.wordings.guards import GUARDS

CORPUS = Path(__file__).parents[1] / "corpus"
ROWS = [*LIMIT, *REFUSAL]

GUARDED = [
    # text, why it declines nothing
    ("You have been unsubscribed from Tuesday tips.", "a confirmed opt-out"),
    ("You're not subscribed, so there is nothing to stop.", "an answer to an opt-out"),
    ('A polite answer would be: "We could not process your request, try again later."', "a quotation"),
    ("He replied 'Something went wrong' and hung up.", "a quotation in single quotes"),
    ("\u00abSe produjo un error\u00bb es el nombre del libro.", "a quotation in angle quotes"),
    ("You said: too many messages", "an echo"),
    ("Are you getting too many messages?", "a question"),
    ("If you've reached your limit, we will tell you.", "a condition"),
    ("A 503 error means that the server is overloaded, try again later.", "an explanation"),
    ("1. Billing 2. System error 3. Something went wrong", "the entries of a menu"),
    ("Your credit limit was exceeded.", "another kind of limit"),
    ("You haven't reached your daily limit.", "what did not happen"),
    ("No hay problema, la cambiamos al jueves.", "no problem, in Spanish"),
    ("ไม่มีปัญหา", "no problem, in Thai"),
    ("Ein Fehler 500 bedeutet, dass der Server die Anfrage nicht bearbeiten konnte.", "an explanation of two clauses"),
    ("Fehler 404 tritt auf, wenn es die Seite nicht gibt. Sie konnte nicht geladen werden.", "all that it explains"),
    ("\u00bfPor qu\u00e9 llora el servidor? Demasiadas peticiones.", "a riddle's answer"),
    ("Why did the queue cry? Too many requests.", "a riddle's answer, in English"),
    ("Gestern konnten wir Ihr Paket nicht zustellen. Neuer Termin: Freitag.", "a parcel's new date"),
    ("Der Zug um 8 Uhr f\u00e4llt aus wegen einer St\u00f6rung im System.", "a train's trouble"),
    ("The outage is over, everything works again. Sorry for the trouble.", "what is over"),
    ("Your alerts by text are switched off.", "what the sender switched off"),
    ("As you asked, your account is closed.", "what the sender asked for"),
    ("Our server broke a plate.", "another kind of server"),
    ("Reminder: system error review at 4", "a reminder's words"),
    ("Мне удалось забронировать стол.", "to me, which ends as not does, in Russian"),
    ("Muted for 1 hour. I won't send you alerts until 11:42.", "what the sender asked for"),
]

DECLINED = [
    # text, why the guards leave it alone
    ('"Too many requests"', "all of the text is one quotation, as JSON is"),
    ("\u26a0\ufe0f *Error*: could not save it", "a picture and emphasis before the first word"),
    ("Something went wrong, could you try again?", "only the clause that asks is a question"),
    ("Your daily limit is reached. Would you like PLUS?", "a question beside it"),
    ("I encountered an error. If it persists, call us.", "a condition beside it"),
    ("Houve um erro \uff01", "full-width punctuation"),
    ("Could not reach the AI service.", "what was not reached is no limit"),
    ("عذراً، حدث خطأ", "letters with hamza and vowel signs"),
    ("That means trouble. We lost your message.", "a conclusion is no explanation"),
    ("We're swamped, could you ask again in a minute?", "a wish for another try is no question"),
    ("We got your text but couldn't pull up the timetable.", "what was taken, and what was not"),
    ("Price service for maize is down today. We regret the inconvenience.", "a service away, and a regret"),
    ("Your answer 4 could not be read by our system.", "what was not kept"),
    ("Oga, network no dey gree. We no fit load am.", "West Africa's English"),
    ("Vote non comptabilis\u00e9. Merci de renvoyer votre choix.", "a noun and what was not done with it"),
    ("Twoja prosba nie zosta\u0142a zrealizowana z przyczyn technicznych.", "technical reasons"),
    ("Бот не работает, звоните.", "a noun in its shortest form, in Russian"),
    ("I can't fetch your balance.", "a contraction"),
    ("Error 500. It means that the server failed.", "an explanation behind it"),
    ("\u015eu anda bir hata olu\u015ftu", "letters with cedillas"),
]


@pytest.mark.parametrize(("text", "why"), GUARDED)
def test_guards_hold(text: str, why: str) -> None:
    assert (limit_in(decisive(text)), refusal_in(decisive(text))) == ("", ""), why


@pytest.mark.parametrize(("text", "why"), DECLINED)
def test_guards_do_not_hide_what_was_declined(text: str, why: str) -> None:
    assert limit_in(decisive(text)) or refusal_in(decisive(text)), why


def test_a_long_text_decides_by_its_opening_alone() -> None:
    story = "once upon a time there was a king. " * 20
    assert len(story) > SHORT
    assert says_refusal("Something went wrong. " + story)
    assert not says_refusal(story + "Something went wrong.")
    assert len(decisive(story)) <= OPENING
    assert not says_limit(" " * READ + "too many messages")


@pytest.mark.parametrize("row", ROWS, ids=range(len(ROWS)))
def test_a_row_is_written_for_folded_text_and_for_an_engine_in_linear_time(row: str) -> None:
    assert row == row.lower()
    assert not any(look in row for look in ("(?=", "(?!", "(?<", "\\w", "\\1")), "not for every alphabet and engine"
    re2.compile(fold(row))


def test_no_row_stands_twice() -> None:
    assert len(set(ROWS)) == len(ROWS)


@pytest.mark.parametrize("guard", GUARDS)
def test_a_guard_is_written_for_an_engine_in_linear_time(guard: str) -> None:
    assert guard == guard.lower()
    re2.compile(guard)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ROWS).flatmap(lambda row: st.tuples(st.just(row), st.from_regex(fold(row)))))
def test_what_a_row_matches_is_found_with_its_words(case: tuple[str, str]) -> None:
    row, text = case
    told = text.encode("utf-8", "replace").decode()
    found = re2.search(fold(row), told)
    assume(found is not None)  # Python's `$`, by which the text was made, also stands before a last line end
    assert (limit_in if row in LIMIT else refusal_in)(told) or not found[0].strip(" .!?:;,(-")


@given(st.text(max_size=200))
def test_folding_goes_character_by_character(text: str) -> None:
    plain = text.replace("&", "")
    assert fold(plain) == "".join(map(fold, plain))


def rates(name: str, half: str) -> tuple[float, float]:
    with (CORPUS / name).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["half"] == half]
    declined = [row for row in rows if row["label"] in {"refused", "rate_limited"}]
    accepted = [row for row in rows if row["label"] == "accepted"]
    assert min(len(declined), len(accepted)) > 40

    def says(row: dict[str, str]) -> bool:
        return says_limit(row["text"]) or says_refusal(row["text"])

    missed = sum(not says(row) for row in declined) / len(declined)
    return missed, sum(map(says, accepted)) / len(accepted)


@pytest.mark.parametrize(
    ("name", "half"),
    [
        *[("replies-own.tsv", half) for half in ("fit", "held", "variants")],
        *[("replies-seen.tsv", half) for half in ("earliest", "first", "second", "third")],
    ],
)
def test_few_declines_are_missed_and_few_ordinary_replies_sound_so(name: str, half: str) -> None:
    missed, alarms = rates(name, half)
    assert missed <= 0.05
    assert alarms <= 0.02
