"""Twilio's API as messaging servers use it: Messages, Media, Verify v2, Lookup; anything else is a 404, and is listed.

Paths and fields from Twilio's OpenAPI description (twilio_api_v2010.json, twilio_verify_v2.json and
twilio_lookups_v2.json).
The official libraries of Python and Node were tried as they are; those of other languages send the same by the
description, and were not.
"""

from __future__ import annotations

import hmac
import re
import secrets
import time
from base64 import b64decode
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from loadtest.mock_twilio import media
from loadtest.mock_twilio.counts import Fetched, Seen, count_named
from loadtest.mock_twilio.messages import API, Message, Messages
from loadtest.mock_twilio.problems import problem
from loadtest.mock_twilio.verify import Verify, lookup
from loadtest.mock_twilio.wire import Incoming, Response, as_json
from loadtest.words.exchange import LONGEST_MESSAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.mock_twilio.behaviour import Behaviour

    Handler = Callable[["ApiCall", dict[str, str]], Response]

MOST_MEDIA: Final = 10
CDN: Final = "mms.twiliocdn.com"
_NUMBER = re.compile(r"(?:(?:whatsapp|rcs|messenger):)?\+?[\w.:@-]{3,40}")


class ApiCall:
    """One call to the API, taken apart."""

    __slots__ = ("form", "host", "path", "query", "request")

    def __init__(self, request: Incoming, host: str) -> None:
        self.request = request
        self.host = host
        parts = urlsplit(request.target)
        self.path = parts.path
        self.query = dict(parse_qsl(parts.query, keep_blank_values=True))
        form = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
        self.form = parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True) if form else []

    def field(self, name: str) -> str:
        """Return the last value of a form field, or an empty string."""
        return next((value for key, value in reversed(self.form) if key == name), "")

    def fields(self, name: str) -> tuple[str, ...]:
        """Return every value of a form field."""
        return tuple(value for key, value in self.form if key == name and value)


