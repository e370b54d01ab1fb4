"""Rules for messages that a limiter or a proxy answered in place of the application."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loadtest.assess.diagnosis.causes import Cause, Weight
from loadtest.assess.diagnosis.facts import LEAST_FAILED, LEAST_FAILED_SHARE, Diagnosis, due, seconds
from loadtest.assess.replies.doubt import needs
from loadtest.assess.replies.limiter import InferredLimit, limiter_in
from loadtest.measure.series import POLL_NAME
from loadtest.verdict.judge import Reason
from loadtest.words.units import plural

if TYPE_CHECKING:
    from loadtest.assess.diagnosis.facts import Facts

_NEARLY_ALL = 0.9
_QUOTED = 100
_FEW = 3  # numbers, or accepted messages, that tell little
_NO_BACKEND = re.compile(
    r"bad gateway|no server is available|no healthy upstream|upstream connect error|maintenance downtime",
    re.IGNORECASE,
)
_NGINX_503 = re.compile(r"503 Service Temporarily Unavailable.*nginx|nginx.*503 Service Temporarily", re.DOTALL)
_AT_ONCE = re.compile(r"concurren|\bbusy\b|overload|capacity|at once|at the same time", re.IGNORECASE)
_LIMITER_WORDS = re.compile(r"rate.?limit|too many|throttl|quota|slow down", re.IGNORECASE)
_BAD_GATEWAY, _UNAVAILABLE = 502, 503
DEPENDENCY = re.compile(
    r"\b(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|connection refused|could not connect"
    r"|can't connect|too many connections|(?:db|database|redis|postgres\w*|mysql) (?:is )?(?:down|unavailable|gone))\b",
    re.IGNORECASE,
)


def rate_limit(facts: Facts) -> Diagnosis | None:
    """Look for limiters: those that decline in a reply of HTTP 200, and those that do by an HTTP error."""
    coded = facts.snapshot.coded(Reason.RATE_LIMITED)
    told = facts.summary.total.count(Reason.RATE_LIMITED) - coded
    if not facts.failed(Reason.RATE_LIMITED):
        return None
    if not (_many(facts, coded) and _many(facts, told)):
        return _by_status(facts, coded + told) if coded > told else _in_a_reply(facts, coded + told)
    return Diagnosis(
        cause=Cause.NUMBER_LIMIT if told >= coded else Cause.IP_LIMIT,
        weight=Weight.NUMBER_OR_ADDRESS_LIMIT,
        likely="Two limiters declined the load: one in its replies, one by an HTTP error",
        evidence=f"{plural(told, 'message')} were declined in a reply of HTTP 200{_words(facts)}, {coded:,} by an HTTP "
        f"error{_statuses(facts)}; what each of them counts by cannot be told apart here",
        remedy="raise or switch off both for the time of the test; more phone-numbers help against a limit for each "
        "number alone, not against one for the client's address",
    )


def _by_status(facts: Facts, count: int) -> Diagnosis:
    if facts.snapshot.statuses.get((Reason.RATE_LIMITED, _UNAVAILABLE), 0) >= _NEARLY_ALL * count:
        return _unavailable(facts, count)
    if stated := _stated(facts, count):
        return stated
    if _by_turns(facts):
        return Diagnosis(
            cause=Cause.LIMITER,
            weight=Weight.NUMBER_OR_ADDRESS_LIMIT,
            likely="A limiter declined a part of the load; what it counts by cannot be told",
            evidence=f"{plural(count, 'message')} got an HTTP error for their rate{_statuses(facts)}{_since(facts)}, "
            f"{facts.summary.total.successful:,} were accepted in the same seconds{_page_words(facts)}; a count for "
            "each number or each address would have let all through until it was used up",
            remedy="look for what declines so in the application and before it, and raise or switch it off for the "
            "time of the test",
        )
    caps, exact = _caps(facts), ""
    if len(caps) >= _FEW and caps[0] == caps[-1] and caps[0]:
        exact = f"; as each of {len(caps)} numbers was accepted {caps[0]} times, it may as well go by number"
    return Diagnosis(
        cause=Cause.IP_LIMIT,
        weight=Weight.NUMBER_OR_ADDRESS_LIMIT,
        likely="A limiter declined the load, most likely one per IP address",
        evidence=f"{plural(count, 'message')} got an HTTP error for their rate{_statuses(facts)}{_since(facts)}"
        f"{_page_words(facts)}, {facts.summary.total.successful:,} were accepted in all; all of them came from one "
        f"address, as no real Twilio traffic does{exact}{_ours(facts)}",
        remedy="raise or switch off the per-IP limit for the time of the test; Twilio sends from many addresses"
        + (", and try more phone-numbers, which tells one from the other" if exact else ""),
    )


def _stated(facts: Facts, count: int) -> Diagnosis | None:
    """Return what declined the load where the headers of the replies before it have told, or None."""
    forecast = facts.known.forecast
    if forecast is None or not forecast.stated or forecast.shared is None:
        return None
    told = f"the headers of its replies before the load stated {forecast.quota} {forecast.whose}"
    seen = f"{plural(count, 'message')} got an HTTP error for their rate{_statuses(facts)}{_since(facts)}; {told}"
    if forecast.shared is False:
        more = f"use {forecast.needed:,} phone-numbers, or " if forecast.limited and forecast.needed else ""
        return Diagnosis(
            cause=Cause.NUMBER_LIMIT,
            weight=Weight.NUMBER_OR_ADDRESS_LIMIT,
            likely="The limit per phone number was reached",
            evidence=seen,
            remedy=f"{more}raise it for the time of the test",
        )
    fits = "" if forecast.limited else ", in which this load alone has room: something else spent it as well"
    return Diagnosis(
        cause=Cause.IP_LIMIT,
        weight=Weight.NUMBER_OR_ADDRESS_LIMIT,
        likely="A limit for all numbers together was reached",
        evidence=f"{seen}{fits}{_ours(facts)}",
        remedy="raise or switch off that limit for the time of the test; more phone-numbers do not help against it",
    )


def _ours(facts: Facts) -> str:
    """Return how many requests of the tool's own such a limiter counted until it declined the first message."""
    span = facts.snapshot.spans.get(Reason.RATE_LIMITED)
    until = span.first if span else 0.0
    polls = sum(at <= until for one in facts.series if one.name.endswith(f".{POLL_NAME}") for at, _ in one.points)
    forecast, first = facts.known.forecast, facts.snapshot.first
    before = forecast.extra if forecast else first.sent if first else 0
    parts = [plural(polls, "poll")] * (polls > 0) + [f"{plural(before, 'message')} before the load"] * (before > 0)
    if not parts:
        return ""
    return f"; {' and '.join(parts)} of this tool's own went to the same server, which such a limit counts, too"


