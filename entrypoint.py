#!/usr/bin/env python3
"""Start the load test: `python entrypoint.py --help`."""

import sys

from loadtest.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
