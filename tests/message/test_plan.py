"""Mix x pacing x pool -> requests: complete, signed as Twilio's own validator expects, the same for the same seed."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from dataclasses import replace
from email.parser import BytesParser
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from loadtest.dialogue.conversation import Conversation, Step
from loadtest.message.form import Media
from loadtest.message.kinds import with_mms
from loadtest.message.phone_pool import parse_pool
from loadtest.message.plan import Plan, Renderer
from loadtest.pacing import SPACINGS, ClosedBatches, OpenBatches, Shard, Stages, parse_stage
from loadtest.words.secret import Secret

if TYPE_CHECKING:
    from loadtest.words.exchange import Request

TOKEN = "0123456789abcdef0123456789abcdef"
PLAN = Plan(
    url="http://localhost:3000/api/sms/webhook?tenant=a%2Fb",
    signature_url="https://hooks.example.com/api/sms/webhook?tenant=a%2Fb",
    account_sid="AC" + "1" * 32,
    to_number="+15555556789",
    pacing=OpenBatches(size=10, interval=1.0, duration=60.0),
    pool=parse_pool(["+15555551001-+15555551004", "+447700900123"], 7),
    seed=7,
)


def parts(request: Request) -> tuple[str, dict[str, str], list[tuple[str, str]]]:
    head, _, body = request.payload.partition(b"\r\n\r\n")
    line, _, headers = head.partition(b"\r\n")
    parsed = dict(BytesParser().parsebytes(headers + b"\r\n\r\n").items())
    assert int(parsed["Content-Length"]) == len(body)
    return line.decode(), parsed, parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True)


def render(plan: Plan, count: int, **options: Any) -> list[Request]:
    renderer = Renderer(plan, Secret(TOKEN), random_bytes=os.urandom, **options)
    return [renderer.request(seq) for seq in range(count)]


def test_twilios_own_validator_accepts_every_message() -> None:
    validator = RequestValidator(TOKEN)
    for request in render(PLAN, 200):
        _, headers, params = parts(request)
        assert validator.validate(PLAN.signature_url, dict(params), headers["X-Twilio-Signature"])


bodies = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


@given(st.lists(bodies, min_size=1, max_size=4), st.sampled_from(["", "http://localhost/a%20b?c=%2B&d=100%", "é"]))
def test_any_text_and_media_url_is_signed_and_encoded(texts: list[str], url: str) -> None:
    plan = replace(PLAN, texts=tuple(texts), media=(Media(content_type="image/png", url=url),), mix=with_mms(0.5))
    for request in render(plan, 8):
        _, headers, params = parts(request)
        assert RequestValidator(TOKEN).validate(plan.signature_url, dict(params), headers["X-Twilio-Signature"])
        if request.scenario == "sms":
            assert dict(params)["Body"] in texts


def test_the_head_is_what_twilio_sends() -> None:
    line, headers, _ = parts(render(PLAN, 1)[0])
    assert line == "POST /api/sms/webhook?tenant=a%2Fb HTTP/1.1"
    assert list(headers) == [
        *("Host", "Content-Type", "Content-Length", "User-Agent", "Accept", "X-Twilio-Signature"),
        *("I-Twilio-Idempotency-Token", "X-Home-Region", "Connection"),
    ]
    assert headers["Host"] == "localhost:3000"
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert headers["Connection"] == "close"


def test_keep_alive_asks_for_nothing() -> None:
    assert "Connection" not in parts(render(PLAN, 1, keep_alive=True)[0])[1]


def test_userinfo_becomes_basic_credentials_and_never_a_host() -> None:
    plan = replace(PLAN, url="http://user:secret@localhost:3000/hook")
    _, headers, _ = parts(render(plan, 1, userinfo=Secret("user:secret"))[0])
    assert headers["Host"] == "localhost:3000"
    assert headers["Authorization"] == "Basic dXNlcjpzZWNyZXQ="


def test_ids_are_fresh_equal_in_all_three_fields_and_well_formed() -> None:
    seen: set[str] = set()
    for request in render(PLAN, 400):
        _, headers, params = parts(request)
        values = dict(params)
        sid = values["MessageSid"]
        assert values["SmsSid"] == values["SmsMessageSid"] == sid
        assert re.fullmatch("(SM|MM)[0-9a-f]{32}", sid)
        assert sid.startswith("MM") is (values["NumMedia"] == "1")
        token = headers["I-Twilio-Idempotency-Token"]
        assert re.fullmatch("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", token)
        seen |= {sid, token}
    assert len(seen) == 800


def test_media_ids_are_fresh() -> None:
    urls = [dict(parts(request)[2]).get("MediaUrl0") for request in render(PLAN, 100) if request.scenario == "mms"]
    assert len(set(urls)) == len(urls)


def test_the_same_seed_gives_the_same_kinds_numbers_and_bodies() -> None:
    def told(plan: Plan) -> list[tuple[str, str, str]]:
        return [(r.scenario, r.number, dict(parts(r)[2])["Body"]) for r in render(plan, 100)]

    assert told(PLAN) == told(PLAN)
    assert told(PLAN) != told(replace(PLAN, seed=8))


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.5, 1.0])
def test_the_mix_is_as_exact_as_it_can_be(share: float) -> None:
    kinds = Counter(replace(PLAN, mix=with_mms(share)).kind(seq) for seq in range(600))
    assert kinds["mms"] == pytest.approx(600 * share, abs=2)


def test_every_default_body_is_used() -> None:
    used = {dict(parts(request)[2])["Body"] for request in render(PLAN, 300) if request.scenario == "sms"}
    assert used == set(PLAN.texts)


def test_a_contents_name_stands_for_what_is_sent() -> None:
    for seq, request in enumerate(render(PLAN, 300)):
        name = PLAN.content(seq)
        assert request.content == name
        assert name.startswith(request.scenario)
        assert PLAN.text(name) == dict(parts(request)[2])["Body"]


def test_contents_beyond_the_first_hundred_share_a_name() -> None:
    many = replace(PLAN, texts=tuple(f"text {place}" for place in range(200)), mix=with_mms(0.0))
    names = {many.content(seq) for seq in range(2000)}
    assert names == {"sms beyond", *(f"sms {place}" for place in range(1, 101))}
    assert many.text("sms beyond") is None


def test_blanks_are_plus_and_plus_is_encoded() -> None:
    payload = render(replace(PLAN, texts=(" a+b&c%d\n",), mix=with_mms(0.0)), 1)[0].payload
    assert f"Body={quote_plus(' a+b&c%d' + chr(10))}&".encode() in payload
    assert b"Body=+a%2Bb%26c%25d%0A&" in payload


@pytest.mark.parametrize("pacing", [PLAN.pacing, ClosedBatches(size=10, rest=1.0, duration=60.0)])
def test_the_wire_form_reads_back_equal(pacing: OpenBatches | ClosedBatches) -> None:
    plan = replace(PLAN, pacing=pacing)
    assert Plan.from_wire(plan.to_wire()) == plan


stages = st.lists(
    st.sampled_from(["2s at 9/s", "3s from 2/s to 20/s", "1s at 0/s", "2s from 7/s to 0/s"]).map(parse_stage),
    min_size=1,
    max_size=3,
)
pools = st.integers(0, 40).map(lambda more: parse_pool([f"+15555551000-+{15555551000 + more}"], more))
loads = st.builds(
    replace,
    st.just(PLAN),
    pacing=st.one_of(
        st.builds(OpenBatches, size=st.integers(1, 9), interval=st.floats(0.3, 3), duration=st.floats(0.1, 12)),
        st.builds(
            Stages, stages=stages.map(tuple), spacing=st.sampled_from([*SPACINGS.values()]), seed=st.integers(0, 99)
        ),
    ),
    pool=pools,
    seed=st.integers(0, 99),
    warm_up=st.sampled_from([0.0, 1.5]),
    numbers_share_state=st.booleans(),
)


@given(loads, st.sampled_from([1, 2, 3, 7]), st.integers(1, 2))
def test_the_union_of_shards_is_the_whole(plan: Plan, count: int, processes: int) -> None:
    """Whether the arrival or its number chooses the shard, and whether a shard is done by several processes."""
    stripes = [finer for index in range(count) for finer in Shard(index=index, count=count).split(processes)]
    shards = [list(plan.arrivals(shard)) for shard in stripes]
    assert all(shard == sorted(shard) for shard in shards)
    assert sorted(arrival for shard in shards for arrival in shard) == list(plan.arrivals())
    if plan.numbers_share_state:
        senders = [{plan.pool.number(arrival.seq) for arrival in shard} for shard in shards]
        assert sum(map(len, senders)) == len(set[str]().union(*senders)), "no number has messages in two shards"


@pytest.mark.parametrize("mix", [with_mms(0.25), (("mms", 1.0),), (("mms", 0.5), ("sms", 0.5))])
def test_a_mix_survives_the_wire(mix: Any) -> None:
    plan = replace(PLAN, mix=mix)
    assert Plan.from_wire(json.loads(json.dumps(plan.to_wire()))) == plan


def test_results_hold_a_plan_under_these_names() -> None:
    assert PLAN.to_wire() == {
        "url": PLAN.url,
        "signature_url": PLAN.signature_url,
        "account_sid": PLAN.account_sid,
        "to_number": "+15555556789",
        "mms_share": 0.3,
        "texts": list(PLAN.texts),
        "media": [{"content_type": "audio/ogg", "url": ""}],
        "seed": 7,
        "warm_up": 0.0,
        "numbers_share_state": False,
        "pacing": {"model": "open", "size": 10, "interval": 1.0, "duration": 60.0},
        "pool": [[15555551001, 4], [447700900123, 1]],
    }


@pytest.mark.parametrize(
    ("mix", "told"),
    [
        (with_mms(0.25), {"mms_share": 0.25}),
        ((("sms", 1.0),), {"mms_share": 0.0, "mix": {"sms": 1.0}}),
        ((("mms", 0.5), ("sms", 0.5)), {"mms_share": 0.5, "mix": {"mms": 0.5, "sms": 0.5}}),
    ],
)
def test_a_mix_is_told_by_its_share_of_mms_alone_where_that_says_it(mix: Any, told: dict[str, Any]) -> None:
    wire = replace(PLAN, mix=mix).to_wire()
    assert {name: wire[name] for name in ("mms_share", "mix") if name in wire} == told


def test_the_baseline_gets_the_same_messages_at_its_own_url() -> None:
    plan = replace(PLAN, baseline_url="http://old/sms", baseline_signature_url="https://old.example.com/sms")
    assert plan.beside == replace(PLAN, url="http://old/sms", signature_url="https://old.example.com/sms")
    assert Plan.from_wire(plan.to_wire()) == plan


def test_only_an_open_load_knows_how_many_it_sends() -> None:
    closed = replace(PLAN, pacing=ClosedBatches(size=10, rest=1.0, duration=60.0))
    assert (PLAN.planned, closed.planned) == (600, None)
    with pytest.raises(TypeError, match=r"^in the closed model only the driver knows when messages are due$"):
        next(closed.arrivals())


def test_the_warm_up_ends_where_the_load_begins() -> None:
    arrivals = list(replace(PLAN, pacing=OpenBatches(size=2, interval=1.0, duration=2.0), warm_up=3.0).arrivals())
    assert [tuple(arrival) for arrival in arrivals] == [
        *((-6, -3.0), (-5, -3.0), (-4, -2.0), (-3, -2.0), (-2, -1.0), (-1, -1.0)),
        *((0, 0.0), (1, 0.0), (2, 1.0), (3, 1.0)),
    ]


def test_where_numbers_share_nothing_a_shard_is_a_stripe_of_the_messages() -> None:
    assert [arrival.seq for arrival in PLAN.arrivals(Shard(index=1, count=4))] == list(range(1, 600, 4))


def test_the_senders_country_is_that_of_its_number() -> None:
    countries = {(request.number[:2], dict(parts(request)[2])["FromCountry"]) for request in render(PLAN, 20)}
    assert countries == {("+1", "US"), ("+4", "")}


ORDER = Conversation(
    name="order",
    steps=(
        Step(name="greeting", say=("Hello", "Good evening")),
        Step(name="size", say=("A {size} one, for {number}",)),
        Step(name="photo", say=("Like this",), media=("", "")),
        Step(name="voice", say=("Or that",), media=("audio/ogg", "https://media.example.com/voice.ogg")),
    ),
)


def spoken(place: int, row: int, *, channel: str = "sms") -> list[tuple[Request, dict[str, str]]]:
    """Return the messages of one conversation's steps, with their parameters."""
    media = tuple(Media(content_type="image/jpeg", url=f"https://media.example.com/{each}") for each in "ab")
    plan = replace(PLAN, media=media, conversations=(replace(ORDER, channel=channel),))
    renderer = Renderer(plan, Secret(TOKEN), random_bytes=os.urandom)
    talk, said = plan.scripts().begin(place, plan.pool.at(row), row), []
    talk.values["size"] = "large"
    for talk.at in range(len(ORDER.steps)):
        request = renderer.said(talk)
        said.append((request, dict(parts(request)[2])))
    return said


