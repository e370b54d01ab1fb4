"""In which WORDS is everything said?

Units, errors with their exit codes, one exchange of a request and its reply, the run's clock, the shapes of texts.

Floor 0: imports no other package.
Never imports another package or does I/O; only `clock` reads the monotonic clock.
"""
