"""How long does `loadtest merge` take, and how much memory? 100 files of 10 minutes at 1000/s: `make bench-merge`.

The files are made, not sent: a few shards are recorded with made-up latencies, and each stands for several.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from loadtest import __version__
from loadtest.assess.shards import ShardResult, State
from loadtest.assess.target_text import parse_targets
from loadtest.measure.generator import MICRO, OwnSecond
from loadtest.measure.recorder import Recorder
from loadtest.message.phone_pool import PhonePool
from loadtest.message.plan import Plan
from loadtest.pacing import Shard, Stages
from loadtest.report.files.shard_file import to_text
from loadtest.verdict.judge import Reason, Verdict
from loadtest.words.exchange import Exchange, Reply

ROOT = Path(__file__).resolve().parent.parent
URL = "http://localhost:3000/api/sms/webhook"
DURATION, EACH = 600, 1_000
MOST_SECONDS, MOST_MEGABYTES = 20, 1_000
_RECORDED = 4


def main() -> None:
    """Make the files, merge them, print what it took; exit 1 when it took more than it may."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.merging", description=__doc__)
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--numbers", type=int, default=1_000, help="phone numbers in the pool")
    options = parser.parse_args()
    plan = Plan(
        url=URL,
        signature_url=URL,
        account_sid="AC" + "0" * 32,
        to_number="+15555556789",
        pacing=Stages.constant(EACH * options.files, DURATION),
        pool=PhonePool(ranges=((15550000000, options.numbers),), seed=7),
        seed=7,
    )
    with tempfile.TemporaryDirectory(prefix="loadtest-merge-") as folder:
        size = _write(Path(folder), plan, options.files)
        command = [sys.executable, str(ROOT / "entrypoint.py"), "merge", "shard-*.json"]
        began = time.monotonic()
        done = subprocess.run(
            command, cwd=folder, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=False
        )
        took = time.monotonic() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    memory, computed = used.ru_maxrss / 1024, used.ru_utime + used.ru_stime
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    total = options.files * DURATION * EACH
    if f"Total Requests: {total}" not in done.stdout:
        sys.exit(f"not all {total} messages were counted:\n{done.stdout}")
    print(
        f"{options.files} files of {size / 1e6:.1f} MB together, {total:,} messages: {took:.1f} s, of which computing "
        f"{computed:.1f} s; {memory:.0f} MB"
    )
    sys.exit(took > MOST_SECONDS or memory > MOST_MEGABYTES)


def _write(folder: Path, plan: Plan, files: int) -> int:
    """Write the shards' files; return their bytes."""
    recorded = [_recorded(plan, Shard(index=index, count=files)) for index in range(min(_RECORDED, files))]
    size = 0
    for index in range(files):
        one = replace(recorded[index % len(recorded)], shard=Shard(index=index, count=files))
        size += (folder / f"shard-{index + 1}-of-{files}.json").write_text(to_text(one), "utf-8")
    return size


def _recorded(plan: Plan, shard: Shard) -> ShardResult:
    chance, recorder = random.Random(shard.index), Recorder()
    reply = Reply(status=200, headers=(), body=b"<Response/>", size=11)
    verdicts = [Verdict(reason=Reason.ACCEPTED)] * 9 + [Verdict(reason=Reason.RATE_LIMITED, detail="the limit")]
    verdicts = [*verdicts] * 10
    verdicts[-1] = Verdict(reason=Reason.HTTP_ERROR, twilio_code=11200, detail="HTTP 500")
    for seq, due in plan.arrivals(shard):
        sent = due + chance.expovariate(5_000)
        done = due + chance.lognormvariate(-2.5, 0.5)
        verdict = verdicts[int(chance.random() * len(verdicts))]
        recorder.due(due)
        number = plan.pool.number(seq)
        recorder.record(Exchange(seq, plan.kind(seq), number, due, sent, sent, max(done, sent), 1, reply), verdict)
    snapshot = recorder.snapshot
    for second in range(DURATION):
        snapshot.own[second] = OwnSecond(cpu_us=MICRO // 3, wall_us=MICRO, stall_us=2_000, busy_permille=400)
    return ShardResult(
        version=__version__,
        shard=shard,
        start=datetime(2026, 1, 2, 12, 0, 5, tzinfo=UTC),
        state=State.COMPLETE,
        ready=30.0,
        elapsed=float(DURATION),
        plan=plan,
        targets=parse_targets(["success > 80%"]),
        snapshot=snapshot,
    )


if __name__ == "__main__":
    main()
