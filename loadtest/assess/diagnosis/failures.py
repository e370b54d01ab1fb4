"""Rules for messages that failed: each returns a `Diagnosis` or None."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from loadtest.assess.diagnosis.causes import Cause, Weight
from loadtest.assess.diagnosis.facts import NOTABLE, Diagnosis, seconds
from loadtest.measure.series.trends import change_point
from loadtest.verdict.judge import Reason
from loadtest.verdict.twiml import page_text
from loadtest.words.units import format_ms, format_rate, plural

if TYPE_CHECKING:
    from loadtest.assess.diagnosis.facts import Facts
    from loadtest.assess.summary import Summary
    from loadtest.measure.snapshot import Sample

BROKEN = (Reason.CONNECT, Reason.CONNECTION_LOST, Reason.PROTOCOL)
"""What a server that is away does to messages."""
_LATE = 0.5  # seconds of lag that spoil response times of that size
_SLOW_CONNECT = 0.25
_NEARLY_ALL = 0.9

REMEDIES = {
    Reason.RATE_LIMITED: (
        "use more phone-numbers if it goes by number, or raise the server's limit for the time of the test"
    ),
    Reason.REFUSED: (
        "register the test phone-numbers with the server, or name the wording in accept-pattern if the reply is welcome"
    ),
    Reason.UNEXPECTED: (
        "add the reply to expected-replies if it is welcome, with limited: or refused: in front if it is a decline"
    ),
    Reason.SIGNATURE_REJECTED: (
        "compare auth-token with the server's, and signature-url with the URL the server believes it has"
    ),
    Reason.HTTP_ERROR: "look for these times in the server's log; Twilio does not run the TwiML of an error reply",
    Reason.REDIRECT: "set url to where the server really listens; Twilio would follow as a GET",
    Reason.NOT_TWIML: "answer with Content-Type text/xml and a <Response> document, or with 204",
    Reason.TIMEOUT: "acknowledge at once and do the work after the reply; Twilio gives up after 15 seconds",
    Reason.CONNECT: "check that the server is still up, and its accept rate and listen backlog",
    Reason.TLS: "serve a valid certificate with its whole chain for this host name",
    Reason.PROTOCOL: "what answers does not speak HTTP correctly: check the proxy in front, and http against https",
    Reason.CONNECTION_LOST: "the server closed before its reply was complete: look for crashes, restarts, limits",
}
"""What to do about messages that failed for a reason."""
_AT_A_STEP = (
    "if the reply is welcome, add it to what the step expects; if not, look at how the server keeps what a number said "
    "before, and whether all its processes see it"
)
_WHY = "start from these words of the server's own: search its log and its code for them, and look at what they name"
_WORD = re.compile(r"[^\W\d_]{3,}")
_TELLING_WORDS = 2
_FRAME = re.compile(r'"[\w.-]{1,40}"\s*:|https?://\S+|(?<!\w)/[\w./-]+|\d{4}-\d\d-\d\dT\S+|\b\w+(?:-\w+){3,}')
"""What stands around an error's words: keys, addresses, times, ids."""
_BY_DEFAULT = re.compile(
    r"encountered an internal error(?: or misconfiguration)? and was unable to complete your request"
    r"|either the server is overloaded or there is an error in the application"
    r"|please contact the server administrator.{0,300}|more information about this error may be available.{0,80}"
    r"|encountered an unexpected condition that prevented it from fulfilling the request"
    r"|we.?re sorry, but something went wrong|if you are the application owner check the logs for more information"
    r"|there is a problem with the resource you are looking for,? and it cannot be displayed"
    r"|an error occurred while processing your request|about:blank|whitelabel error page"
    r"|this application has no explicit mapping for \S+, so you are seeing this as a fallback",
    re.IGNORECASE | re.DOTALL,
)
"""What Werkzeug, Apache, Tomcat, Rails, IIS, ASP.NET and Spring say of any error where nobody has set another page."""
_GENERIC = re.compile(
    r"\b(?:https?|internal|server|errors?|bad|gateway|request|service|(?:temporarily )?unavailable|forbidden|not|found"
    r"|something|went|wrong|an?|the|has|occurred|unexpected|please|try|again|later|sorry|nginx|apache|openresty|html"
    r"|message|status|code|detail|title|type|null|false|true|you|don.?t|have|permission|access|this|resource|failed"
    r"|exception|oops|unknown|timeout|timed out|application|while|processing|your|and|for|with|was|conflict"
    r"|unprocessable|entity|content|teapot|method|allowed|unauthorized|doctype|head|body|traceback|most|recent|call)\b",
    re.IGNORECASE,
)
"""Words of an error page that tell nobody why."""
_OUR_REQUEST = re.compile(r"x.twilio.signature|i.twilio.idempotency|twilioproxy", re.IGNORECASE)
_ITS_HEADERS = re.compile(
    r"\b(?:HTTP_)?(?:host|content.(?:type|length)|user.agent|accept|[xi].twilio.[a-z-]+)\b[\W_]{1,8}", re.IGNORECASE
)
"""The request given back, and where that begins: a page that shows it says nothing of its own from there on."""
_NAMED_BY_THE_REPLY = {
    Reason.REFUSED: "The server refuses the messages in its reply",
    Reason.UNEXPECTED: "The server says what was not expected",
    Reason.NOT_TWIML: "The server's reply is not what Twilio can read",
    Reason.REDIRECT: "The server redirects the messages",
    Reason.TLS: "No TLS connection to the server comes about",
    Reason.HTTP_ERROR: "The server answers with an HTTP error",
}


