"""Throughput, accuracy, lag and start-up of this tool, beside its peers in one run: `make bench`.

`machine` places and measures processes, `servers` starts what is loaded, `truth` says how long those servers really
take, `peers` calls each load tool and reads what it reports; `throughput`, `accuracy`, `lag` and `startup` are the four
parts, each with a `run(work)` that returns tables and goals; `page` writes docs/benchmarks.md.
"""
