#!/usr/bin/env python3
"""Start the load test: `python entrypoint.py --help`. An older Python reads this file, too, to say that it is one."""

import sys

OLDEST = (3, 11)
WRONG_CONFIGURATION = 2


def start() -> int:
    """Run the program, or say that this Python cannot."""
    if sys.version_info[:2] < OLDEST:
        here = ".".join(str(part) for part in sys.version_info[:2])
        sys.stderr.write(
            f"Wrong configuration: Python 3.11 or newer is needed, and this is {here}; start it with another, "
            "such as python3.12\n"
        )
        return WRONG_CONFIGURATION
    from loadtest.__main__ import main  # noqa: PLC0415  an older Python cannot read it

    return main()


if __name__ == "__main__":
    sys.exit(start())