def generator(facts: Facts) -> Diagnosis | None:
    """Look for a load that was itself late or incomplete."""
    summary = facts.summary
    if summary.generator.lost_processes:
        return Diagnosis(
            cause=Cause.GENERATOR,
            weight=Weight.GENERATOR_DIED,
            likely="A process of the load generator died",
            evidence="a part of the load was not sent, or its outcome is not known",
            remedy="look for the system's out-of-memory killer, and run again",
        )
    offered, achieved, lag = summary.offered_rate, summary.achieved_rate, summary.total.lag.percentile(95)
    short = summary.too_little_load
    p95 = summary.total.response_times.percentile(95)
    late = lag is not None and lag >= _LATE and (p95 is None or lag >= p95 / 4)
    if not (summary.dropped or short or late):
        return None
    if summary.busy and not late:
        what = plural(summary.busy, "conversation")
        return Diagnosis(
            cause=Cause.GENERATOR,
            weight=Weight.GENERATOR if short else Weight.GENERATOR_DROPPED,
            likely="The phone numbers were too few for the conversations",
            evidence=f"{what} did not begin, because the number was still in an earlier one",
            remedy="give it more phone-numbers (the dry run says how many would do), or lower the rate",
        )
    parts = []
    if summary.dropped:
        parts.append(f"{plural(summary.dropped, 'message')} never left")
    if short:
        parts.append(f"{format_rate(achieved or 0.0)} were sent of {format_rate(offered or 0.0)} planned")
    if late:
        parts.append(f"a twentieth of the messages left {format_ms(lag or 0.0)} late or more")
    return Diagnosis(
        cause=Cause.GENERATOR,
        weight=Weight.GENERATOR if late or short else Weight.GENERATOR_DROPPED,
        likely="The load generator was the bottleneck",
        evidence=", ".join(parts),
        remedy="give it more CPU, raise max-in-flight or lower the rate; until then little is known of the server",
    )


def signature(facts: Facts) -> Diagnosis | None:
    """Look for a server that does not take the messages for Twilio's."""
    count = facts.failed(Reason.SIGNATURE_REJECTED)
    if not count:
        return None
    every = count >= _NEARLY_ALL * facts.summary.total.judged
    return Diagnosis(
        cause=Cause.SIGNATURE,
        weight=Weight.SIGNATURE_OF_ALL if every else Weight.SIGNATURE_OF_SOME,
        likely="The signature is rejected",
        evidence=f"{plural(count, 'message')} of {facts.summary.total.judged:,} met the server's signature check"
        + ("" if every else ", others did not: part of the server may hold another token"),
        remedy="compare auth-token with the server's, and signature-url with the URL the server believes it has",
    )


