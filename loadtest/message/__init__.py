"""WHAT is sent?

The kinds of message, the pool of phone numbers, the signature, and the plan: due, rendered, signed requests.

Floor 2: may import floors 0-1.
Never reads a clock, draws randomness, or knows how a message travels.
"""
