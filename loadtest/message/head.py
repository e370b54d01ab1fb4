"""The request line and the headers of an inbound message, as Twilio sends them.

Source: captured requests; https://www.twilio.com/docs/messaging/guides/webhook-request
"""

from __future__ import annotations

from urllib.parse import urlsplit

SIGNATURE = "\0signature\0"
"""Stands for the message's signature."""
IDEMPOTENCY = "\0token\0"
"""Stands for the message's idempotency token."""


def http_head(url: str, content_length: int, *, keep_alive: bool, authorization: str = "") -> str:
    """Return the request line and headers, with holes for a message's own."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [
        f"POST {target} HTTP/1.1",
        f"Host: {parts.netloc.rpartition('@')[2]}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {content_length}",
        "User-Agent: TwilioProxy/1.1",
        "Accept: */*",
        f"X-Twilio-Signature: {SIGNATURE}",
        f"I-Twilio-Idempotency-Token: {IDEMPOTENCY}",
        "X-Home-Region: us1",
    ]
    if authorization:
        lines.append(f"Authorization: Basic {authorization}")
    if not keep_alive:
        lines.append("Connection: close")
    return "\r\n".join([*lines, "", ""])
