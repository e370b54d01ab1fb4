"""What stands behind the application: connection pools, the cache of phone numbers, the book of who owns which.

Every figure of the performance pages is read off these, so it follows from what the simulator did.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from time import monotonic

import gevent
from gevent.lock import BoundedSemaphore

QUERY_TIME = 0.002
CACHE_SIZE = 1000
_E164 = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)


class Connections:
    """A pool of `size` connections that work on one thing each; `opened` is the most that were ever in use at once."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.opened = self.waiting = self.in_use = 0
        self._free = BoundedSemaphore(size)

    def use(self, seconds: float) -> None:
        """Hold a connection for `seconds`, after waiting for a free one."""
        self.waiting += 1
        try:
            self._free.acquire()
        finally:
            self.waiting -= 1
        self.in_use += 1
        self.opened = max(self.opened, self.in_use)
        try:
            gevent.sleep(seconds)
        finally:
            self.in_use -= 1
            self._free.release()

    def figures(self) -> dict[str, int]:
        """Return the pool as the connections page shows it."""
        return {"total": self.size, "available": self.size - self.in_use, "inUse": self.in_use}


class Database:
    """A connection pool and how long its queries took, waiting included."""

    def __init__(self) -> None:
        self.connections = Connections(20)
        self.reset()

    def reset(self) -> None:
        """Forget the queries so far."""
        self.queries = 0
        self.seconds = 0.0

    def query(self, seconds: float = QUERY_TIME) -> None:
        """Run one query."""
        began = monotonic()
        self.connections.use(seconds)
        self.queries += 1
        self.seconds += monotonic() - began


class PhoneCache:
    """The linked numbers looked up last."""

    def __init__(self) -> None:
        self._numbers: OrderedDict[str, None] = OrderedDict()
        self.capacity = CACHE_SIZE
        self.reset()

    def __len__(self) -> int:
        return len(self._numbers)

    def reset(self) -> None:
        """Zero the counters; the numbers stay."""
        self.hits = self.misses = 0

    def get(self, number: str) -> bool:
        """Return whether `number` is cached, and count it as a hit or a miss."""
        if number in self._numbers:
            self._numbers.move_to_end(number)
            self.hits += 1
            return True
        self.misses += 1
        return False

    def put(self, number: str) -> None:
        """Keep `number`, at the cost of the one unused for longest."""
        self._numbers[number] = None
        while len(self._numbers) > self.capacity:
            self._numbers.popitem(last=False)

    def clear(self) -> None:
        """Forget every number; the counters stay."""
        self._numbers.clear()

    @property
    def hit_rate(self) -> float:
        """Percent of look-ups since start or reset, 0 before any."""
        return round(100 * self.hits / ((self.hits + self.misses) or 1), 2)


class PhoneBook:
    """Who owns which number: one number for each user, one user for each number, verified by the number's code."""

    def __init__(self, code: str | None, seed: int) -> None:
        self._code = code
        self._seed = seed
        self._owners: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        self.verified: set[str] = set()

    @property
    def pending(self) -> int:
        """How many numbers have a code that nobody has entered."""
        return len(self._owners) - len(self.verified)

    def code_for(self, number: str) -> str:
        """Return the six digits that verify `number`."""
        digest = hashlib.sha256(f"{self._seed} {number}".encode()).digest()
        return self._code or f"{int.from_bytes(digest[:8]) % 1_000_000:06d}"

    def link(self, user: str, number: object) -> tuple[str, str] | None:
        """Give `number` to `user`; return None, or the code and text of what stands against it."""
        if not isinstance(number, str) or _E164.fullmatch(number) is None:
            return "INVALID_PHONE_NUMBER", "Invalid phone number format. Use E.164 format (e.g., +15555551234)"
        if self._owners.get(number, user) != user:
            return "PHONE_NUMBER_ALREADY_LINKED", "Phone number is already linked to another account"
        if self._numbers.get(user, number) != number:
            return "USER_HAS_DIFFERENT_PHONE", "User already has a different phone number linked"
        self._owners[number] = user
        self._numbers[user] = number
        return None

    def verify(self, user: str, number: object, code: object) -> bool:
        """Verify `user`'s own `number`; return whether the code was right."""
        if not isinstance(number, str) or self._owners.get(number) != user or code != self.code_for(number):
            return False
        self.verified.add(number)
        return True
