"""BEFORE the load: is the server ready, and set up as Twilio needs it?

The health wait, the first messages and the doctor's search, the registration of numbers.

Floor 6: may import floors 0-5.
Never sends a message that counts, or names a fault that no answer shows.
"""
