"""One number's way through a script: the same for the same seed, in the shares that the script names."""

from __future__ import annotations

import pytest

from loadtest.dialogue.conversation import Conversation, Step
from loadtest.dialogue.feed import NO_FEED, Feed
from loadtest.dialogue.talk import Conversations, Talk
from loadtest.words.distribution import Distribution

ORDER = Conversation(
    name="order",
    weight=3,
    steps=(
        Step(name="menu", say=("MENU",)),
        Step(name="choose", say=("1", "2", "3"), wait=Distribution(shape="uniform", parameters=(1.0, 3.0))),
        Step(name="leave", end=True, maybe=0.25),
        Step(name="pay", say=("YES {order} {city}",), wait=Distribution(parameters=(2.0,))),
    ),
)
HELP = Conversation(name="help", steps=(Step(name="ask", say=("HELP",)), Step(name="more", say=("MORE",), maybe=0.5)))


def scripts(seed: int = 7, feed: Feed = NO_FEED) -> Conversations:
    return Conversations([ORDER, HELP], seed=seed, feed=feed)


def walked(talk: Talk) -> list[tuple[str, int]]:
    talk.captured({"order": "12", "city": "Bern"})
    said = []
    while talk.go_on() is not None:
        said.append((f"{talk.scenario} {talk.text()} {talk.wait():.6f}", talk.seq))
    return said


def test_a_conversation_is_the_same_in_every_process_and_another_by_seed_and_place() -> None:
    one = [walked(scripts().begin(place, "+1555", place)) for place in range(200)]
    assert one == [walked(scripts().begin(place, "+1555", place)) for place in range(200)]
    assert one != [walked(scripts(8).begin(place, "+1555", place)) for place in range(200)]


def test_scripts_steps_texts_and_ends_come_in_their_shares() -> None:
    talks = [walked(scripts().begin(place, "+1555", 0)) for place in range(4_000)]
    orders = [talk for talk in talks if talk[0][0].startswith("order")]
    assert len(orders) == pytest.approx(3_000, rel=0.05)
    assert sum(len(talk) == 2 for talk in orders) == pytest.approx(750, rel=0.1), "a quarter leaves"
    assert sum("order.choose 2" in talk[1][0] for talk in orders) == pytest.approx(1_000, rel=0.1)
    helps = [talk for talk in talks if talk[0][0].startswith("help")]
    assert sum(len(talk) == 2 for talk in helps) == pytest.approx(500, rel=0.12)


def test_every_message_has_a_number_of_its_own_the_warm_ups_negative() -> None:
    seqs = [seq for place in range(-50, 50) for _, seq in walked(scripts().begin(place, "+1555", 0))]
    assert len(seqs) == len(set(seqs))
    assert sum(seq < 0 for seq in seqs) == sum(len(walked(scripts().begin(place, "", 0))) for place in range(-50, 0))


def test_texts_are_filled_from_the_number_the_feed_and_what_was_captured() -> None:
    feed = Feed(columns=("city",), rows=(("Bern",), ("Ulm",)))
    talk = Talk(scripts(feed=feed), ORDER, 8, "+1555", 1)
    assert talk.values == {"number": "+1555", "counter": "8", "city": "Ulm"}
    talk.captured({"order": "77"})
    talk.at = 3
    assert (talk.text(), talk.wait(), talk.scenario) == ("YES 77 Ulm", 2.0, "order.pay")


def test_the_average_number_of_messages_goes_by_the_weights() -> None:
    assert scripts().messages == pytest.approx(0.75 * 2.75 + 0.25 * 1.5)
