"""What does the server SAY BACK to Twilio?

The other half of Twilio, for the server under test alone: the REST API, media, Verify and Lookup, reached through a
forward proxy or by name, over TLS with a certificate made for the run. `api` answers, `messages` and `media` are its
resources, `server` its sockets, `others` what becomes of calls elsewhere, `authority` the certificate, `environment`
what the server must be started with, `process` the mock in a process of its own, from which events come back.

Floor 5: may import floors 0-4.
Never talks to Twilio, or matches and judges what it catches: `measure` and `assess` do.
"""
