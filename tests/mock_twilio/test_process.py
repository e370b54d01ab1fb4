from __future__ import annotations

import os

import gevent
from gevent.fileobject import FileObject

from loadtest.mock_twilio.process import write_all


def test_what_waited_for_a_busy_reader_is_written_whole() -> None:
    read_end, write_end = os.pipe()
    events = b'{"text": "hi"}\n' * 100_000  # a pipe takes 64 kB at a time
    with FileObject(read_end, "rb") as source, FileObject(write_end, "wb", 0) as sink:
        writer = gevent.spawn(write_all, sink, events)
        assert source.read(len(events)) == events
        writer.join(5)
