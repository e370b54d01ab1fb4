"""Twilio's errors, as its API words them.

Source: https://www.twilio.com/docs/api/errors; the shape as both official libraries read it.
"""

from __future__ import annotations

from loadtest.mock_twilio.wire import Response, as_json

_PROBLEMS = {
    20003: (401, "Authenticate"),
    20404: (404, "The requested resource {} was not found"),
    20429: (429, "Too Many Requests"),
    20500: (500, "An internal server error has occurred"),
    21211: (400, "Invalid 'To' Phone Number: {}"),
    21212: (400, "Invalid From Number (caller ID): {}"),
    21602: (400, "Message body is required."),
    21603: (400, "A 'From' phone number is required."),
    21604: (400, "A 'To' phone number is required."),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
    21623: (400, "Number of media files exceeds allowed limit"),
    60200: (400, "Invalid parameter `{}`"),
}
_CHALLENGE = ("WWW-Authenticate", 'Basic realm="Twilio API"')


def problem(code: int, named: str = "", *, retry_after: int = 0) -> Response:
    """Return the answer for a code; `named` is what of the request it is about, `retry_after` seconds are told."""
    status, message = _PROBLEMS[code]
    more = (_CHALLENGE,) if code == 20003 else (("Retry-After", str(retry_after)),) if retry_after else ()  # noqa: PLR2004  credentials
    return as_json(
        status,
        {
            "code": code,
            "message": message.replace("{}", named[:200]),
            "more_info": f"https://www.twilio.com/docs/errors/{code}",
            "status": status,
        },
        more,
    )
