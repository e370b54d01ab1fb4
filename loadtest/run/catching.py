"""The mock Twilio of a run: hosted in a process of its own or one that runs already; its events reach the load."""

from __future__ import annotations

import os
import re
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gevent

from loadtest.mock_twilio import authority
from loadtest.mock_twilio.behaviour import Behaviour, parse_faults
from loadtest.mock_twilio.process import Mock, attached, hosted
from loadtest.pacing import WHOLE
from loadtest.run.callbacks import Callbacks
from loadtest.words.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from loadtest.config import Config
    from loadtest.measure.answers import Answers
    from loadtest.send.drivers.load import Driver, Load
    from loadtest.send.job import Job
    from loadtest.send.line import Line

FIRST_ANSWER, _LOOK = 3.0, 0.05
"""Seconds to wait for answers to the preflight's messages, so that they are not taken for ones to the load's."""
SETTLED, LONGEST_SETTLING = 3.0, 300.0
"""Seconds without an answer after which none is expected any more, and how long that is waited for."""
_CODE = re.compile(r"\b(\d{4,8})\b", re.ASCII)


def folder_of(config: Config) -> Path:
    """Return where the certificate lies: the same folder for every step of a job, and for a container of it."""
    if config.mock_twilio_folder:
        return Path(config.mock_twilio_folder).absolute()
    return Path(os.environ.get("RUNNER_TEMP") or tempfile.gettempdir()) / f"mock-twilio-{os.getuid()}"


def behaviour_of(config: Config, *, password: str = "") -> Behaviour:
    """Return how the mock behaves.

    Raises:
        ConfigError: with every fault that is none.

    """
    try:
        faults = parse_faults(config.mock_twilio_faults)
    except ValueError as error:
        raise ConfigError([f"mock-twilio-faults: {line}" for line in str(error).split("\n")]) from None
    return Behaviour(
        account_sid=config.account_sid,
        auth_token=config.auth_token.reveal(),
        api_key=config.mock_twilio_api_key.reveal(),
        media=tuple(medium.content_type for medium in config.media),
        media_size=config.media_size,
        faults=faults,
        password=password,
        refuse_others=config.mock_twilio_others == "refuse",
    )


def ready_folder(config: Config) -> tuple[Path, bool]:
    """Return the folder with a certificate in it, made now if there was none, and whether it was there before."""
    folder = folder_of(config)
    there = authority.exists(folder)
    if not there:
        authority.make(folder)
    return folder, there


