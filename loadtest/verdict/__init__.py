"""WHAT CAME BACK?

Every reply judged as Twilio and the person who texted would: TwiML, wordings that decline, Twilio's error codes.

Floor 2: may import floors 0-1.
Never keeps state between replies.
"""
