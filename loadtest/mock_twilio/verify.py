"""Verify v2 and Lookup: a code for a number, and what is known of one."""

from __future__ import annotations

import re
import secrets
import time
from collections import OrderedDict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from loadtest.mock_twilio.problems import problem
from loadtest.mock_twilio.wire import Response, as_json

if TYPE_CHECKING:
    from collections.abc import Callable

_KEPT: Final = 100_000
_E164 = re.compile(r"\+[1-9]\d{6,14}")


class Verify:
    """Codes that wait to be checked, by number."""

    def __init__(self) -> None:
        self._codes: OrderedDict[str, tuple[str, str]] = OrderedDict()

    def start(self, to: str, channel: str, service: str, *, tell: Callable[[dict[str, object]], object]) -> Response:
        """Make a code for a number, and tell it: it is what the number's owner would be texted."""
        if not _E164.fullmatch(to):
            return problem(60200, "To")
        sid, code = self._codes.get(to) or (f"VE{secrets.token_hex(16)}", f"{secrets.randbelow(10**6):06}")
        self._codes[to] = sid, code
        if len(self._codes) > _KEPT:
            self._codes.popitem(last=False)
        tell({"code": [time.monotonic(), to, code]})
        return as_json(201, _verification(sid, service, to, channel or "sms", "pending"))

    def check(self, to: str, code: str, service: str) -> Response:
        """Answer whether a code is the right one; a right one is used up."""
        if to not in self._codes:
            return problem(20404, f"/v2/Services/{service}/VerificationCheck")
        sid, right = self._codes[to]
        if code == right:
            del self._codes[to]
        return as_json(200, _verification(sid, service, to, "sms", "approved" if code == right else "pending"))


def _verification(sid: str, service: str, to: str, channel: str, status: str) -> dict[str, object]:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "sid": sid,
        "service_sid": service,
        "to": to,
        "channel": channel,
        "status": status,
        "valid": status == "approved",
        "date_created": now,
        "date_updated": now,
        "url": f"https://verify.twilio.com/v2/Services/{service}/Verifications/{sid}",
    }


def lookup(number: str, path: str) -> Response:
    """Return what Lookup knows of a number: that it is a mobile one."""
    if not _E164.fullmatch(number):
        return problem(20404, path)
    country = "US" if number.startswith("+1") else None
    return as_json(
        200,
        {
            "phone_number": number,
            "national_format": number,
            "country_code": country,
            "calling_country_code": "1" if country else None,
            "valid": True,
            "validation_errors": [],
            "carrier": {"type": "mobile", "name": "mock", "error_code": None},
            "line_type_intelligence": {"type": "mobile", "error_code": None},
            "url": f"https://lookups.twilio.com{path}",
        },
    )
