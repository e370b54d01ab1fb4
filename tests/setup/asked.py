"""An asker whose messages reach a function in place of a server, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import factories

from loadtest.message.signing import verify
from loadtest.send.job import Job
from loadtest.setup.asking import Asker
from loadtest.setup.contents import params_of, signature_of
from loadtest.words.clock import RunClock
from loadtest.words.exchange import Reply
from loadtest.words.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.words.exchange import Exchange, Failure, Request

    Form = list[tuple[str, str]]

TOKEN = "0123456789abcdef0123456789abcdef"
URL = factories.URL


def reply(status: int, body: str = "", kind: str = "text/plain", **headers: str) -> Reply:
    named = {"content-type": kind} | {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status=status, headers=tuple(named.items()), body=body.encode(), size=len(body))


SAVED = reply(200, "<Response><Message>Saved</Message></Response>", "text/xml")
FORBIDDEN = reply(403, "Forbidden")


class Server:
    """Answers every message by a function, and keeps what came."""

    def __init__(self, answer: Callable[[bytes], Reply | Failure]) -> None:
        self._answer = answer
        self.got: list[bytes] = []

    def send(self, request: Request, *, due: float) -> Exchange:
        self.got.append(request.payload)
        return factories.exchange(due=due, response=self._answer(request.payload))


def asker(
    answer: Callable[[bytes], Reply | Failure], *, say: Callable[[str], None] = lambda _: None, **job: Any
) -> Asker:
    fields: dict[str, Any] = {"plan": factories.plan(), "auth_token": Secret(TOKEN)}
    return Asker(Job(**fields | job), factories.line(RunClock(), Server(answer)), say=say)


def checking(
    url: str = URL,
    read: Callable[[Form], Form] = lambda form: form,
    *,
    token: str = TOKEN,
    rejected: Reply = FORBIDDEN,
    wants: bytes = b"",
) -> Callable[[bytes], Reply]:
    """Return a server that checks signatures over `url` and the form as it `read` it, and only with a header."""

    def answer(payload: bytes) -> Reply:
        right = verify(url, read(params_of(payload)), token, signature_of(payload))
        return SAVED if right and wants in payload else rejected

    return answer
