"""What the system or OpenSSL raised, as the failure that people read."""

from __future__ import annotations

import errno
import os
import socket
import ssl

import pytest

from loadtest.send.connection_failures import (
    GENERATOR_FAULTS,
    connect_failure,
    dns_failure,
    lost,
    tls_failure,
)
from loadtest.words.exchange import FailureKind


def error(number: int) -> OSError:
    return OSError(number, os.strerror(number))


def verification(code: int, message: str) -> ssl.SSLCertVerificationError:
    made = ssl.SSLCertVerificationError(1, "certificate verify failed")
    made.verify_code, made.verify_message = code, message
    return made


@pytest.mark.parametrize(
    ("raised", "kind", "cause", "told"),
    [
        (error(errno.ECONNREFUSED), FailureKind.CONNECT, "refused", "127.0.0.1 port 80 refused the connection"),
        (error(errno.ECONNRESET), FailureKind.CONNECT, "refused", "refused"),
        (error(errno.ETIMEDOUT), FailureKind.CONNECT, "timed out", "no connection to 127.0.0.1 port 80 within 2 s"),
        (TimeoutError(), FailureKind.CONNECT, "timed out", "within 2 s"),
        (error(errno.EHOSTUNREACH), FailureKind.CONNECT, "unreachable", "out of reach (No route to host)"),
        *((error(number), FailureKind.GENERATOR, "", errno.errorcode[number]) for number in GENERATOR_FAULTS),
    ],
)
def test_connecting(raised: OSError, kind: FailureKind, cause: str, told: str) -> None:
    failure = connect_failure("127.0.0.1", 80, raised, 2.0)
    assert (failure.kind, failure.cause) == (kind, cause)
    assert told in failure.detail


def test_a_name_that_this_machine_cannot_ask_for_says_nothing_of_the_server() -> None:
    assert dns_failure("hook.test", error(errno.EMFILE), 3.0).kind is FailureKind.GENERATOR
    # A resolver's own numbers may be the same ones.
    assert dns_failure("hook.test", socket.gaierror(errno.ENOMEM, "bad hints"), 3.0).kind is FailureKind.DNS


@pytest.mark.parametrize(
    ("raised", "cause", "told"),
    [
        (verification(10, "certificate has expired"), "expired", "certificate has expired"),
        (verification(62, "Hostname mismatch"), "hostname mismatch", "Hostname mismatch"),
        (verification(64, "IP address mismatch"), "hostname mismatch", "IP address mismatch"),
        (verification(18, "self-signed certificate"), "untrusted", "self-signed"),
        (TimeoutError(), "handshake", "had not ended after 2 s"),
        (error(errno.ECONNRESET), "handshake", "Connection reset by peer"),
    ],
)
def test_a_handshake(raised: OSError, cause: str, told: str) -> None:
    failure = tls_failure(raised, 2.0)
    assert (failure.kind, failure.cause) == (FailureKind.TLS, cause)
    assert told in failure.detail


def test_a_lack_of_ours_in_a_handshake_is_not_the_servers() -> None:
    assert tls_failure(error(errno.EMFILE), 1.0).kind is FailureKind.GENERATOR


def alert() -> ssl.SSLError:
    made = ssl.SSLError(1, "alert")
    made.reason = "TLSV13_ALERT_CERTIFICATE_REQUIRED"
    return made


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (error(errno.ECONNRESET), FailureKind.RESET),
        (error(errno.ENOMEM), FailureKind.GENERATOR),
        (alert(), FailureKind.TLS),
    ],
)
def test_what_broke_while_the_reply_came(raised: OSError, kind: FailureKind) -> None:
    failure = lost(raised, "after 12 bytes")
    assert failure.kind is kind
    assert kind is FailureKind.GENERATOR or "after 12 bytes" in failure.detail


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (TimeoutError(), "the name hook.test did not resolve within 3 s"),
        (socket.gaierror(-2, "Name or service not known"), "did not resolve (Name or service not known)"),
    ],
)
def test_a_name_that_does_not_resolve(raised: OSError, told: str) -> None:
    failure = dns_failure("hook.test", raised, 3.0)
    assert failure.kind is FailureKind.DNS
    assert told in failure.detail