class Catching:
    """The mock from `begin` to `end`; where none is wanted it does nothing.

    `load` is who gets the texts, `codes` what each number was texted last to verify it with.
    """

    def __init__(self, config: Config, say: Callable[[str], None]) -> None:
        self._config = config
        self._say = say
        self._mock: Mock | None = None
        self._callbacks: Callbacks | None = None
        self._closed = self._died = False
        self._heard = 0.0
        self._texted: dict[str, list[float]] = {}
        self.load: Load | None = None
        self.codes: dict[str, str] = {}

    def begin(self) -> None:
        """Start the mock, or connect to it.

        Raises:
            ConfigError: when its port cannot be had, or the folder of its certificate not be written.
            NotReadyError: when it does not start, or nothing answers where one should run.

        """
        place = self._config.mock_twilio
        if place is None:
            return
        behaviour = behaviour_of(self._config)
        if place.hosted:
            folder, there = ready_folder(self._config)
            behaviour = behaviour_of(self._config, password=authority.password(folder) if place.host in _OPEN else "")
            self._mock = hosted(behaviour, folder=folder, host=place.host, port=place.port)
            made = "" if there else f"; its certificate is new, so the server must be started with {folder}'s variables"
            said = f"Mock Twilio: a proxy and TLS on {place.host} port {place.port}{made}"
        else:
            self._mock = attached(place.host, place.port, behaviour)
            said = f"Mock Twilio: the one that runs on {place.host} port {place.port}"
        self._mock.listener = self
        self._mock.wait()
        self._say(said)

    def end(self) -> None:
        """End the mock, once it has said its last counts."""
        self._end_callbacks()
        if self._mock is not None and not self._closed:
            self._closed, self._died = True, self._mock.over.is_set()
            self._mock.close()

    def _end_callbacks(self) -> None:
        """End the callbacks of a load, and count them with its answers."""
        if self._callbacks is None:
            return
        self._callbacks.end()
        answers = self.load.snapshot.answers if self.load is not None else None
        if answers is not None:
            answers.seen.update(self._callbacks.seen)
        self._callbacks = None

    @property
    def on(self) -> bool:
        """Whether there is a mock."""
        return self._mock is not None

    def through(self, driver: Driver) -> Driver:
        """Return the driver whose loads hear what is caught."""

        def hearing(job: Job, line: Line) -> Load:
            self._settle()
            self._end_callbacks()  # those of the rate before
            # A line of their own: the load's cuts what is under way once the last answer is there.
            self.load, self._callbacks = driver(job, line), Callbacks(job, line.another(job.sending))
            return self.load

        return hearing if self.on else driver

    def _settle(self) -> None:
        """After a load whose answers were given up, wait until no more come: the next would take them for its own."""
        answers = self.load.snapshot.answers if self.load is not None else None
        if answers is None or not any(one.unanswered.count for one in answers.scenarios.values()):
            return
        self._say("Waiting for answers of this rate that come late")
        began = self._heard = time.monotonic()
        while (now := time.monotonic()) - self._heard < SETTLED and now - began < LONGEST_SETTLING:
            gevent.sleep(_LOOK)

    def count(self, answers: Answers | None) -> None:
        """End the mock, and add what was asked of it to what was counted of answers."""
        self.end()
        if self._mock is not None and answers is not None:
            # Of a mock that all shards watch the first one tells, or its calls would count once for each.
            shard = self._config.shard or WHOLE
            answers.seen.update({} if shard.index else self._mock.seen.to_wire())
            answers.died += self._died
            answers.unread += self._mock.unread

    def first_answers(self, accepted: Sequence[tuple[str, bool]], since: float) -> tuple[tuple[str, bool], ...]:
        """Wait a little for texts since an instant of the monotonic clock to numbers whose messages were accepted.

        A pair is a number and whether its reply had words; return which are answered, by those or by a text.
        """
        until = time.monotonic() + min(FIRST_ANSWER, self._config.reply_timeout)
        asked = [number for number, words in accepted if not words]
        while time.monotonic() < until and any(len(self._since(one, since)) < asked.count(one) for one in set(asked)):
            gevent.sleep(_LOOK)
        texts = {number: len(self._since(number, since)) for number in asked}
        found = []
        for number, words in accepted:
            answered = words or texts[number] > 0
            if not words:
                texts[number] -= 1
            found.append((number, answered))
        return tuple(found)

    def _since(self, number: str, since: float) -> list[float]:
        return [at for at in self._texted.get(number, ()) if at >= since]

    def text(self, at: float, to: str, sender: str, body: str, sid: str) -> None:  # noqa: ARG002  as the mock tells it
        """Hand a text to the load, and keep the code in it, if one is."""
        number, self._heard = to.rpartition(":")[2], time.monotonic()
        if self.load is not None:
            self.load.heard(at, number, body)
            return
        self._texted.setdefault(number, []).append(at)
        if code := _CODE.search(body):
            self.codes[number] = code[1]

    def callback(self, at: float, to: str, sender: str, sid: str, about: Sequence[Any]) -> None:  # noqa: ARG002
        """Take a wish for status callbacks, from when the load runs."""
        if self._callbacks is not None:
            self._callbacks.begin(to, sender, sid, about)

    def code(self, number: str, code: str) -> None:
        """Keep a code of Verify's."""
        self.codes[number] = code


_OPEN = frozenset({"0.0.0.0", "::"})  # noqa: S104  compared, not bound


def forget(config: Config) -> None:
    """Remove the certificate's key once the runs that used it are over."""
    if config.mock_twilio is not None and config.mock_twilio.hosted:
        authority.forget(folder_of(config))