class Api:
    """Answers requests to Twilio's hosts; `tell` gets an event for every message and code that it takes in."""

    def __init__(self, behaviour: Behaviour, *, tell: Callable[[dict[str, object]], object]) -> None:
        self.seen = Seen()
        self._behaviour = behaviour
        self._tell = tell
        self._messages = Messages(behaviour.account_sid)
        self._fetched = Fetched()
        self._verify = Verify()
        self._begun = time.monotonic()
        self._taken = 0
        self._media = 0
        self._allowance, self._refilled = max(behaviour.faults.limit, 1.0), self._begun
        self._credentials = {behaviour.account_sid: behaviour.auth_token}
        if behaviour.api_key:
            name, _, secret = behaviour.api_key.partition(":")
            self._credentials[name] = secret
        account = rf"{API}/(?P<account>\w+)"
        message = rf"{account}/Messages/(?P<sid>\w+)"
        self._routes: list[tuple[str, re.Pattern[str], str, Handler]] = [
            (method, re.compile(pattern + r"(?:\.json)?/?"), name, handler)
            for method, pattern, name, handler in (
                ("POST", rf"{account}/Messages", "messages created", self._create),
                ("GET", rf"{account}/Messages", "messages listed", self._list),
                ("GET", message, "messages fetched", self._fetch),
                ("POST", message, "messages updated", self._update),
                ("DELETE", message, "messages deleted", self._delete),
                ("GET", rf"{message}/Media/(?P<medium>\w+)", "media asked for", self._medium),
                ("DELETE", rf"{message}/Media/(?P<medium>\w+)", "media deleted", _gone),
                ("GET", rf"{message}/Media", "media listed", self._media_list),
                ("GET", account, "account fetched", self._account),
                ("POST", r"/v2/Services/(?P<service>VA\w+)/Verifications", "verifications begun", self._start),
                ("POST", r"/v2/Services/(?P<service>VA\w+)/VerificationCheck", "verifications checked", self._check),
                ("GET", r"/v[12]/PhoneNumbers/(?P<number>[^/]+?)", "numbers looked up", _look_up),
            )
        ]

    def answer(self, request: Incoming, host: str) -> Response:
        """Return the answer to a request for `host`."""
        call = ApiCall(request, host)
        method = "GET" if request.method == "HEAD" else request.method
        if host.endswith("twiliocdn.com") or call.path.startswith("/mock-cdn/"):
            return self._bytes(call)
        for known, pattern, name, handler in self._routes:
            if known == method and (match := pattern.fullmatch(call.path)):
                if name == "messages created" and (bare := self._bare()) is not None:
                    return self._counted(bare)
                who = self._authorized(request, match.groupdict().get("account"))
                if who is not None:
                    count_named(self.seen.accounts, who)
                    if name == "media asked for":
                        self.seen.media["refused"] += 1
                    return self._counted(problem(20003))
                self.seen.calls[name] += 1
                answer = self._counted(handler(call, match.groupdict()))
                delay = self._behaviour.faults.times.get("delay", 0.0)
                return replace(answer, delay=delay) if delay else answer
        count_named(self.seen.unknown, f"{method} {host}{call.path}")
        return problem(20404, call.path)

    def knows(self, request: Incoming) -> bool:
        """Return whether a request comes with the account's credentials."""
        return self._authorized(request, None) is None

    def _counted(self, answer: Response) -> Response:
        if answer.status >= 400:  # noqa: PLR2004  errors
            code = re.search(rb'"code": (\d+)', answer.body)
            self.seen.problems[code[1].decode() if code else str(answer.status)] += 1
        return answer

    def _authorized(self, request: Incoming, account: str | None) -> str | None:
        """Return who has no right to call, or None where all is well."""
        kind, _, text = request.headers.get("authorization", "").partition(" ")
        try:
            user, _, password = b64decode(text, validate=True).decode().partition(":")
        except ValueError:
            kind, user, password = "", "", ""
        if kind.lower() != "basic":
            return "nobody"
        known = self._credentials.get(user)
        right = known is not None and hmac.compare_digest(known.encode(), password.encode())
        if right and account in {None, self._behaviour.account_sid}:
            return None
        return f"{user if user[:2] in {'AC', 'SK'} else 'somebody'}{'' if known is None else ' (wrong secret)'}"

    def _bare(self) -> Response | None:
        """Return the error that overload brings, before anything is looked at."""
        limit = self._behaviour.faults.limit
        if not limit:
            return None
        now = time.monotonic()
        self._allowance = min(max(limit, 1.0), self._allowance + (now - self._refilled) * limit)
        self._refilled = now
        if self._allowance < 1:
            return problem(20429, retry_after=max(1, ceil((1 - self._allowance) / limit)))
        self._allowance -= 1
        return None

    def _create(self, call: ApiCall, _: dict[str, str]) -> Response:
        to, sender, service = call.field("To"), call.field("From"), call.field("MessagingServiceSid")
        body, attached = call.field("Body"), call.fields("MediaUrl")
        if content := call.field("ContentSid"):
            body = body or f"[{content} {call.field('ContentVariables')}]"
        if wrong := _mistake(to, sender or service, body, attached):
            return wrong
        self._taken += 1
        faults = self._behaviour.faults
        if faults.strikes("errors", self._taken):
            return problem(20500)
        if faults.strikes("opted-out", self._taken):
            return problem(21610)
        failed, undelivered = faults.strikes("failed", self._taken), faults.strikes("undelivered", self._taken)
        message = Message(
            sid=("MM" if attached else "SM") + secrets.token_hex(16),
            to=to,
            sender=sender,
            service=service,
            body=body,
            media=attached,
            callback=call.field("StatusCallback"),
            at=time.monotonic(),
            created=time.time(),
            fate="failed" if failed else "undelivered" if undelivered else "delivered",
            error_code=30007 if failed else 30003 if undelivered else None,
        )
        self._messages.add(message)
        self._tell(
            {
                "text": [message.at, to, sender or service, body or "[media]", message.sid],
                **({"callback": [message.callback, message.fate, message.error_code]} if message.callback else {}),
            }
        )
        return as_json(201, self._messages.resource(message, message.at))

    def _list(self, call: ApiCall, _: dict[str, str]) -> Response:
        try:
            return as_json(200, self._messages.page(call.query, path=call.path, now=time.monotonic()))
        except ValueError:
            return problem(60200, "PageSize")

    def _fetch(self, call: ApiCall, named: dict[str, str]) -> Response:
        message = self._messages.get(named["sid"])
        if message is None:
            return problem(20404, call.path)
        return as_json(200, self._messages.resource(message, time.monotonic()))

    def _update(self, call: ApiCall, named: dict[str, str]) -> Response:
        message = self._messages.get(named["sid"])
        if message is None:
            return problem(20404, call.path)
        if any(name == "Body" for name, _ in call.form):
            message.body = call.field("Body")
        if call.field("Status") == "canceled":
            message.status = "canceled"
        return as_json(200, self._messages.resource(message, time.monotonic()))

    def _delete(self, call: ApiCall, named: dict[str, str]) -> Response:
        return Response(status=204) if self._messages.remove(named["sid"]) else problem(20404, call.path)

    def _account(self, _: ApiCall, named: dict[str, str]) -> Response:
        sid = named["account"]
        return as_json(200, {"sid": sid, "friendly_name": "mock", "status": "active", "type": "Full"})

    def _start(self, call: ApiCall, named: dict[str, str]) -> Response:
        return self._verify.start(call.field("To"), call.field("Channel"), named["service"], tell=self._tell)

    def _check(self, call: ApiCall, named: dict[str, str]) -> Response:
        return self._verify.check(call.field("To"), call.field("Code"), named["service"])

    def _kind(self, medium: str) -> str:
        """Return the content type that a medium's id names; see `loadtest.message.mms`."""
        kinds = self._behaviour.media
        try:
            return kinds[int(medium[2:4], 16) % len(kinds)]
        except ValueError:
            return kinds[0]

    def _medium(self, call: ApiCall, named: dict[str, str]) -> Response:
        sid, medium = named["sid"], named["medium"]
        if call.path.endswith(".json"):
            return as_json(200, self._about(sid, medium))
        self._media += 1
        faults = self._behaviour.faults
        if faults.strikes("media-401", self._media):
            self.seen.media["refused"] += 1
            return problem(20003)
        if faults.strikes("media-404", self._media):
            self.seen.media["not found"] += 1
            return problem(20404, call.path)
        path = f"{self._behaviour.account_sid}/{sid}/{medium}?Expires={int(time.time()) + 3600}&Signature=mock"
        where = f"https://{CDN}/{path}" if call.host.endswith("twilio.com") else f"/mock-cdn/{path}"
        return Response(status=307, headers=(("Location", where),))

    def _bytes(self, call: ApiCall) -> Response:
        """Return a medium's bytes, as the host behind the redirect does."""
        named = re.fullmatch(r"(?:/mock-cdn)?/\w+/(?P<sid>\w+)/(?P<medium>ME\w+)", call.path)
        if named is None:
            count_named(self.seen.unknown, f"{call.request.method} {call.host}{call.path}")
            return Response(status=404)
        self.seen.media["fetches"] += 1
        if self._fetched.count(named["sid"]) == 1:
            self.seen.media["messages"] += 1
        kind = self._kind(named["medium"])
        body = media.made(kind, self._behaviour.media_size)
        self.seen.media["bytes"] += len(body)
        faults = self._behaviour.faults
        struck = faults.strikes("media-truncated", self.seen.media["fetches"])
        if struck:
            self.seen.media["truncated"] += 1
        name = f'inline; filename="{named["medium"]}.{media.extension(kind)}"'
        return Response(
            status=200,
            body=body,
            content_type=kind,
            headers=(("Content-Disposition", name),),
            cut=len(body) // 2 if struck else None,
            delay=faults.times.get("media-slow", 0.0),
        )

    def _about(self, sid: str, medium: str) -> dict[str, object]:
        account = self._behaviour.account_sid
        return {
            "sid": medium,
            "account_sid": account,
            "parent_sid": sid,
            "content_type": self._kind(medium),
            "uri": f"{API}/{account}/Messages/{sid}/Media/{medium}.json",
        }

    def _media_list(self, call: ApiCall, _: dict[str, str]) -> Response:
        return as_json(200, {"media_list": [], "page": 0, "page_size": 50, "uri": call.path, "next_page_uri": None})


def _mistake(to: str, sender: str, body: str, attached: tuple[str, ...]) -> Response | None:
    """Return the error that a message deserves as Twilio checks it, or None."""
    checks = (
        (not to, 21604, ""),
        (not _NUMBER.fullmatch(to), 21211, to),
        (not sender, 21603, ""),
        (not _NUMBER.fullmatch(sender), 21212, sender),
        (not body and not attached, 21602, ""),
        (len(body) > LONGEST_MESSAGE, 21617, ""),
        (len(attached) > MOST_MEDIA, 21623, ""),
    )
    return next((problem(code, named) for wrong, code, named in checks if wrong), None)


def _gone(_: ApiCall, __: dict[str, str]) -> Response:
    return Response(status=204)


def _look_up(call: ApiCall, named: dict[str, str]) -> Response:
    return lookup(unquote(named["number"]), call.path)
