"""A server of known speed in a process of its own: so many workers, each busy for so long with a message."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_REPLY = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"


def serve(workers: int, seconds: float) -> None:
    import gevent  # noqa: PLC0415  only the server's process needs it
    from gevent.lock import Semaphore  # noqa: PLC0415
    from gevent.server import StreamServer  # noqa: PLC0415

    free = Semaphore(workers)

    def answer(sock: Any, _: object) -> None:
        data = b""
        while b"\r\n\r\n" not in data:
            if not (more := sock.recv(65536)):
                return
            data += more
        with free:
            gevent.sleep(seconds)
        sock.sendall(_REPLY)

    server = StreamServer(("127.0.0.1", 0), answer, backlog=4096)
    server.start()
    print(f"http://127.0.0.1:{server.server_port}/", flush=True)  # noqa: T201  for the test
    server.serve_forever()


@contextmanager
def queue_server(*, workers: int, seconds: float) -> Iterator[str]:
    """Yield the server's URL; it carries `workers / seconds` messages a second."""
    command = [sys.executable, __file__, str(workers), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


if __name__ == "__main__":
    serve(int(sys.argv[1]), float(sys.argv[2]))
