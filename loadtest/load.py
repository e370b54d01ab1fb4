"""The load itself: a job that any process can do, in this process or in several."""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import traceback
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

import gevent
from gevent.fileobject import FileObject
from greenlet import getcurrent

from loadtest import network
from loadtest.clock import RunClock
from loadtest.drivers.local import LocalDriver
from loadtest.drivers.processes import ProcessesDriver
from loadtest.errors import ExitCode
from loadtest.interrupts import InterruptedRunError
from loadtest.pacing import WHOLE, Shard
from loadtest.plan import Plan, Renderer
from loadtest.recorder import Recorder
from loadtest.sender import WebhookSender
from loadtest.verdict import Judge, ReplyCheck
from loadtest.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loadtest.config import Config
    from loadtest.interrupts import Interrupts
    from loadtest.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Everything that a process needs to send its shard; `addresses` are those that answered, if any did."""

    plan: Plan
    auth_token: str = field(repr=False)
    userinfo: str = field(default="", repr=False)
    addresses: tuple[str, ...] = ()
    ca_file: str = ""
    connect_retries: int = 1
    reply_check: str = ReplyCheck.STRICT.value
    rate_limit_patterns: tuple[str, ...] = ()
    refusal_patterns: tuple[str, ...] = ()
    accept_patterns: tuple[str, ...] = ()
    shard: Shard = WHOLE

    @classmethod
    def of(cls, config: Config, plan: Plan, route: network.Route) -> Job:
        """Return the job that a configuration describes."""
        return cls(
            plan=plan,
            auth_token=config.auth_token.reveal(),
            userinfo=config.userinfo.reveal(),
            addresses=(route.settled,) if route.settled else (*route.candidates, *route.fallbacks),
            ca_file=config.ca_file,
            connect_retries=config.connect_retries,
            reply_check=config.reply_check.value,
            rate_limit_patterns=config.rate_limit_pattern,
            refusal_patterns=config.refusal_pattern,
            accept_patterns=config.accept_pattern,
        )

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form; it holds the secrets, so it goes through a pipe and nowhere else."""
        plain = {name: getattr(self, name) for name in self.__slots__}
        return plain | {"plan": self.plan.to_wire(), "shard": asdict(self.shard)}

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> Job:
        """Return the job that `to_wire` described."""
        lists = {name: tuple(value) for name, value in wire.items() if isinstance(value, list)}
        return cls(**wire | lists | {"plan": Plan.from_wire(wire["plan"]), "shard": Shard(**wire["shard"])})


class LocalLoad:
    """A job, done in this process."""

    def __init__(self, job: Job, *, clock: RunClock) -> None:
        plan = job.plan
        route = network.Route.from_url(plan.url)
        if job.addresses:
            route = replace(route, candidates=job.addresses)
        recorder = Recorder()
        self._watch = Watch(recorder.snapshot.own, clock)
        self._sender = WebhookSender(
            route,
            tls=network.tls_context(job.ca_file or None) if route.scheme == "https" else None,
            timeout=plan.timeout,
            connect_retries=job.connect_retries,
            keep_alive=plan.keep_alive,
            clock=clock,
        )
        self._driver = LocalDriver(
            plan,
            renderer=Renderer(plan, job.auth_token, random_bytes=os.urandom, userinfo=job.userinfo),
            sender=self._sender,
            judge=Judge(
                check=ReplyCheck(job.reply_check),
                rate_limit_patterns=job.rate_limit_patterns,
                refusal_patterns=job.refusal_patterns,
                accept_patterns=job.accept_patterns,
            ),
            recorder=recorder,
            clock=clock,
            shard=job.shard,
            longest_stall=self._watch.longest_stall,
        )
        self.so_far = self._driver.so_far
        self._driver.prepare()
        # What is there by now stays: the collector need not walk it again and again while messages leave.
        gc.collect()
        gc.freeze()

    @property
    def snapshot(self) -> Snapshot:
        """All that was counted so far."""
        return self._driver.snapshot

    def run(self, at: float | None = None) -> None:
        """Send everything; see `LocalDriver.run`."""
        try:
            with self._watch:
                self._driver.run(at)
        finally:
            self._sender.close()


def load_of(job: Job, *, processes: int, clock: RunClock) -> LocalLoad | ProcessesDriver:
    """Return the job, ready to be run in so many processes."""
    if processes == 1:
        return LocalLoad(job, clock=clock)
    shards = [Shard(index=index, count=processes) for index in range(processes)]
    jobs = [replace(job, shard=shard).to_wire() for shard in shards]
    return ProcessesDriver(jobs, clock=clock, warm_up=job.plan.warm_up)


def work(interrupts: Interrupts) -> int:
    """Do the job that comes in through the standard input: the whole life of one process of a load."""
    sys.stdout.flush()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints by mistake must not come between the messages
    source = FileObject(0, "rb")

    def say(message: dict[str, Any]) -> None:
        out.write(json.dumps(message).encode() + b"\n")
        out.flush()

    load = LocalLoad(Job.from_wire(json.loads(source.readline())), clock=RunClock())
    main = getcurrent()
    over = False

    def listen() -> None:
        for line in source:
            message = json.loads(line)
            if "stop" in message:
                break
            say({"so_far": load.so_far(message["tell"])} if "tell" in message else {"alive": True})
        if not over:
            gevent.get_hub().loop.run_callback(main.throw, _stopped())

    listener: gevent.Greenlet[[], None] | None = None
    crash, stopped = "", False
    say({"ready": True})
    try:
        with interrupts.raising():
            at = _start(source)
            listener = gevent.spawn(listen)
            load.run(at)
    except InterruptedRunError:
        stopped = True
    except Exception as bug:  # noqa: BLE001  whatever it is, what was counted is kept
        traceback.print_exc()
        crash = type(bug).__name__
    over = True
    if listener is not None:
        listener.kill()
    load.snapshot.trim()
    say({"snapshot": load.snapshot.to_wire(), "stopped": stopped, "crash": crash})
    return ExitCode.PASSED


def _start(source: Iterable[bytes]) -> float:
    """Return when the load begins, on the system's monotonic clock, once that is said."""
    for line in source:
        message = json.loads(line)
        if "start" in message:
            return float(message["start"])
        if "stop" in message:
            break
    raise _stopped()


def _stopped() -> InterruptedRunError:
    return InterruptedRunError(signal.SIGTERM)
