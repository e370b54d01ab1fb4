"""The figures of a running load for Prometheus: `prometheus: 9464` serves them at /metrics while the run lasts.

Whoever asks pays for it: nothing is kept for this, each answer is worked out from what is counted anyway, at about the
cost of one picture of the live view. metrics.txt holds the final figures.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Self

from loadtest.assess.summary import total_of
from loadtest.words.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from gevent.pywsgi import WSGIServer
    from prometheus_client import Metric

    from loadtest.measure.histogram import Histogram
    from loadtest.send.drivers.load import Driver, Load
    from loadtest.send.job import Job
    from loadtest.send.line import Line

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 15.0)
"""Upper bounds of the response times' buckets in seconds: Prometheus' usual ones, and Twilio's timeout."""


class Exporter:
    """`with Exporter(place):` around a run; `through` wraps the driver whose loads are told. None serves nothing."""

    def __init__(self, place: tuple[str, int] | None) -> None:
        self._place = place
        self._server: WSGIServer | None = None
        self._load: tuple[Load, Job, Line] | None = None

    def __enter__(self) -> Self:
        """Listen.

        Raises:
            ConfigError: when the address cannot be listened on.

        """
        if self._place is not None:
            # Only who asks pays for these.
            from gevent.pywsgi import WSGIServer  # noqa: PLC0415
            from prometheus_client import CollectorRegistry, make_wsgi_app  # noqa: PLC0415

            registry = CollectorRegistry()
            registry.register(self)
            self._server = WSGIServer(self._place, make_wsgi_app(registry), log=None, error_log=None)
            try:
                self._server.start()
            except OSError as error:
                host, port = self._place
                why = error.strerror or str(error)
                raise ConfigError([f"prometheus: {host}:{port} cannot be listened on ({why}); name another"]) from None
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._server is not None:
            self._server.stop(timeout=0)

    def through(self, driver: Driver) -> Driver:
        """Return the driver whose loads are told of."""

        def telling(job: Job, line: Line) -> Load:
            load = driver(job, line)
            self._load = load, job, line
            return load

        return telling if self._place is not None else driver

    def collect(self) -> Iterator[Metric]:
        """Yield the figures as prometheus-client wants them; before the load there are none."""
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily  # noqa: PLC0415

        if self._load is None:
            return
        load, job, line = self._load
        now = line.clock()
        so_far = load.so_far(now)
        yield GaugeMetricFamily("loadtest_elapsed_seconds", "Since the load began.", max(now, 0.0))
        planned = job.plan.pacing.duration
        yield GaugeMetricFamily("loadtest_planned_seconds", "How long messages are to be sent.", planned)
        if job.plan.planned is not None:
            yield GaugeMetricFamily("loadtest_planned_messages", "Messages of the whole plan.", job.plan.planned)
        yield GaugeMetricFamily("loadtest_in_flight", "Messages without a reply yet.", so_far["in_flight"])
        sent = CounterMetricFamily("loadtest_sent", "Messages sent.")
        sent.add_metric([], so_far["sent"])
        yield sent
        judged = CounterMetricFamily("loadtest_judged", "Messages by what became of them.", labels=["outcome"])
        for outcome in ("successful", "failed"):
            judged.add_metric([outcome], so_far[outcome])
        yield judged
        if not load.live:  # the figures below are in other processes until the load ends
            return
        tallies = load.snapshot.tallies
        messages = CounterMetricFamily(
            "loadtest_messages", "Messages by kind and by what became of them.", labels=["kind", "reason"]
        )
        for (kind, reason), tally in tallies.items():
            messages.add_metric([kind, reason.value], tally.count)
        yield messages
        times = total_of(load.snapshot).response_times
        yield HistogramMetricFamily(
            "loadtest_response_time_seconds",
            "From when a message was due to its reply; timeouts are above every bound.",
            buckets=cumulative(times.answered, times.count),
            sum_value=times.answered.total + times.lost.total,
        )


def cumulative(answered: Histogram, count: int) -> list[tuple[str, float]]:
    """Return how many of `count` messages took at most each bound; those not `answered` are above every one."""
    counts = [0] * (len(BUCKETS) + 1)
    for low, _, number in answered.buckets():
        counts[bisect_left(BUCKETS, low)] += number
    rows, below = [], 0
    for bound, number in zip(BUCKETS, counts, strict=False):
        below += number
        rows.append((f"{bound:g}", float(below)))
    return [*rows, ("+Inf", float(count))]
