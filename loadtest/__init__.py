"""Load test for servers that receive Twilio SMS/MMS webhooks.

A `Plan` goes in, a `Snapshot` comes out; everything else prepares the first or explains the second::

    inputs - config -> Plan - driver(pacing, scenarios, signing, sender, verdict) -> Snapshot
    Snapshot -> Summary - targets -> Result -> reports, exit code

Layers, each importing downward only:

0. words        errors, units, exchange, histogram
1. logic        scenarios, phone_pool, signing, pacing, verdict, trends, metrics_text, log_shapes
2. joints       plan, recorder, series
3. conclusions  summary, capacity, targets, inconclusive, baselines, suspects, setup_faults, ledger, diagnosis, result
4. edge         network, container and machine (the way), then sender, drivers, health, preflight, provisioning,
                monitors, server_log, simulator, watch
5. shell        config, reports, actions
6. wiring       readiness, observation, load, climb, earlier, run, afterwards, continuous, cli, __main__

Layers 0 to 3 are pure: no clock, randomness, environment or I/O. Importing any module changes nothing in the process.
"""

__version__ = "0.1.0"
