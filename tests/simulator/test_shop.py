"""The shop: its state is in the cookie alone."""

from __future__ import annotations

import pytest

from loadtest.simulator.shop import CONVERSATION, shop


@pytest.mark.parametrize(
    ("text", "cookies", "says", "keeps"),
    [
        pytest.param("MENU", "", "Welcome!", "order=menu", id="it begins"),
        pytest.param("menu", "order=1005", "Welcome!", "order=menu", id="and begins anew"),
        pytest.param("2", "order=menu", "Your order 1007: one tea", "order=1007", id="a choice"),
        pytest.param("YES 1007", "a=b; order=1007", "Paid: order 1007.", "order=;", id="a payment, which ends it"),
        pytest.param("YES 1007", "order=1008", "understand", "order=;", id="the payment of another order"),
        pytest.param("2", "", "understand", "order=;", id="a choice without a menu"),
        pytest.param("9", "order=menu", "understand", "order=;", id="a choice that there is not"),
    ],
)
def test_what_it_says_and_keeps(text: str, cookies: str, says: str, keeps: str) -> None:
    reply = shop(text, cookies, count=7)
    assert says in reply.body.decode().replace("&apos;", "'")
    assert dict(reply.headers)["Set-Cookie"].startswith(keeps)


def test_its_conversation_can_be_read() -> None:
    from loadtest.config import shapes  # noqa: PLC0415  the simulator knows nothing of it

    assert [step.name for step in shapes.conversations(CONVERSATION)[0].steps] == ["menu", "choose", "pay"]
