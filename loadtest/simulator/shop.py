"""The simulator as a shop: MENU, a choice, a size for some, YES. What was said before is kept in a cookie.

So do Twilio's tutorials keep the state of a conversation: https://www.twilio.com/docs/messaging/guides/how-to-use-cookies
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from loadtest.simulator.exchange import twiml

if TYPE_CHECKING:
    from loadtest.simulator.exchange import Response

COOKIE: Final = "order"
ITEMS: Final = {"1": "coffee", "2": "tea", "3": "cake"}
MENU: Final = "Welcome! 1 coffee, 2 tea, 3 cake. Send a number."
LOST: Final = "I didn't understand that. Send MENU to begin."
CONVERSATION: Final = """\
order:
  steps:
    - name: menu
      say: MENU
      expect: "Welcome!{any}"
    - name: choose
      wait: 0.5s-1.5s
      say: ["1", "2", "3"]
      expect: /order [0-9]+/
      capture:
        order: "order ([0-9]+)"
    - name: pay
      wait: 0.5s-1.5s
      say: YES {order}
      expect: "Paid: order {number}. Thank you!"
"""
"""How a load talks to it, as a user would write it."""


def shop(text: str, cookies: str, *, count: int) -> Response:
    """Return the reply to a text, by the state in the request's cookies; `count` gives orders their numbers."""
    state = dict(pair.strip().partition("=")[::2] for pair in cookies.split(";")).get(COOKIE, "")
    word, _, rest = text.strip().partition(" ")
    order = str(1000 + count)
    if word.upper() == "MENU":
        return _told(MENU, "menu")
    if state == "menu" and word in ITEMS:
        return _told(f"Your order {order}: one {ITEMS[word]}. Send YES {order} to pay.", order)
    if state.isdecimal() and word.upper() == "YES" and rest.strip() == state:
        return _told(f"Paid: order {state}. Thank you!", "")
    return _told(LOST, "")


def _told(text: str, state: str) -> Response:
    kept = f"{COOKIE}={state}; Path=/" if state else f"{COOKIE}=; Path=/; Max-Age=0"
    return replace(twiml(text), headers=(("Set-Cookie", kept),))
