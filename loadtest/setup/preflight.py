"""Before the load: one well signed and one badly signed message, one of every kind; the doctor's search on a fault.

The first messages have their whole time, as the load's have: what our own limit cut says nothing. Whatever follows them
takes `MORE` seconds and a search's messages at most, through the load's own sender, outside every count.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from loadtest.setup.asking import Asker
from loadtest.setup.contents import params_of, saying, with_params, with_signature
from loadtest.setup.faults import (
    Destination,
    Fault,
    elsewhere_too,
    explain,
    is_unlinked,
    polite,
    speaks_of_signatures,
    suspicious,
    unlinked,
)
from loadtest.setup.likeness import alike
from loadtest.setup.search import Search
from loadtest.setup.search_faults import found_fault, unchecked, undecided
from loadtest.setup.spoken import spoken
from loadtest.setup.suspects import Suspect
from loadtest.verdict.judge import Reason
from loadtest.verdict.stated_limit import StatedLimits
from loadtest.words.exchange import Failure, FailureKind, Reply, Request
from loadtest.words.sending import TWILIO_TIMEOUT
from loadtest.words.units import format_duration, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from loadtest.send.job import Job
    from loadtest.send.line import Line
    from loadtest.setup.asking import Judged
    from loadtest.setup.search import SearchResult

PATIENCE = 20.0
"""Seconds that the first answers may take, should `timeout` be longer."""
SLOW = 7.0
"""Seconds after which a first answer is worth a warning."""
MORE = 10.0
"""Seconds for what follows the first answers, each of: repeating, a search, the kinds of messages."""
NUMBERS = 3
"""Numbers, or attempts, after which a fault is taken for lasting."""
_SOMETIMES = frozenset({Reason.CONNECTION_LOST, Reason.PROTOCOL})
_SERVER_ERRORS = 500
_UNSPOKEN = frozenset({FailureKind.PROTOCOL, FailureKind.RESET, FailureKind.TLS})
_EMOJI = "Thanks, see you at 7 🎉"
_LINES = "First line\nsecond line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """What the check has come to.

    `fault` forbids a load; `told` says in a sentence what is well; `taken` counts the messages that the server took,
    `accepted` holds the number of each and whether the reply had words for it, and `limits` what headers stated.
    """

    fault: Fault | None = None
    told: str = ""
    warnings: tuple[str, ...] = ()
    taken: int = 0
    accepted: tuple[tuple[str, bool], ...] = ()
    limits: StatedLimits = field(default_factory=StatedLimits)


class Preflight:
    """Checks one set-up, once. `say` takes a line for every step.

    `texts` sends the load's own texts, told the numbers of what was accepted so far. A search of a server that takes
    every message would use up what each number may send before the load, so they go out before it.
    """

    def __init__(
        self,
        job: Job,
        line: Line,
        *,
        say: Callable[[str], None] = lambda _: None,
        texts: Callable[[Sequence[str], StatedLimits], None] | None = None,
    ) -> None:
        self._asker = Asker(job, line, say=say)
        self._texts = texts
        self._route = line.route
        self._patience = min(job.sending.timeout, PATIENCE)
        self._warnings: list[Fault] = []

    def check(self) -> Checkup:
        """Send the first messages, explain what came back, search when the signature may have been rejected."""
        asker = self._asker
        first, badly = asker.well.request(asker.first), asker.badly.request(asker.first)
        good, bad = asker.ask([first, badly], wait=self._patience)
        asker.say(f"signed as {asker.plan.signature_url}, from {first.number}", good)
        asker.say("badly signed", bad)
        tries = [(first.number, good), *self._again(good, bad)]
        fault = self._fault(tries, bad)
        if fault is not None and fault.stops:
            return Checkup(fault=self._clean(fault), taken=asker.taken)
        if fault is not None:
            self._warnings.append(fault)
        told = ""
        accepted = next((reaction for _, reaction in tries if reaction.verdict.ok), None)
        if accepted is not None:
            self._warn_of_slowness(accepted)
            told = self._told(accepted, self._proving(bad))
            self._check_kinds(accepted)
        self._send_texts()
        warnings = tuple(str(self._clean(warning)) for warning in self._warnings)
        return Checkup(
            told=told, warnings=warnings, taken=asker.taken, accepted=tuple(asker.accepted), limits=asker.limits
        )

    def _again(self, good: Judged, bad: Judged) -> list[tuple[str, Judged]]:
        """Return what others get where another number, or another try, may get another answer."""
        reply, verdict = good.reply, good.verdict
        broken = reply is not None and reply.status >= _SERVER_ERRORS and verdict.reason is Reason.HTTP_ERROR
        if suspicious(good.response, verdict, bad.response) and bad.reply is not None:
            return []
        if not (is_unlinked(verdict) or verdict.reason in _SOMETIMES or broken):
            return []
        asker = self._asker
        requests = [asker.well.request(asker.first + more) for more in range(1, NUMBERS)]
        reactions = asker.ask(requests, wait=min(self._patience, MORE))
        for request, reaction in zip(requests, reactions, strict=True):
            asker.say(f"signed, from {request.number}", reaction)
        return [(request.number, reaction) for request, reaction in zip(requests, reactions, strict=True)]

    def _fault(self, tries: Sequence[tuple[str, Judged]], bad: Judged) -> Fault | None:
        whole = [one for one in tries if not one[1].cut] or list(tries)  # what we cut says nothing
        (number, good), (_, last) = whole[0], whole[-1]
        if suspicious(last.response, last.verdict, bad.response):
            return self._searched(last, bad)
        if polite(last.response, last.verdict, bad.response):
            if last.verdict.ok:
                self._send_texts()
            fault = self._searched_politely(last, bad)
            if fault is not None:
                return fault
        fault = explain(good.response, good.verdict, self._place(good), number)
        return fault and self._repeated(fault, whole, bad)

    def _repeated(self, fault: Fault, whole: Sequence[tuple[str, Judged]], bad: Judged) -> Fault:
        """Return the fault of the first message as the further ones show it."""
        good = whole[0][1]
        if len({reaction.verdict.reason for _, reaction in whole}) > 1:
            return replace(fault, sentence=f"{fault.sentence} (but not every time)", stops=False)
        if all(is_unlinked(reaction.verdict) for _, reaction in whole):
            return unlinked(list(dict.fromkeys(number for number, _ in whole)), good.verdict)
        if good.verdict.reason is Reason.TIMEOUT:
            return self._unanswered(fault, good, bad)
        if _passed(good, bad):
            if isinstance(good.reply, Reply) and good.reply.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
                # The path is there: its check of signatures was passed.
                return Fault(
                    sentence=f"the signature is right, and then the application does not find something: "
                    f"{good.verdict.detail}",
                    remedy="look at what its words name: the number that was texted (to-number), the sender's "
                    "(phone-numbers), the account (account-sid)",
                )
            return replace(fault, sentence=f"the signature is right, and then: {fault.sentence}")
        return fault

    def _unanswered(self, fault: Fault, good: Judged, bad: Judged) -> Fault:
        """Return the fault of a message that got no answer in its whole time, or in ours."""
        if good.cut:
            return replace(fault, stops=False)
        if bad.reply is None or bad.proves_nothing or bad.verdict.ok:
            return fault
        return Fault(
            sentence=(
                f"no reply to the signed message within {format_duration(good.took)}, though a badly signed one is "
                f"refused after {format_duration(bad.took)}: the server runs, and hangs in what it does past the check"
            ),
            remedy="look at what it waits for there (a database, a service), or answer at once and work afterwards",
        )

    def _searched(self, good: Judged, bad: Judged) -> Fault | None:
        """Return what the doctor's search has shown about a signature that was rejected."""
        asker = self._asker
        found = Search(asker, bad, polite=good.verdict.reason is Reason.REFUSED).run()
        place = self._place(good)
        if found.suspect is not None:
            return found_fault(found, place, asker.plan.signature_url)
        if good.reply is not None and good.reply.status >= _SERVER_ERRORS and not speaks_of_signatures(good.verdict):
            fault = explain(good.response, good.verdict, place, "")
            tried = f" (as do a badly signed message and {plural(found.tried, 'other form')} of the signature)"
            return fault and replace(fault, sentence=fault.sentence + tried)
        return undecided(found, good, asker.plan.signature_url, asker.token)

    def _searched_politely(self, good: Judged, bad: Judged) -> Fault | None:
        """Return the fault of a server that refuses signatures politely; warn when there is nothing to tell it by."""
        found: SearchResult = Search(self._asker, bad, polite=True, few=good.verdict.ok).run()
        if found.suspect is not None:
            fault = found_fault(found, self._place(good), self._asker.plan.signature_url)
            said = f"every signature but one is refused with HTTP 200 ({good.verdict.detail})"
            return replace(fault, sentence=f"{said}: {fault.sentence}")
        if found.elsewhere and good.reply and (page := elsewhere_too(good.reply, good.verdict)):
            return page
        self._warnings.append(unchecked(good, found))
        return None

    def _send_texts(self) -> None:
        """Send the load's own texts, once."""
        texts, self._texts = self._texts, None
        if texts is not None:
            texts([number for number, _ in self._asker.accepted], self._asker.limits)

    def _proving(self, bad: Judged) -> Judged:
        """Return what a badly signed message gets, asked again when that says nothing of the signature."""
        asker = self._asker
        for more in range(1, NUMBERS):
            if not bad.proves_nothing:
                break
            (bad,) = asker.ask([asker.badly.request(asker.first + more)], wait=min(self._patience, MORE / NUMBERS))
            asker.say("badly signed, once more", bad)
        return bad

    def _told(self, good: Judged, bad: Judged) -> str:
        """Return what the two have shown in a sentence; warn of what they have not."""
        if bad.proves_nothing:
            self._warnings.append(
                Fault(
                    sentence=(
                        "whether the server checks signatures is not known: the badly signed message got what any "
                        f"message might have ({bad.text})"
                    ),
                    remedy="ask loadtest doctor again when the limiter or the server is at rest",
                    stops=False,
                )
            )
        elif bad.verdict.ok and good.reply and bad.reply and not speaks_of_signatures(bad.verdict):
            if not alike(good.reply, bad.reply) or not self._warnings:
                self._warnings.append(unchecked(bad, None))
        else:
            return "the well signed message was accepted, the badly signed one refused"
        return ""

    def _warn_of_slowness(self, good: Judged) -> None:
        if good.took > SLOW:
            self._warnings.append(
                Fault(
                    sentence=f"the first reply took {format_duration(good.took)}; "
                    f"Twilio gives up after {TWILIO_TIMEOUT:g}s",
                    remedy="look at what the server waits for when it is cold",
                    stops=False,
                )
            )

    def _check_kinds(self, good: Judged) -> None:
        """Send one message of every other kind, and once more those that are not accepted as the first one was."""
        asker = self._asker
        kinds: list[tuple[str, Callable[[int], Request]]] = [
            ("a text with an emoji", lambda seq: self._saying(asker.well.request(seq), _EMOJI)),
            ("a text with a line break", lambda seq: self._saying(asker.well.request(seq), _LINES)),
        ]
        if mms := asker.others.get("mms"):
            kinds.append(("an MMS without a caption", lambda seq: self._saying(mms.request(seq), "")))
        kinds += [(f"a message of kind {kind}", made.request) for kind, made in asker.others.items() if kind != "mms"]
        end = asker.clock() + MORE
        seq = asker.first
        failed: dict[str, Judged] = {}
        for attempt in range(2):
            some = [kind for kind in kinds if not attempt or kind[0] in failed]
            if not some or asker.clock() >= end:
                break
            seq += len(kinds)
            requests = [make(seq + place) for place, (_, make) in enumerate(some)]
            reactions = asker.ask(requests, wait=min(self._patience, end - asker.clock()))
            failed = {}
            for (name, _), reaction in zip(some, reactions, strict=True):
                asker.say(name, reaction)
                if not (reaction.verdict.ok or reaction.cut or reaction.proves_nothing):
                    failed[name] = reaction
        for name, reaction in failed.items():
            fault = explain(reaction.response, reaction.verdict, self._place(good), "")
            if fault is not None:
                sentence = f"{name} is not accepted, as other messages are (tried twice): {fault.sentence}"
                self._warnings.append(Fault(sentence=sentence, remedy=fault.remedy, stops=False))

    def _saying(self, request: Request, text: str) -> Request:
        """Return the message with another text, well signed."""
        asker = self._asker
        payload = with_params(request.payload, saying(text, params_of(request.payload)))
        signature = Suspect(url=asker.plan.signature_url).signature(payload, asker.token)
        return request._replace(payload=with_signature(payload, signature))

    def _place(self, reaction: Judged) -> Destination:
        place = self._asker.place(waited=reaction.took)
        failure = reaction.response
        if isinstance(failure, Failure) and failure.kind in _UNSPOKEN and place.addresses:
            known = failure.cause not in {"", "handshake"}  # a certificate was read
            speaks = "" if known else spoken(place.addresses[0], self._route.port, scheme=self._route.scheme)
            return replace(place, speaks=speaks)
        return place

    def _clean(self, fault: Fault) -> Fault:
        return replace(fault, sentence=self._asker.redacted(fault.sentence))


def _passed(good: Judged, bad: Judged) -> bool:
    """Return whether an error came past the check of the signature: a badly signed message gets another answer."""
    if good.reply is None or bad.reply is None or bad.proves_nothing or good.verdict.reason is not Reason.HTTP_ERROR:
        return False
    return not alike(bad.reply, good.reply)
