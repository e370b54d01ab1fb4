"""What stands behind the simulated application: pools, the cache of numbers, the book of who owns which."""

from __future__ import annotations

import gevent
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.simulator.backend import Connections, Database, PhoneBook, PhoneCache

ANN, BOB = "+15555551001", "+15555551002"


def test_a_pool_works_on_as_much_as_it_has_connections_and_the_rest_waits() -> None:
    pool = Connections(2)
    users = [gevent.spawn(pool.use, 0.001) for _ in range(5)]
    gevent.sleep(0)
    assert (pool.in_use, pool.waiting) == (2, 3)
    assert pool.figures() == {"total": 2, "available": 0, "inUse": 2}
    gevent.joinall(users, raise_error=True)
    assert (pool.in_use, pool.waiting, pool.opened) == (0, 0, 2)


def test_who_is_stopped_gives_the_connection_back() -> None:
    pool = Connections(1)
    holding, waiting = gevent.spawn(pool.use, 60), gevent.spawn(pool.use, 60)
    gevent.sleep(0)
    gevent.killall([waiting, holding])
    assert pool.figures() == {"total": 1, "available": 1, "inUse": 0}
    assert pool.waiting == 0


def test_queries_are_counted_with_their_time_until_a_reset() -> None:
    database = Database()
    for _ in range(3):
        database.query(0.001)
    assert database.queries == 3
    assert database.seconds >= 0.003
    database.reset()
    assert (database.queries, database.seconds) == (0, 0.0)


@given(st.lists(st.integers(min_value=0, max_value=5)), st.integers(min_value=1, max_value=4))
def test_the_cache_keeps_the_numbers_used_last(numbers: list[int], capacity: int) -> None:
    cache, recent = PhoneCache(), list[str]()
    cache.capacity = capacity
    for number in map(str, numbers):
        assert cache.get(number) == (number in recent)
        cache.put(number)
        recent = [*(one for one in recent if one != number), number][-capacity:]
    assert len(cache) == len(recent)
    assert cache.hits + cache.misses == len(numbers)


def test_the_hit_rate_is_of_the_look_ups_since_a_reset() -> None:
    cache = PhoneCache()
    assert cache.hit_rate == 0.0
    cache.put(ANN)
    assert [cache.get(number) for number in (ANN, ANN, BOB)] == [True, True, False]
    assert cache.hit_rate == 66.67
    cache.reset()
    assert (cache.hit_rate, len(cache)) == (0.0, 1), "the numbers stay"
    cache.clear()
    assert cache.get(ANN) is False


@pytest.mark.parametrize(
    ("user", "number", "stands_against"),
    [
        pytest.param("bob", BOB, None, id="a free number"),
        pytest.param("ann", ANN, None, id="one's own again"),
        pytest.param("bob", ANN, "PHONE_NUMBER_ALREADY_LINKED", id="somebody else's"),
        pytest.param("ann", BOB, "USER_HAS_DIFFERENT_PHONE", id="a second one"),
        pytest.param("bob", "5551001", "INVALID_PHONE_NUMBER", id="no number"),
        pytest.param("bob", "+1\u0665" * 9, "INVALID_PHONE_NUMBER", id="digits of another script"),
        pytest.param("bob", 15555551002, "INVALID_PHONE_NUMBER", id="no text"),
    ],
)
def test_one_number_a_user_and_one_user_a_number(user: str, number: object, stands_against: str | None) -> None:
    book = PhoneBook(None, seed=1)
    assert book.link("ann", ANN) is None
    found = book.link(user, number)
    assert (found and found[0]) == stands_against


def test_a_number_is_verified_by_its_owner_with_its_own_code() -> None:
    book = PhoneBook(None, seed=1)
    book.link("ann", ANN)
    code = book.code_for(ANN)
    assert book.code_for(BOB) != code
    assert PhoneBook(None, seed=2).code_for(ANN) != code
    assert [book.verify(*asked) for asked in (("bob", ANN, code), ("ann", ANN, "x"), ("ann", None, code))] == [
        False
    ] * 3
    assert book.pending == 1
    assert book.verify("ann", ANN, code)
    assert (book.pending, book.verified) == (0, {ANN})


def test_a_code_for_all_is_everybodys() -> None:
    book = PhoneBook("424242", seed=1)
    assert {book.code_for(ANN), book.code_for(BOB)} == {"424242"}
