"""HOW does it travel?

One request and its reply on the wire, the way to the server, what this machine allows, the drivers that walk a plan.

Floor 5: may import floors 0-4.
Never words a judgement itself, or sends a request twice but for a repeat that was asked for.
"""