@pytest.mark.parametrize(("place", "row"), [(0, 0), (1, 4), (5, 2)])
def test_each_step_of_a_conversation_is_a_message_of_its_number(place: int, row: int) -> None:
    number = PLAN.pool.at(row)
    said = spoken(place, row)
    assert [request.seq for request, _ in said] == [4 * place + step for step in range(4)]
    assert [request.scenario for request, _ in said] == [f"order.{step.name}" for step in ORDER.steps]
    assert {request.number for request, _ in said} == {values["From"] for _, values in said} == {number}
    assert said[0][1]["Body"] in ORDER.steps[0].say
    assert said[0][0].content == f"order.greeting {ORDER.steps[0].say.index(said[0][1]['Body']) + 1}"
    assert (said[1][1]["Body"], said[1][0].content) == (f"A large one, for {number}", "order.size")
    assert [values["NumMedia"] for _, values in said] == ["0", "0", "1", "1"]
    own, named = said[2][1], said[3][1]
    assert own["MediaContentType0"] == "image/jpeg", "what names no type is one of the load's own"
    assert (named["MediaContentType0"], named["MediaUrl0"]) == ("audio/ogg", "https://media.example.com/voice.ogg")
    for request, values in said:
        signed = parts(request)[1]["X-Twilio-Signature"]
        assert RequestValidator(TOKEN).validate(PLAN.signature_url, values, signed)