def reply(facts: Facts) -> Diagnosis | None:
    """Look for messages that failed for one reason, which their reply names: nothing else need have gone wrong."""
    total = facts.summary.total
    reason = max(_NAMED_BY_THE_REPLY, key=facts.failed)
    count = facts.failed(reason)
    every = count >= _NEARLY_ALL * total.judged
    alone = count >= _NEARLY_ALL * total.failed
    sample = facts.snapshot.samples.get(reason)
    says = reason is Reason.HTTP_ERROR and sample is not None and tells_why(facts, sample)
    # A bare error page, or refusals beside slow replies, may well be what a server in trouble does.
    tells = every or says or (reason is not Reason.HTTP_ERROR and not facts.slow)
    if not (count and alone and tells):
        return None
    numbers = facts.snapshot.numbers.values()
    failing = [reasons for reasons in numbers if reasons.get(reason)]
    apart = not every and not facts.snapshot.numbers_beyond and not any(one.get(Reason.ACCEPTED) for one in failing)
    evidence = f"{count:,} of {plural(total.judged, 'message')} failed so"
    if reason is Reason.UNEXPECTED and (found := _unexpected_at_a_step(facts.summary)):
        likely, evidence, todo = found
        weight = Weight.REPLY_OF_ALL if every else Weight.REPLY_OF_SOME
        return Diagnosis(cause=Cause.REPLY, weight=weight, likely=likely, evidence=evidence, remedy=todo)
    if says and not every:
        span = facts.snapshot.spans[reason]
        evidence += f", from {seconds(span.first)} to {seconds(span.last)}"
    evidence += f", all that {len(failing)} of {plural(len(numbers), 'number')} sent" if apart else ""
    return Diagnosis(
        cause=Cause.REPLY,
        weight=Weight.REPLY_OF_ALL if every else Weight.REPLY_SAYS_WHY if says else Weight.REPLY_OF_SOME,
        likely=_NAMED_BY_THE_REPLY[reason] + (", and says why" if says else ""),
        evidence=evidence + (f"; the first: {sample.said}" if sample and sample.said else ""),
        remedy=_WHY if says else (sample.remedy if sample else "") or REMEDIES[reason],
    )


def remedy(reason: Reason, summary: Summary) -> str:
    """Return what to do about messages that failed for a reason, in this run."""
    return _AT_A_STEP if reason is Reason.UNEXPECTED and summary.talked else REMEDIES[reason]


def _unexpected_at_a_step(summary: Summary) -> tuple[str, str, str] | None:
    """Return what is likely, its evidence and its remedy where replies ended conversations at a step."""
    at = {
        (name, step): count
        for name, talked in summary.talked.items()
        for step, reasons in talked.broken.items()
        if (count := reasons.get(Reason.UNEXPECTED.value, 0))
    }
    if not at:
        return None
    (name, step), count = max(at.items(), key=lambda one: one[1])
    talked = summary.talked[name]
    others = sum(at.values()) - count
    begun = sum(one.begun for one in summary.talked.values())
    evidence = f"{count:,} of {begun:,} conversations broke there" + (f", {others:,} elsewhere" if others else "")
    alone = len(talked.broken[step]) == 1 and step in talked.breaks  # else the sample may be of another reason
    return (
        f"The server's reply is not what step {step} of {name} expects",
        evidence + (f"; {talked.breaks[step].detail}" if alone else ""),
        _AT_A_STEP,
    )


def tells_why(facts: Facts, sample: Sample) -> bool:
    """Return whether errors are of one status, and their page says more than that there was one."""
    statuses = {status: n for (its, status), n in facts.snapshot.statuses.items() if its is Reason.HTTP_ERROR}
    if max(statuses.values(), default=0) < _NEARLY_ALL * sum(statuses.values()):
        return False
    text = page_text(sample.text.encode(), "text/html")
    if _OUR_REQUEST.search(text):
        text = _ITS_HEADERS.split(text, maxsplit=1)[0]
    for empty in (_FRAME, _BY_DEFAULT, _GENERIC):
        text = empty.sub(" ", text)
    return len(_WORD.findall(text)) >= _TELLING_WORDS


