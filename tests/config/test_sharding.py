"""A shard as users name it, and what does not go with it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from config.loading import mistakes
from config.test_shapes import configured

from loadtest.config.sharding import parse_shard
from loadtest.pacing import Shard

START = "2026-01-02T12:00:05Z"


@pytest.mark.parametrize("text", ["2/5", " 2 / 5", "2 of 5"])
def test_a_shard_of_a_plan_with_a_seed_and_a_start(text: str) -> None:
    config = configured({"shard": text, "seed": "7", "start": START}, {})
    assert config.shard == Shard(index=1, count=5)
    assert config.start is not None
    assert config.start.near(datetime.now(UTC)) == datetime(2026, 1, 2, 12, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        pytest.param({"shard": "2"}, "'2' is not a shard; write which of how many, like 2/5", id="of how many?"),
        pytest.param({"shard": "0/5"}, "add 1 to an index that begins with 0", id="as Kubernetes counts"),
        pytest.param({"shard": "6/5"}, "is not one of 1 to 1,000 shards", id="more than there are"),
        pytest.param({"shard": "1/9999"}, "is not one of 1 to 1,000 shards", id="too many"),
        pytest.param({"start": START}, "only a shard begins at an instant; shard: 1/1", id="a start without a shard"),
        pytest.param({"start": "noon"}, "'noon' is not an instant", id="no instant"),
        pytest.param({"shard": "1/2", "start": START}, "set seed, the same for all of them", id="no seed"),
        pytest.param({"shard": "1/2", "seed": "7"}, "set start, some time ahead", id="no start"),
        pytest.param({"shard": "1/2", "model": "closed"}, "the closed model does not split", id="the closed model"),
        pytest.param({"shard": "1/2", "runs": "3"}, "--runs: a shard is one run", id="a series"),
        pytest.param(
            {"shard": "1/2", "mock-twilio": "on"}, "the server calls only one; start one with", id="a mock each"
        ),
        pytest.param(
            {"shard": "1/2", "stop-when-certain": "on"}, "a shard sees only its part of the load", id="an early end"
        ),
        pytest.param(
            {"stop-when-certain": "on", "model": "closed"}, "how many messages are still to come", id="no known end"
        ),
        pytest.param({"shard": "1/2", "every": "5m"}, "--every: a shard is one run", id="an endless series"),
    ],
)
def test_mistakes(flags: dict[str, str], said: str) -> None:
    assert any(said in problem for problem in mistakes(flags))


def test_the_most_shards() -> None:
    assert parse_shard("1000/1000") == Shard(index=999, count=1_000)


def test_one_mistake_does_not_bring_others_along() -> None:
    assert len(mistakes({"shard": "0/5"})) == 1
    assert len(mistakes({"start": "noon", "shard": "1/2", "seed": "7"})) == 1


def test_the_closed_model_gives_way_to_a_rate_from_a_higher_source() -> None:
    assert configured({"shard": "1/2", "seed": "7", "start": START, "rate": "5/s"}, {"model": "closed"}).shard
