"""The simulator as a bot that answers later: it takes a message, works on it, and texts through Twilio's API.

It calls as a user's own bot would, by the proxy in its environment, and trusts the mock's authority alone: whatever
else should answer there, no text can reach it.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from time import monotonic
from typing import TYPE_CHECKING, Final

import gevent
from gevent.pool import Pool

if TYPE_CHECKING:
    import requests

    from loadtest.simulator.behaviour import Behaviour

TEXT: Final = "Your enrichment is ready. Check the web app to review."
MOST_WAITING: Final = 10_000
_GOLDEN: Final = 0.6180339887498949
_PATIENCE: Final = 10.0


@dataclass(slots=True, kw_only=True)
class BotCounts:
    """Accepted messages: `answered` by text, `twice` of them again; `lost`; the text not taken; still `waiting`."""

    answered: int = 0
    twice: int = 0
    lost: int = 0
    unsent: int = 0
    waiting: int = 0

    def __str__(self) -> str:
        told = f"answered {self.answered}, {self.twice} of them twice, and lost {self.lost}"
        told += f"; {self.unsent} answers could not be texted" if self.unsent else ""
        return told + (f"; {self.waiting} were still to be answered" if self.waiting else "")


class Bot:
    """Answers each accepted message by a text; `counts` holds what became of it.

    Which messages are lost or answered twice is spread evenly, so that short runs have their share.
    """

    def __init__(self, behaviour: Behaviour) -> None:
        self.counts = BotCounts()
        self._does = behaviour
        self._random = Random(behaviour.seed)  # noqa: S311  a script, not a secret
        self._work = Pool(MOST_WAITING)
        self._taken = 0
        self._free_at = 0.0
        self._session: requests.Session | None = None

    def take(self, form: dict[str, str]) -> None:
        """Begin the work on a message."""
        self._taken += 1
        place = self._taken * _GOLDEN % 1.0
        if place < self._does.lose:
            self.counts.lost += 1
            return
        self.counts.waiting += 1
        wait = self._does.work.quantile(self._random.random())
        if self._does.backlog:  # one after another, each when its turn has come
            now = monotonic()
            self._free_at = max(self._free_at, now) + 1 / self._does.backlog
            wait += self._free_at - now
        self._work.spawn(self._answer, form, wait, 2 if place > 1 - self._does.twice else 1)

    def stop(self) -> None:
        """Lose what is worked on, as a process that ends does."""
        self._work.kill()
        self._free_at = 0.0

    def _answer(self, form: dict[str, str], wait: float, times: int) -> None:
        try:
            gevent.sleep(wait)
            sent = sum(self._text(form) for _ in range(times))
            self.counts.answered += sent > 0
            self.counts.twice += sent > 1
            self.counts.unsent += sent == 0
        finally:
            self.counts.waiting -= 1

    def _text(self, form: dict[str, str]) -> bool:
        """Send one text; return whether it was taken."""
        import requests  # noqa: PLC0415  only a bot pays for it

        if self._session is None:
            self._session = requests.Session()
            self._session.trust_env = False
            self._session.proxies = {"https": self._does.proxy}
            self._session.verify = self._does.authority
            self._session.mount("https://", requests.adapters.HTTPAdapter(pool_maxsize=100))
        account = form.get("AccountSid", "")
        try:
            answer = self._session.post(
                f"https://api.twilio.com/2010-04-01/Accounts/{account}/Messages.json",
                {"To": form["From"], "From": form.get("To", ""), "Body": TEXT},
                auth=(account, self._does.token),
                timeout=_PATIENCE,
            )
        except (requests.RequestException, OSError):  # the mock has gone, or its authority cannot be read
            return False
        return answer.ok
