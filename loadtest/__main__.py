"""The one place where gevent is patched, before any other import; every way to start the program comes through here."""

from __future__ import annotations

import sys


def main(argv: list[str] | None = None) -> int:
    """Run the program and return its exit code."""
    from gevent import monkey  # noqa: PLC0415  the patch must precede every other import

    monkey.patch_all()
    from loadtest.run.interrupts import Interrupts  # noqa: PLC0415  before the slow imports, which a signal may meet

    interrupts = Interrupts()
    interrupts.install()
    from loadtest.cli.main import main as cli_main  # noqa: PLC0415

    return int(cli_main(sys.argv[1:] if argv is None else argv, interrupts=interrupts))


if __name__ == "__main__":
    sys.exit(main())
