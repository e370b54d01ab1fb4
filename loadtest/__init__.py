"""Load test for servers that receive Twilio SMS/MMS webhooks.

A `Plan` goes in, a `Snapshot` comes out; everything else prepares the first or explains the second::

    inputs - config -> Plan - driver(pacing, message, send, verdict) -> Snapshot
    Snapshot -> Summary - targets -> Result -> reports, exit code

A package answers one question about a message, and its docstring says which. docs/architecture.md has the map.
Importing any module changes nothing in the process.

What users may rely on is the command line, the inputs, the exit codes and the written files (docs/results-schema.json).
The modules have types, and may change with any version.
"""

__version__ = "1.0.0"
