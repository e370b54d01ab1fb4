"""Which VERB was meant?

Reads the command line, catches errors, returns the exit code; the verbs for past results.

Floor 8: may import floors 0-7.
Never does what a verb does.
"""
