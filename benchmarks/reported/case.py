"""A reported fault: the server that has it, what is run against it, and what a true sentence about it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.reported.server import Answer, Message, State

RIGHT, UNTOLD, AS_LIKELY, AS_FACT = "right", "cannot tell", "wrong, as likely", "wrong, as a fact"
_UNTOLD = re.compile(r"cannot tell|no cause", re.IGNORECASE)
_HEDGED = re.compile(r"cannot be|as well|\b(?:may|might|could|likely|perhaps|or)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One fault.

    `true` is found in a sentence that names it, `false` in one that names what it is not, and `truth` is for a person
    who compares by hand. `checks` says whether the server refuses bad signatures before it asks `server`. A `doctor`
    looks for it, or else a load does.
    """

    server: Callable[[State, Message], Answer]
    does: str
    true: str
    truth: str = ""
    false: str = ""
    flags: tuple[str, ...] = ()
    path: str = "/sms"
    checks: bool = True
    doctor: bool = False

    @property
    def name(self) -> str:
        """The server's name."""
        return self.server.__name__.replace("_", "-")

    def judged(self, said: str) -> str:
        """Return what the sentence is that the tool said first: right, or one of the ways not to be."""
        if re.search(self.true, said, re.IGNORECASE):
            return RIGHT
        if not (self.false and re.search(self.false, said, re.IGNORECASE)) and (not said or _UNTOLD.search(said)):
            return UNTOLD
        return AS_LIKELY if _HEDGED.search(said.partition(": ")[0]) else AS_FACT