def down(facts: Facts) -> Diagnosis | None:
    """Look for a server that was away: connections refused or cut for a while, or to the end."""
    count = facts.failed(*BROKEN)
    times = sorted(facts.snapshot.seconds)
    broken = [at for at in times if any(facts.snapshot.seconds[at].reasons.get(reason) for reason in BROKEN)]
    good = [at for at in times if facts.snapshot.seconds[at].reasons.get(Reason.ACCEPTED)]
    if not count or not broken or not good:
        return None
    first, last = broken[0], broken[-1]
    within = [at for at in good if first < at < last]
    reset = counters_reset(facts)
    back = good[-1] > last
    if good[0] > first and back:
        return None  # only at the beginning: a cold start
    answered = sum(facts.snapshot.seconds[at].reasons.get(Reason.ACCEPTED, 0) for at in good if first <= at <= last)
    scattered = len(within) > (last - first) / 2 or answered > count
    if not reset and backlog(facts):
        return None  # it was there, and did not get to them
    reached = f"from {seconds(first)} to {seconds(last)}" if last > first else f"at {seconds(first)}"
    evidence = f"{plural(count, 'message')} due {reached} found no server or lost their connection"
    if scattered:
        evidence += ", others meanwhile did not"
    elif last - first > 1 and not within:
        evidence += ", none in between was answered"
    if reset:
        evidence += f"; {reset} began again from zero, which a new process does"
    if back and not scattered:
        evidence += f"; from {seconds(next(at for at in good if at > last))} on it answered again"
    restarted = back and (bool(reset) or not scattered)
    return Diagnosis(
        cause=Cause.RESTART if restarted else Cause.DOWN,
        weight=Weight.DOWN_OR_RESTARTED if not scattered or reset else Weight.DOWN_SCATTERED,
        likely="The server was restarted during the run" if restarted else "The server went away during the run",
        evidence=evidence,
        remedy="look in its log for a crash, an out-of-memory kill or a deploy at that time, and keep deploys out of "
        "the test; with more than one instance let connections drain first",
    )


def backlog(facts: Facts) -> Diagnosis | None:
    """Look for connecting that takes the time, not the answer."""
    connects = facts.own["connect"].points
    if not connects:
        return None
    latencies = dict(facts.own["p95"].points)
    slow = [(at, value) for at, value in connects if value >= _SLOW_CONNECT and value >= latencies.get(at, value) / 4]
    if len(slow) < max(2, len(connects) / 10) or not (facts.slow or facts.failed(Reason.CONNECT, Reason.TIMEOUT)):
        return None
    change = change_point(connects)
    from_when = (
        f"from {seconds(change.at)} on" if change and change.after > change.before else f"in {len(slow)} seconds"
    )
    worst = max(value for _, value in slow)
    means, queued = dict(facts.own["mean"].points), {at for at, _ in slow}
    rest = [(at in queued, means[at] - value) for at, value in connects if at in means]
    then, usual = ([value for late, value in rest if late is side] for side in (True, False))
    alone = then and median(then) < NOTABLE + (median(usual) if usual else 0.0)
    return Diagnosis(
        cause=Cause.BACKLOG,
        weight=Weight.BACKLOG,
        likely="Connections queue before the server takes them",
        evidence=f"connecting took {format_ms(worst)} on average at its worst ({from_when})"
        + (", while the answers themselves did not slow down" if alone else ""),
        remedy="raise the listen backlog (and net.core.somaxconn), accept in more processes, keep the event loop free",
    )


def counters_reset(facts: Facts, *, since: float = 0.0, until: float = math.inf) -> str:
    """Return the name of a counter of the server's that fell in mid-run, between two instants, or nothing."""
    for one in facts.series:
        rate = facts.named(f"{one.name}.rate")
        falls = (at for (_, early), (at, late) in pairwise(one.points) if late < early)
        if rate and any(since <= at <= until for at in falls):
            return one.name
    return ""