def _more_numbers(facts: Facts, caps: list[int]) -> str:
    """Return how many numbers the load needs where each was accepted about as often, or nothing."""
    plan = facts.known.plan
    if plan is None or not caps or caps[-1] - caps[0] > 1:
        return ""
    marked = {
        number: [(seq, one.second, one.key is not None and one.key[0] is Reason.RATE_LIMITED) for seq, one in items]
        for number, got in facts.snapshot.replies.followed.items()
        if (items := sorted(got.items()))
    }
    limiter = limiter_in(marked, {}) or InferredLimit(count=caps[-1], window=None, longer=int(plan.pacing.duration))
    return needs(limiter, plan)


def _unavailable(facts: Facts, count: int) -> Diagnosis:
    """Return what an answer of 503 that asks to come back later may be: it has more causes than a limiter."""
    page = _page(facts, Reason.RATE_LIMITED)
    at_once = _AT_ONCE.search(page)
    limiter = not at_once and _LIMITER_WORDS.search(page)
    if limiter:
        likely = "A limiter declined the load by HTTP 503; what it counts by cannot be told"
    elif at_once:
        likely = "The server takes no more messages at once than a certain number, as its 503 says"
    else:
        likely = "The server answered 503 and asked to come back later: a limiter, too much load or a maintenance"
    seen = [at for at, second in sorted(facts.snapshot.seconds.items()) if second.reasons.get(Reason.RATE_LIMITED)]
    among = sum(facts.snapshot.seconds[at].reasons.get(Reason.ACCEPTED, 0) > 0 for at in seen)
    beside = (
        "others in the same seconds were accepted" if 2 * among > len(seen) else "hardly any meanwhile was accepted"
    )
    return Diagnosis(
        cause=Cause.LIMITER if limiter else Cause.UNAVAILABLE,
        weight=Weight.NUMBER_OR_ADDRESS_LIMIT,
        likely=likely,
        evidence=f"{plural(count, 'message')} were answered so{_since(facts)}{_page_words(facts)}; {beside}, "
        f"{facts.summary.total.successful:,} in all",
        remedy="raise how many messages it takes at the same time, or answer first and work later"
        if at_once
        else "look in its log, and in the proxy's, for what answered 503 at that time",
    )


