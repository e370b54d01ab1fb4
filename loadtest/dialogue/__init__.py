"""WHAT is said NEXT?

Conversations: messages of one number that follow each other's replies. A script says what may be said, and a talk is
one number's way through it. Both are values and arithmetic: what a reply comes to, the driver says.

Floor 1: may import floor 0.
Never knows what time it is, how a reply is judged, or what a message looks like on the wire.
"""
