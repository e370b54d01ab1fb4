"""What every load tool is given: the same messages, the same token, a folder for its files."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loadtest.message import mms, sms
from loadtest.message.form import MEDIA_ID, NUMBER, SID, Account
from loadtest.message.kinds import KINDS
from loadtest.message.phone_pool import PhonePool
from loadtest.message.plan import Plan, Renderer
from loadtest.pacing import OpenBatches
from loadtest.words.secret import Secret

if TYPE_CHECKING:
    from pathlib import Path

    from loadtest.message.form import Field

TOKEN = "a-made-up-auth-token"
ACCOUNT = "AC" + "0" * 32
TO_NUMBER = "+15555556789"
FIRST_NUMBER, NUMBERS = 15555551001, 5
_SEED = 7
_SMS_OF_TEN = 7
_HOLES = {SID: "{sid}", NUMBER: "{number}", MEDIA_ID: "{media}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The folder of one benchmark run, and how long its loads are: `quick` runs only show that everything works."""

    folder: Path
    quick: bool = False

    def seconds(self, usual: float) -> float:
        """Return how long a load takes that usually takes so long."""
        return min(usual, 2.0) if self.quick else usual

    def rounds(self, usual: int) -> int:
        """Return how often loads alternate."""
        return 1 if self.quick else usual

    def messages_file(self, url: str) -> Path:
        """Write what a script needs to make and sign messages of its own: forms sorted by name, with holes."""
        path = self.folder / "messages.json"
        numbers = [f"+{FIRST_NUMBER + index}" for index in range(NUMBERS)]
        work = {"url": url, "token": TOKEN, "forms": forms(), "numbers": numbers}
        path.write_text(json.dumps(work), encoding="utf-8")
        return path

    def fixed_message(self, url: str) -> tuple[Path, dict[str, str]]:
        """Write one ready body, and return it with its headers, for tools that can only send the same one again."""
        renderer = Renderer(plan(url), Secret(TOKEN), random_bytes=bytes, keep_alive=True)
        payloads = sorted((renderer.request(seq).payload for seq in range(100)), key=len)
        head, _, body = payloads[len(payloads) // 2].partition(b"\r\n\r\n")
        path = self.folder / "body.txt"
        path.write_bytes(body)
        lines = [line.split(": ", 1) for line in head.decode().split("\r\n")[1:]]
        return path, {name: value for name, value in lines if name not in {"Host", "Content-Length"}}


def forms() -> list[list[Field]]:
    """Return ten forms, three of them MMS as in the default mix."""
    account = Account(account_sid=ACCOUNT, to_number=TO_NUMBER)
    made = []
    for index in range(10):
        kind = KINDS["sms" if index < _SMS_OF_TEN else "mms"]
        contents = kind.contents(sms.TEXTS, mms.MEDIA)
        fields = []
        for name, value in kind.form(contents[index % len(contents)], account):
            filled = value.replace(SID, kind.prefix + SID)
            for hole, mark in _HOLES.items():
                filled = filled.replace(hole, mark)
            fields.append((name, filled))
        made.append(sorted(fields))
    return made


def plan(url: str) -> Plan:
    """Return our own load of the same messages; its pacing is not used."""
    return Plan(
        url=url,
        signature_url=url,
        account_sid=ACCOUNT,
        to_number=TO_NUMBER,
        pacing=OpenBatches(size=1, interval=1.0, duration=1.0),
        pool=PhonePool(ranges=((FIRST_NUMBER, NUMBERS),), seed=_SEED),
        seed=_SEED,
    )


def say(text: str) -> None:
    """Tell whoever waits what is being done."""
    print(text, file=sys.stderr, flush=True)