def _by_turns(facts: Facts) -> bool:
    """Return whether messages were declined from the beginning on while others in the same seconds were accepted."""
    seen = sorted(facts.snapshot.seconds.items())
    both = [at for at, one in seen if one.reasons.get(Reason.RATE_LIMITED) and one.reasons.get(Reason.ACCEPTED)]
    declined = [at for at, one in seen if one.reasons.get(Reason.RATE_LIMITED)]
    return len(both) >= _FEW and len(both) >= _NEARLY_ALL * len(declined) and both[0] <= seen[0][0] + 1


def _in_a_reply(facts: Facts, count: int) -> Diagnosis:
    caps, since = _caps(facts), _since(facts)
    declined = f"{plural(count, 'message')} were declined in a reply of HTTP 200{_words(facts)}{since}"
    if caps and not any(caps):
        return Diagnosis(
            cause=Cause.NUMBER_LIMIT,
            weight=Weight.NUMBER_OR_ADDRESS_LIMIT,
            likely="A limiter declined every number from its first message on",
            evidence=f"{plural(count, 'message')} from {plural(len(caps), 'number')} were declined in a reply of "
            f"HTTP 200{since}, and none of these numbers was accepted once",
            remedy="use numbers that have sent nothing within the limit's time; if those are declined as well, it is "
            "another limiter, such as one per client address",
        )
    beyond = max(
        (one.get(Reason.ACCEPTED, 0) for one in _numbers(facts) if not one.get(Reason.RATE_LIMITED)), default=0
    )
    even = bool(caps) and caps[-1] - caps[0] <= max(2, 0.1 * caps[-1])
    shared = len(caps) >= _FEW and not even and (caps[0] == 0 or beyond > caps[-1])
    if shared:
        return Diagnosis(
            cause=Cause.IP_LIMIT,
            weight=Weight.NUMBER_OR_ADDRESS_LIMIT,
            likely="A limiter declined the load, most likely one for all numbers together",
            evidence=f"{declined}: {plural(len(caps), 'number')} had been accepted from {caps[0]} to {caps[-1]} times, "
            "so it does not go by number; all of them came from one address, as no real Twilio traffic does",
            remedy="raise or switch off the limit for the time of the test; more phone-numbers do not help against it",
        )
    times = f"{caps[-1]}" if even and caps[0] == caps[-1] else f"{caps[0]} to {caps[-1]}" if caps else ""
    each = (
        f"each of {plural(len(caps), 'number')} was accepted {times} times"
        if even
        else f"{plural(len(caps), 'number')} had messages declined"
    )
    needed = _more_numbers(facts, caps)
    return Diagnosis(
        cause=Cause.NUMBER_LIMIT,
        weight=Weight.NUMBER_OR_ADDRESS_LIMIT,
        likely="The limit per phone number was reached",
        evidence=f"{declined}: {each}{f'; {needed}' if needed else ''}",
        remedy="use more phone-numbers, so that none sends more than the limit, or raise it for the time of the test",
    )


def proxy_limit(facts: Facts) -> Diagnosis | None:
    """Look for nginx's limiters, which answer with its own page of 503 unless told otherwise."""
    count = facts.snapshot.statuses.get((Reason.HTTP_ERROR, _UNAVAILABLE), 0)
    page = _page(facts)
    among = [at for at in _failing(facts) if facts.snapshot.seconds[at].reasons.get(Reason.ACCEPTED)]
    mostly = count >= _NEARLY_ALL * facts.failed(Reason.HTTP_ERROR) and 2 * len(among) >= len(_failing(facts))
    if not (_many(facts, count) and mostly and _NGINX_503.search(page)):
        return None
    return Diagnosis(
        cause=Cause.IP_LIMIT,
        weight=Weight.PROXY_LIMIT,
        likely="Most likely a limiter of nginx declined the load: limit_req and limit_conn answer 503",
        evidence=f"{plural(count, 'message')} got nginx's own page of 503 while others in the same seconds were "
        f"accepted ({facts.summary.total.successful:,} in all)",
        remedy="look for limit_req and limit_conn in nginx's configuration and for “limiting” in its error log; raise "
        "them for the time of the test, and set limit_req_status to 429",
    )