def test_the_loads_own_media_take_turns() -> None:
    urls = [spoken(place, 0)[2][1]["MediaUrl0"][-1] for place in range(4)]
    assert urls[0] != urls[1]
    assert urls[:2] == urls[2:]


def test_a_conversation_on_whatsapp_is_one() -> None:
    assert all(values["From"].startswith("whatsapp:+") for _, values in spoken(0, 0, channel="whatsapp"))


def test_what_the_pacing_counts() -> None:
    assert PLAN.unit == "messages"
    assert replace(PLAN, conversations=(ORDER,)).unit == "conversations"


def test_what_was_said_before_is_said_again() -> None:
    plan = replace(PLAN, conversations=(Conversation(name="order", steps=(Step(name="greeting", say=("Hello",)),)),))
    renderer, bodies = Renderer(plan, Secret(TOKEN), random_bytes=os.urandom), []
    for place in range(3):
        talk = plan.scripts().begin(place, plan.pool.at(place), place)
        talk.at = 0
        bodies.append(dict(parts(renderer.said(talk))[2]))
    assert [one["Body"] for one in bodies] == ["Hello"] * 3
    assert [one["From"] for one in bodies] == [plan.pool.at(place) for place in range(3)]


def test_parameters_that_twilio_may_add_go_over_the_wire() -> None:
    plan = replace(PLAN, extra=(("One", "1"), ("Two", "2")))
    assert Plan.from_wire(json.loads(json.dumps(plan.to_wire()))).extra == plan.extra
