"""Load test for servers that receive Twilio SMS/MMS webhooks.

A `Plan` goes in, a `Snapshot` comes out; everything else prepares the first or explains the second::

    inputs - config -> Plan - driver(pacing, message, send, verdict) -> Snapshot
    Snapshot -> Summary - targets -> Result -> reports, exit code

A package answers one question about a message, and its docstring says which. docs/architecture.md has the map.
Importing any module changes nothing in the process.
"""

__version__ = "0.1.0"
