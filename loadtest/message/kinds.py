"""WHAT is sent: the table of message kinds. A new kind is a new file and one row here.

A kind is a function `form(content, account) -> list of (name, value)`, in the order Twilio sends the parameters, that
writes `SID`, `NUMBER` and `MEDIA_ID` where a message's own values go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.message import mms, sms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from loadtest.message.form import Account, Content, Field

KINDS: Mapping[str, Callable[[Content, Account], list[Field]]] = {
    "sms": sms.form,
    "mms": mms.form,
}
