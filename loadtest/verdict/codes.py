"""Twilio's error codes that a webhook's reply can cause: the titles and severities of its error log.

Source: Twilio's error and warning dictionary (twilio.com/docs/api/errors/<code>).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TwilioCode:
    """One entry of Twilio's dictionary: an error loses the message's reply, a warning does not."""

    title: str
    warning: bool = False


CODES: dict[int, TwilioCode] = {
    11100: TwilioCode("Invalid URL format"),
    11200: TwilioCode("HTTP retrieval failure"),
    11201: TwilioCode("TCP connection timed out"),
    11202: TwilioCode("TCP connection refused"),
    11203: TwilioCode("HTTP communication total time out triggered"),
    11205: TwilioCode("HTTP connection failure"),
    11206: TwilioCode("HTTP protocol violation"),
    11210: TwilioCode("HTTP bad host name"),
    11215: TwilioCode("HTTP too many redirects"),
    11216: TwilioCode("HTTP invalid redirect"),
    # Accounts whose log predates this code see 11200 for every 4xx and 5xx.
    11217: TwilioCode("HTTP error response code (older logs: 11200)"),
    11220: TwilioCode("SSL/TLS Handshake Error"),
    11235: TwilioCode("Certificate Invalid - Domain Mismatch"),
    11236: TwilioCode("Certificate Invalid - Certificate Expired"),
    11237: TwilioCode("Certificate Invalid - Could not find path to certificate"),
    11251: TwilioCode("Fatal protocol violation"),
    11750: TwilioCode("TwiML response body too large"),
    11770: TwilioCode("Empty response body"),
    12100: TwilioCode("Document parse failure"),
    12101: TwilioCode("Invalid Twilio Markup XML version"),
    12102: TwilioCode("The root element must be Response"),
    12200: TwilioCode("Schema validation warning", warning=True),
    12300: TwilioCode("Invalid Content-Type"),
    14103: TwilioCode("Invalid Body", warning=True),
    14107: TwilioCode("SMS send rate limit exceeded"),
    14109: TwilioCode("TwiML Reply message limit exceeded", warning=True),
    14110: TwilioCode("Invalid Verb for SMS Reply", warning=True),
}


def twilio_title(code: int) -> str:
    """Return the title Twilio's log shows for `code`, or an empty string for a code that is not in the table."""
    entry = CODES.get(code)
    return entry.title if entry else ""
