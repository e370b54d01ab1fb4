"""Rules for messages that took long: each returns a `Diagnosis` or None."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from loadtest.assess.diagnosis.causes import Cause, Weight
from loadtest.assess.diagnosis.facts import GROWTH, NOTABLE, Diagnosis, seconds
from loadtest.assess.diagnosis.failures import backlog, tells_why
from loadtest.measure.series.trends import change_point, trend
from loadtest.verdict.judge import Reason
from loadtest.words.units import format_ms, format_rate

if TYPE_CHECKING:
    from loadtest.assess.diagnosis.facts import Facts
    from loadtest.measure.series import Series

_LOW_HITS = 50.0
_LOST_HITS = 20.0
_POLLS = 3
_SLOW = 1.0  # seconds on average that a server hardly needs for itself
_HITS, _MISSES = ("Hits.rate", "hits.rate", "hit.rate"), ("Misses.rate", "misses.rate", "miss.rate")
_SIMULTANEOUS = 3.0  # seconds by which a cause may be seen after its effect: polls and batches are a second apart
_BEGINNING = 0.5  # share of the run that a cold start may take
_SATURATED = 0.92  # answered per sent while a queue grows
_SURE = 0.7  # agreement of what grows without a doubt


def pool(facts: Facts) -> Diagnosis | None:
    """Look for clients that wait for a connection of a pool that has none left."""
    if not (facts.slow or facts.failed(Reason.TIMEOUT, Reason.HTTP_ERROR)):
        return None
    exhausted = [one for one in facts.waiting if _sustained(one) and _mostly(facts, one)]
    if not exhausted:
        return _drained(facts)
    worst = max(exhausted, key=lambda one: one.stat("max") or 0.0)
    begun = next(at for at, value in worst.points if value > 0)
    # A pool that fills only after the replies have slowed, or as look-ups begin to miss, is a consequence.
    early = facts.shift is None or not facts.rose or begun <= facts.shift.at + _SIMULTANEOUS
    missed = any(fall[0] <= begun + _SIMULTANEOUS for ratio in facts.hit_rates if (fall := _fall_of(facts, ratio)))
    family = worst.name.rpartition(".")[0]
    empty = [one for one in facts.free if one.name.startswith(f"{family}.") and one.stat("min") == 0]
    stood = bool(empty) and 2 * facts.while_slow(empty[0]).count(0.0) >= len(facts.while_slow(empty[0]))
    idle = f" while {empty[0].name} {'stood at' if stood else 'came down to'} 0" if empty else ""
    left = f"left zero at {seconds(begun)}" if begun > 0 else "was above zero from the start"
    return _exhausted(
        family,
        f"{worst.name} {left} and reached {worst.stat('max'):g}{idle}; "
        + facts.latency_text(after=begun, of=f"{worst.name} left zero"),
        weight=Weight.POOL_AFTER_MISSES if missed else Weight.POOL_FIRST if early else Weight.POOL_LATE,
    )


def _drained(facts: Facts) -> Diagnosis | None:
    """Look for a pool that does not say who waits, but that had nothing left for several polls."""
    for busy in facts.in_use:
        family = busy.name.rpartition(".")[0]
        if any(one.name.startswith(f"{family}.") for one in facts.waiting):
            continue  # it says who waits: nobody
        free = next((one for one in facts.free if one.name.startswith(f"{family}.")), None)
        if free is None:
            continue
        at_work = dict(busy.points)
        empty = [(at, value == 0 and at_work.get(at, 0.0) > 0) for at, value in free.points]
        while_slow = facts.while_slow(free)
        if while_slow and 2 * while_slow.count(0.0) < len(while_slow):
            continue
        run = next((place for place in range(len(empty) - 2) if all(dry for _, dry in empty[place : place + 3])), None)
        if run is not None:
            begun = empty[run][0]
            evidence = f"{free.name} went to 0 at {seconds(begun)} with {busy.name} at {busy.stat('max'):g}; "
            return _exhausted(family, evidence + facts.latency_text(after=begun, of="that"), weight=Weight.POOL_DRAINED)
    return None


def _exhausted(family: str, evidence: str, *, weight: int) -> Diagnosis:
    database = any(word in family.lower() for word in ("database", "db", "pg", "postgres", "sql"))
    return Diagnosis(
        cause=Cause.DB_POOL,
        weight=weight,
        likely="The database's connection pool is exhausted" if database else f"The pool of {family} is exhausted",
        evidence=evidence,
        remedy="find what holds connections for so long (slow queries, transactions around external calls), then "
        "enlarge the pool, within what the other side allows",
    )


def cache(facts: Facts) -> Diagnosis | None:
    """Look for look-ups that miss the cache, and replies that pay for it."""
    if not facts.slow:
        return None
    for ratio in facts.hit_rates:
        fall = _fall_of(facts, ratio)
        low = (ratio.stat("last") or 0.0) < _LOW_HITS
        if fall is not None:
            at, before, after = fall
            if facts.rose and facts.shift and at > facts.shift.at + _SIMULTANEOUS:
                continue  # the replies slowed first
            evidence = f"{before:.0f}% of look-ups hit the cache until {seconds(at)}, then {after:.0f}%; " + (
                facts.latency_text(after=at, of="the hits fell")
            )
        elif low:
            evidence = (
                f"{ratio.name} ended at {ratio.stat('last'):.0f}% inside the measured window; " + facts.latency_text()
            )
        else:
            continue
        return Diagnosis(
            cause=Cause.CACHE,
            weight=Weight.CACHE_LOW if fall is None and facts.rose else Weight.CACHE,
            likely="The cache misses" if fall else "Most look-ups miss the cache, which may be what makes replies slow",
            evidence=evidence,
            remedy="look for a flush, a restart or evictions at that time; enlarge the cache or its time to live, warm "
            "it before the load, and make what a miss costs cheaper (an index on the number)",
        )
    return None


def _fall_of(facts: Facts, ratio: Series) -> tuple[float, float, float] | None:
    return _fall(_hit_shares(facts, ratio.name.partition(".")[0]))


def _hit_shares(facts: Facts, monitor: str) -> list[tuple[float, float]]:
    """Return (instant, percent) of look-ups that hit between two polls."""
    hits = next((one for one in facts.series if one.name.startswith(monitor) and one.name.endswith(_HITS)), None)
    misses = next((one for one in facts.series if one.name.startswith(monitor) and one.name.endswith(_MISSES)), None)
    if misses is None:
        return []
    hit = dict(hits.points) if hits else {}
    return [
        (at, 100 * hit.get(at, 0.0) / (hit.get(at, 0.0) + missed))
        for at, missed in misses.points
        if hit.get(at, 0.0) + missed > 0
    ]


def _fall(shares: list[tuple[float, float]]) -> tuple[float, float, float] | None:
    """Return when the share of hits fell for good from its best level, that level and the new one."""
    if len(shares) < 2 * _POLLS:
        return None
    best = median(sorted(value for _, value in shares)[-max(len(shares) // 4, _POLLS) :])
    last_good = max((place for place, (_, value) in enumerate(shares) if value > best - _LOST_HITS), default=-1)
    after = shares[last_good + 1 :]
    if last_good < 0 or len(after) < _POLLS:
        return None
    return after[0][0], best, median(value for _, value in after)


def stall(facts: Facts) -> Diagnosis | None:
    """Look for a server that stops for a moment, again and again."""
    found = facts.pauses
    if found is None:
        return None
    pages = [one for one in facts.series if one.name.endswith(".poll") and (one.stat("max") or 0) >= 1000 * NOTABLE]
    too = (
        f"; the server's own pages stood still as well ({pages[0].name} up to {pages[0].stat('max'):,.0f}ms)"
        if pages
        else ""
    )
    return Diagnosis(
        cause=Cause.STALL,
        weight=Weight.PAUSES,
        likely="The server stops for a moment again and again",
        evidence=f"every {found.period:.1f}s or so messages waited up to {format_ms(found.height)} "
        f"({len(found.times)} times, first at {seconds(found.times[0])}), and in between they did not{too}",
        remedy="look for what runs at that period: garbage collection (heap size), a cron job, a checkpoint, a backup, "
        "or work that blocks the event loop",
    )


def one_stall(facts: Facts) -> Diagnosis | None:
    """Look for a server that stopped once: whoever came first waited longest, and nobody before or after did."""
    slow, means = facts.slow_seconds, facts.own["mean"].points
    if facts.pauses is not None or not slow:
        return None
    first, last, height = slow[0][0], slow[-1][0], max(value for _, value in slow)
    together = last - first + 1 == len(slow) <= height + 2
    falls = max(value for _, value in slow[:2]) == height and (len(slow) < _POLLS or slow[-1][1] < height / 2)
    if not (together and falls and first - means[0][0] >= _POLLS and means[-1][0] - last >= _POLLS):
        return None
    pages = [one for one in facts.pages if any(first <= at <= last + 1 and v >= 1000 * NOTABLE for at, v in one.points)]
    too = f"; the server's own pages stood still as well ({pages[0].name})" if pages else ""
    return Diagnosis(
        cause=Cause.ONE_STALL,
        weight=Weight.ONE_STALL,
        likely="The server stopped once for a moment",
        evidence=f"messages due from {seconds(first)} on waited up to {format_ms(height)} on average, later ones less "
        f"and less, and before {seconds(first)} and after {seconds(last + 1)} nobody did{too}",
        remedy="look at that instant for a garbage collection, a checkpoint, a lock, a paused container or a machine "
        "that was suspended",
    )


def leak(facts: Facts) -> Diagnosis | None:
    """Look for response times that drift up with something that only grows."""
    if facts.drift is None and not facts.rose:
        return None
    growing = []
    for one in facts.memory:
        grown = trend(one.points)
        if grown and grown.agreement >= _SURE and grown.last >= GROWTH * max(grown.first, 1.0):
            growing.append((grown.last / max(grown.first, 1.0), one, grown))
    drift = trend(facts.own["mean"].points)
    if not growing or drift is None or drift.agreement < _SURE:
        return None
    _, one, grown = max(growing, key=lambda item: (item[1].unit == "bytes", item[0]))
    return Diagnosis(
        cause=Cause.LEAK,
        weight=Weight.LEAK,
        likely="The server slows down as it fills up, as with a memory leak",
        evidence=f"{one.name} grew from {_sized(grown.first, one.unit)} to {_sized(grown.last, one.unit)} without a "
        f"pause, and response times with it, from {format_ms(drift.first)} to {format_ms(drift.last)}",
        remedy="compare two heap snapshots of the server, one early and one late; look for caches, listeners and "
        "queues without a limit, and run longer to see where it ends",
    )


def cold_start(facts: Facts) -> Diagnosis | None:
    """Look for trouble in the beginning alone."""
    seconds_seen = sorted(facts.snapshot.seconds)
    if not seconds_seen:
        return None
    end = seconds_seen[-1] + 1
    shift, broken = facts.shift, _failing_seconds(facts)
    likely = "Only the beginning was slow: a cold start or a fresh deploy"
    if shift is not None and not facts.rose and shift.at <= _BEGINNING * end:
        evidence = (
            f"response times stood at {format_ms(shift.before)} until {seconds(shift.at)}, then at "
            f"{format_ms(shift.after)} to the end"
        )
    elif broken and broken[0] <= 1 and broken[-1] <= min(_BEGINNING * end / 2, end - 2) and not facts.slow:
        sample = facts.snapshot.samples.get(Reason.HTTP_ERROR)
        if facts.failed(Reason.HTTP_ERROR) and sample and tells_why(facts, sample):
            return None  # its own words name it
        likely = "Only the first messages failed: a cold start, a fresh deploy, or what only a first message meets"
        evidence = f"messages due up to {seconds(broken[-1] + 1)} failed, later ones did not"
    else:
        return None
    return Diagnosis(
        cause=Cause.COLD_START,
        weight=Weight.COLD_START,
        likely=likely,
        evidence=evidence,
        remedy="warm the server up (connections, caches, compiled code) before it takes traffic, and let its health "
        "page fail until then",
    )


def collapse(facts: Facts) -> Diagnosis | None:
    """Look for a queue that grows at a steady rate, all along or from a moment on: more arrives than is answered."""
    sent, done = dict(facts.own["sent"].points), dict(facts.own["done"].points)
    loaded = [at for at, count in sorted(sent.items()) if count]
    grown = facts.growth
    if len(loaded) < 6 or grown is None or grown.agreement < _SURE or grown.last - grown.first < NOTABLE:  # noqa: PLR2004  as many as a trend needs
        return None
    since = facts.shift.at if facts.rose and facts.shift else 0.0
    late, early = [at for at in loaded if at >= since], [at for at in loaded if at < since]
    late = late if early else loaded[len(loaded) // 3 :]
    offered, answered = _rate(sent, late), _rate(done, late)
    if answered > _SATURATED * offered or not facts.grows or pool(facts) or leak(facts):
        return None  # it keeps up, or the queue is only the consequence
    well = early[:-1]  # a level is left a little before it is seen to be
    fell = len(well) >= _POLLS and min(_rate(sent, well), _rate(done, well)) > _SATURATED * offered
    before = (
        f"until about {seconds(since)} it kept up with the same load, then it answered {format_rate(answered)} of "
        f"{format_rate(offered)}"
        if fell
        else f"at a steady {format_rate(offered)} it answered {format_rate(answered)}"
    )
    return Diagnosis(
        cause=Cause.COLLAPSE,
        weight=Weight.COLLAPSE,
        likely="Less is answered than before, and the wait grows"
        if fell
        else "More arrives than the server answers, and the wait grows",
        evidence=f"{before}; after {facts.summary.total.sent:,} messages response times had grown from "
        f"{format_ms(grown.first)} to {format_ms(grown.last)}",
        remedy=(
            f"look at what took capacity away at {seconds(since)} (a quota, CPU credits, a job, a neighbour); "
            if fell
            else ""
        )
        + f"if it is a queue, its capacity is near {format_rate(answered)}: look at what is busy at that rate "
        "(CPU, one lock, one worker), add instances, or acknowledge first and work later; if one message alone is as "
        "slow afterwards, look for what grows with each (a history that is read, a table without an index)",
    )


def _rate(counts: dict[float, float], times: list[float]) -> float:
    return sum(counts.get(at, 0) for at in times) / len(times)


def slow_call(facts: Facts) -> Diagnosis | None:
    """Look for replies that take long while nothing inside the server is scarce."""
    if not (facts.slow_target or facts.rose) or facts.grows or facts.pauses is not None or backlog(facts):
        return None
    if facts.slow_pages():
        return None  # a process that waits for others answers its own pages quickly
    pools = [*facts.free, *facts.waiting, *facts.in_use]
    if not facts.rose and (facts.summary.total.response_times.average or 0.0) < _SLOW:
        return None  # only the target is tight
    if not pools or any(_sustained(one) for one in facts.waiting):
        return None
    changed = [
        (one, change) for one in facts.in_use if (change := change_point(one.points)) and change.after > change.before
    ]
    near = [
        (one, change)
        for one, change in changed
        if facts.shift is None or abs(change.at - facts.shift.at) <= _SIMULTANEOUS
    ]
    busy = ""
    quick = [one for one in facts.pages if facts.while_slow(one)]
    pages = (
        f", and its own pages stayed quick ({quick[0].name} {median(facts.while_slow(quick[0])):,.0f}ms)"
        if quick
        else ""
    )
    if near:
        one, change = max(near, key=lambda item: item[1].after)
        busy = f"; {one.name} rose from {change.before:g} to {change.after:g} at {seconds(change.at)}"
    return Diagnosis(
        cause=Cause.SLOW_CALL,
        weight=Weight.SLOW_CALL,
        likely="Something outside the server answers slowly"
        if busy
        else "Replies wait for something that is no pool: most likely for a call to the outside",
        evidence=f"{facts.latency_text()}, while nobody waits for a connection of its pools "
        f"({', '.join(one.name for one in (facts.waiting or facts.free)[:2]) or pools[0].name}){pages}{busy}",
        remedy="time the calls that a reply waits for (speech, language model, Twilio, HTTP); give them a deadline, or "
        "acknowledge first and make them afterwards",
    )


def starved(facts: Facts) -> Diagnosis | None:
    """Look for a process that is short of time itself: even its pages that do no work of a message turn slow."""
    pages = facts.slow_pages()
    if not facts.slow or not pages or len(pages) < len(facts.pages) or facts.pauses is not None or one_stall(facts):
        return None
    page, usual, then = min(pages, key=lambda item: item[2])
    return Diagnosis(
        cause=Cause.STARVED,
        weight=Weight.STARVED,
        likely="The server's process gets too little time: even its own pages became slow",
        evidence=f"{page.name} took {then:,.0f}ms while replies were slow, {usual:,.0f}ms otherwise, although that "
        f"page does none of a message's work; {facts.latency_text()}",
        remedy="look at its CPU, a container's quota (throttled periods), work that blocks the event loop, swapping "
        "and pauses at these times; its pool, cache or calls are not shown to be the cause",
    )


def _mostly(facts: Facts, one: Series) -> bool:
    """Return whether somebody waited in half of the polls while replies were slow; a short burst explains few."""
    values = facts.while_slow(one)
    return not values or 2 * sum(value > 0 for value in values) >= len(values)


def _sustained(one: Series) -> bool:
    """Return whether somebody waited in at least two polls on end, three or more at the worst."""
    pairs = zip(one.values, one.values[1:], strict=False)
    return (one.stat("max") or 0.0) >= 3 and any(early > 0 and late > 0 for early, late in pairs)  # noqa: PLR2004  two are chance


def _failing_seconds(facts: Facts) -> list[float]:
    return [at for at, count in facts.own["failed"].points if count]


def _sized(value: float, unit: str) -> str:
    return f"{value / 2**20:,.0f} MB" if unit == "bytes" and value >= 2**20 else f"{value:,.4g}"