def gateway(facts: Facts) -> Diagnosis | None:
    """Look for a proxy that answers while the application behind it does not."""
    statuses = facts.snapshot.statuses
    count = statuses.get((Reason.HTTP_ERROR, _BAD_GATEWAY), 0)
    if _NO_BACKEND.search(_page(facts)):
        count += statuses.get((Reason.HTTP_ERROR, _UNAVAILABLE), 0)
    total, failing = facts.summary.total, _failing(facts)
    if not (_many(facts, count) and failing) or count < _NEARLY_ALL * total.failed:
        return None
    good = [at for at, second in sorted(facts.snapshot.seconds.items()) if second.reasons.get(Reason.ACCEPTED)]
    last = failing[-1]
    among = [at for at in failing if at in good]
    page = f"the proxy's own error page{_statuses(facts, Reason.HTTP_ERROR)}"
    seen = f"{plural(count, 'message')} {due(failing)} got {page}"
    if good and 2 * len(among) > len(failing) and len(failing) > 2:  # noqa: PLR2004  both edges may be mixed
        return Diagnosis(
            cause=Cause.GATEWAY,
            weight=Weight.GATEWAY_OF_SOME,
            likely="The proxy got no reply from the application for some messages",
            evidence=f"{seen}, others in the same seconds were accepted",
            remedy="look in the proxy's error log: an instance that is down, or kept connections that the application "
            "closes first (its idle limit must be longer than the proxy's)",
        )
    back = bool(good) and good[-1] > last
    away = "was restarted or away during the run" if back else "went away during the run" if good else "is not there"
    return Diagnosis(
        cause=Cause.RESTART if back else Cause.GATEWAY,
        weight=Weight.GATEWAY,
        likely=f"The proxy answers, but the application behind it {away}",
        evidence=seen
        + (f"; from {seconds(next(at for at in good if at > last))} on it answered again" if back else ""),
        remedy="start the application and check the address that the proxy sends to"
        if not good
        else "look in the application's log for a crash, an out-of-memory kill or a deploy at that time, and let "
        "instances drain before they stop",
    )


def dependency(facts: Facts) -> Diagnosis | None:
    """Look for failures whose page, or whose server's log, names something that was not there."""
    if not facts.failed(Reason.HTTP_ERROR, Reason.REFUSED, Reason.TIMEOUT) or gateway(facts):
        return None
    total = facts.summary.total
    page = _page(facts) if total.count(Reason.HTTP_ERROR) * 2 > total.failed else ""
    if logged := facts.logged(DEPENDENCY):
        said = logged
    elif DEPENDENCY.search(page):
        said = f'the page of the first said "{" ".join(page.split())[:_QUOTED]}"'
    else:
        return None
    return Diagnosis(
        cause=Cause.DEPENDENCY,
        weight=Weight.DEPENDENCY,
        likely="Something that the server depends on did not answer it",
        evidence=f"{plural(total.failed, 'message')} failed, and {said}",
        remedy="check what that names (a database, a cache, another service): whether it is up, and how many "
        "connections it takes",
    )


def _page(facts: Facts, reason: Reason = Reason.HTTP_ERROR) -> str:
    sample = facts.snapshot.samples.get(reason)
    return f"{sample.detail} {sample.text}" if sample else ""


def _page_words(facts: Facts) -> str:
    """Return what the first error of a limiter says; hostile text."""
    sample = facts.snapshot.samples.get(Reason.RATE_LIMITED)
    text = " ".join(sample.detail.split()) if sample else ""
    return f"; the first: {text[:_QUOTED]}{'…' if len(text) > _QUOTED else ''}" if text else ""


def _failing(facts: Facts) -> list[int]:
    seen = facts.snapshot.seconds
    return [at for at in sorted(seen) if seen[at].reasons.get(Reason.HTTP_ERROR)]


def _many(facts: Facts, count: int) -> bool:
    return count >= LEAST_FAILED and count >= LEAST_FAILED_SHARE * facts.summary.total.judged


def _numbers(facts: Facts) -> list[dict[Reason, int]]:
    return list(facts.snapshot.numbers.values())


def _caps(facts: Facts) -> list[int]:
    """Return how often each number that was declined was accepted, the least first."""
    return sorted(one.get(Reason.ACCEPTED, 0) for one in _numbers(facts) if one.get(Reason.RATE_LIMITED))


def _since(facts: Facts) -> str:
    span = facts.snapshot.spans.get(Reason.RATE_LIMITED)
    return f" from {seconds(span.first)} on" if span else ""


def _statuses(facts: Facts, reason: Reason = Reason.RATE_LIMITED) -> str:
    counts = sorted((status, count) for (its, status), count in facts.snapshot.statuses.items() if its is reason)
    parts = [f"{count:,} with {status}" for status, count in counts if status >= 300]  # noqa: PLR2004  errors
    return f" ({', '.join(parts)})" if parts else ""


def _words(facts: Facts) -> str:
    """Return what the most frequent reply of a limiter says; hostile text."""
    said = [one for (reason, _), one in facts.snapshot.replies.said.items() if reason is Reason.RATE_LIMITED]
    if not said:
        return ""
    text = " ".join(max(said, key=lambda one: one.count).text.split())
    return f' ("{text[:_QUOTED]}{"…" if len(text) > _QUOTED else ""}")'
