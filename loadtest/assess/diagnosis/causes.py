"""The causes that a run may have died of, and how sure each rule is: the table that decides which is named first.

A rule whose evidence may be weaker has a second row. Weights closer than `INSEPARABLE` leave open which cause came
first, and the sentence says so.
"""

from __future__ import annotations

from enum import Enum, IntEnum

INSEPARABLE = 5


class Cause(Enum):
    """What a run may have died of; the value is how reports name it."""

    GENERATOR = "generator"
    SIGNATURE = "signature"
    DOWN = "server down"
    RESTART = "server restart"
    NUMBER_LIMIT = "per-number limit"
    IP_LIMIT = "per-IP limit"
    LIMITER = "limiter"
    UNAVAILABLE = "unavailable"
    DB_POOL = "connection pool exhausted"
    CACHE = "low cache hit rate"
    SLOW_CALL = "slow external call"
    BACKLOG = "connection backlog"
    COLLAPSE = "queueing collapse"
    STALL = "periodic stall"
    ONE_STALL = "one stall"
    STARVED = "starved process"
    KIND = "kind of message"
    SLOW_ONES = "slow messages of one kind or number"
    LOST_KIND = "kind of message unanswered"
    LOST_RESTART = "work lost by a restart"
    LOST_WHILE = "work lost at one time"
    LOST_DEPENDENCY = "work lost by a dependency"
    LOST_SIZE = "work lost by the size of media"
    LOST_SINGLY = "single messages lost"
    TWICE = "messages answered twice"
    STOPPED = "work stopped"
    WORK_BACKLOG = "work backlog"
    REUSED = "reused connections"
    GATEWAY = "backend down"
    AGAIN = "repeated outages"
    ONE_BY_ONE = "one at a time"
    AT_ONCE = "messages at once"
    DEPENDENCY = "dependency gone"
    REPLY = "reply"
    LEAK = "drift"
    COLD_START = "cold start"
    UNCLEAR = "unclear"


class Weight(IntEnum):
    """The weights, the surest first; they mean nothing but their order and their distance."""

    SIGNATURE_OF_ALL = 100
    GENERATOR_DIED = 99
    WHICH_MESSAGES = 96  # a kind, a text or a reused connection explains the failures without exception
    GENERATOR = 95
    GATEWAY = 94  # a proxy's own page, for all that failed
    AGAIN = 93  # away more than once, and well in between
    NUMBER_OR_ADDRESS_LIMIT = 92
    REPLY_OF_ALL = 91
    WHICH_ARE_SLOW = 91
    DOWN_OR_RESTARTED = 90
    LOST_RESTART = 93
    WORK_BACKLOG = 87
    STOPPED = 83
    LOST_WHILE = 56
    LOST_DEPENDENCY = 92
    LOST_SINGLY = 45
    TWICE = 35
    PROXY_LIMIT = 89
    BACKLOG = 88
    DEPENDENCY = 86
    POOL_FIRST = 85  # it filled before the replies slowed
    PAUSES = 84
    COLD_START = 82
    CACHE = 80
    REPLY_SAYS_WHY = 79  # the error's own words, for all that failed
    LEAK = 78
    SIGNATURE_OF_SOME = 75
    POOL_AFTER_MISSES = 75
    AGAIN_ERRORS = 74
    AT_ONCE = 73
    POOL_DRAINED = 72
    COLLAPSE = 70
    ONE_BY_ONE = 69
    ONE_STALL = 67
    POOL_LATE = 65
    STARVED = 64
    CACHE_LOW = 62  # look-ups that never hit may have nothing to do with replies that slowed later
    SLOW_CALL = 60
    GATEWAY_OF_SOME = 58
    DOWN_SCATTERED = 55
    GENERATOR_DROPPED = 50
    REPLY_OF_SOME = 20
    UNCLEAR = 0
