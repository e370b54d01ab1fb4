"""The one place where gevent is patched, before any other import; every way to start the program comes through here.

Whatever is left over ends here, too: no exception leaves `main`, and none of them ends in the code of a missed target.
"""

from __future__ import annotations

import sys

WRONG_CONFIGURATION, OUR_ERROR, SIGINT = 2, 5, 130
"""Of `words.errors.ExitCode`, which may be what cannot be imported."""


def main(argv: list[str] | None = None) -> int:
    """Run the program and return its exit code; never raises."""
    try:
        from loadtest.cli import streams  # noqa: PLC0415  what is imported here, is so inside the net

        streams.guard()
        code = _patched(sys.argv[1:] if argv is None else argv)
        streams.confess()
    except KeyboardInterrupt:  # before our own handler was there
        return SIGINT
    except ModuleNotFoundError as missing:
        package = (missing.name or "").partition(".")[0]
        return _left_over(missing) if package in {"", "loadtest"} else _lacking(package)
    except BaseException as bug:  # noqa: BLE001  whatever it is
        return _left_over(bug)
    return code


def _patched(argv: list[str]) -> int:
    from gevent import monkey  # noqa: PLC0415  the patch must precede every other import

    monkey.patch_all()
    from loadtest.run.interrupts import InterruptedRunError, Interrupts  # noqa: PLC0415  a signal may meet slow imports

    interrupts = Interrupts()
    interrupts.install()
    try:
        from loadtest.cli.main import main as cli_main  # noqa: PLC0415

        return int(cli_main(argv, interrupts=interrupts))
    except InterruptedRunError as interrupt:
        print(str(interrupt).capitalize(), file=sys.stderr, flush=True)  # noqa: T201  there is nobody else to say it
        return int(interrupt.code)


def _lacking(package: str) -> int:
    text = (
        f"Wrong configuration: the package {package} is missing; install what is needed, best in a virtual "
        "environment: python -m pip install --require-hashes --requirement requirements/runtime.txt"
    )
    print(text, file=sys.stderr, flush=True)  # noqa: T201  there is nobody else to say it
    return WRONG_CONFIGURATION


def _left_over(bug: BaseException) -> int:
    import os  # noqa: PLC0415  as above
    import traceback  # noqa: PLC0415

    traceback.print_exception(bug)
    text = f"A fault of the load test itself ({type(bug).__name__}); please report it with the lines above"
    if os.environ.get("GITHUB_ACTIONS") == "true":
        print(f"::error title=Load test::{text}", flush=True)  # noqa: T201  likewise
    print(text, file=sys.stderr, flush=True)  # noqa: T201  likewise
    return OUR_ERROR


if __name__ == "__main__":
    sys.exit(main())
