"""Our own parts at their limit: renderer, sender, judge and recorder in a closed loop of greenlets.

The program goes as fast as it can only in batches; without them, the simplest loop drives its parts:
`python -m benchmarks.closed_loop URL SECONDS CONNECTIONS KEEP_ALIVE`. Prints JSON.
"""

import sys

from gevent import monkey

monkey.patch_all()  # as loadtest.__main__ does, first of all

import json  # noqa: E402
import os  # noqa: E402

import gevent  # noqa: E402

from benchmarks.work import TOKEN, plan  # noqa: E402
from loadtest.assess.summary import summarise  # noqa: E402
from loadtest.measure.recorder import Recorder  # noqa: E402
from loadtest.message.plan import Renderer  # noqa: E402
from loadtest.send.network import Route  # noqa: E402
from loadtest.send.sender import WebhookSender  # noqa: E402
from loadtest.verdict.judge import Judge  # noqa: E402
from loadtest.words.clock import RunClock  # noqa: E402
from loadtest.words.secret import Secret  # noqa: E402
from loadtest.words.sending import Sending  # noqa: E402


def main(url: str, seconds: float, connections: int, *, keep_alive: bool) -> None:
    """Send for `seconds`, then say how much was sent, judged and recorded."""
    clock, recorder = RunClock(), Recorder()
    render = Renderer(plan(url), Secret(TOKEN), random_bytes=os.urandom, keep_alive=keep_alive).request
    sender = WebhookSender(Route.from_url(url), Sending(keep_alive=keep_alive), tls=None, clock=clock)
    judge, numbers = Judge().judge, iter(range(1 << 62))

    def loop() -> None:
        while (due := clock()) < seconds:
            recorder.due(due)
            exchange = sender.send(render(next(numbers)), due=due)
            recorder.record(exchange, judge(exchange.response))

    clock.start()
    gevent.joinall([gevent.spawn(loop) for _ in range(connections)], raise_error=True)
    elapsed = clock()
    sender.close()
    total = summarise(recorder.snapshot, planned=None, duration=elapsed).total
    found = {"messages": total.judged, "accepted": total.successful, "seconds": elapsed}
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), keep_alive=sys.argv[4] == "true")
