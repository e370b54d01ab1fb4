"""What the system or OpenSSL raised -> the failure that people read. No I/O."""

from __future__ import annotations

import errno
import socket
import ssl

from loadtest.words.exchange import Failure, FailureKind

GENERATOR_FAULTS = {
    errno.EMFILE: "this machine allows no more open files; raise the limit (ulimit -n) or send less at once",
    errno.ENFILE: "this machine allows no more open files; raise fs.file-max or send less at once",
    errno.EADDRNOTAVAIL: "this machine has no free local port or no such address; reuse connections or send less",
    errno.ENOMEM: "this machine has no memory left for sockets; send less at once",
    errno.ENOBUFS: "this machine has no buffers left for sockets; send less at once",
}
"""What this machine may lack: a failure that says nothing of the server."""

_CERTIFICATE_CAUSES = {10: "expired", 62: "hostname mismatch", 64: "hostname mismatch"}
"""OpenSSL's X509_V_ERR_ CERT_HAS_EXPIRED, HOSTNAME_MISMATCH and IP_ADDRESS_MISMATCH (x509_vfy.h)."""


def dns_failure(host: str, error: OSError, seconds: float) -> Failure:
    """Return that a name was not resolved in so many seconds, or what this machine lacks for asking."""
    if error.errno in GENERATOR_FAULTS and not isinstance(error, socket.gaierror):  # whose numbers are others
        return generator_fault(error)
    why = f"within {seconds:.3g} s" if isinstance(error, TimeoutError) else f"({error.strerror or error})"
    return Failure(kind=FailureKind.DNS, detail=f"the name {host} did not resolve {why}")


def connect_failure(address: str, port: int, error: OSError, seconds: float) -> Failure:
    """Return why no connection to an address came about in so many seconds."""
    place = f"{address} port {port}"
    if error.errno in GENERATOR_FAULTS:
        return generator_fault(error)
    if isinstance(error, TimeoutError):  # ours, or the system's ETIMEDOUT
        cause, detail = "timed out", f"no connection to {place} within {seconds:.3g} s"
    elif error.errno in (errno.ECONNREFUSED, errno.ECONNRESET):
        cause, detail = "refused", f"{place} refused the connection"
    else:
        cause, detail = "unreachable", f"{place} is out of reach ({error.strerror or error})"
    return Failure(kind=FailureKind.CONNECT, cause=cause, detail=detail)


def tls_failure(error: OSError, seconds: float) -> Failure:
    """Return why a handshake failed after so many seconds."""
    if error.errno in GENERATOR_FAULTS and not isinstance(error, ssl.SSLError):
        return generator_fault(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        cause = _CERTIFICATE_CAUSES.get(error.verify_code, "untrusted")
        detail = f"the certificate was not accepted: {error.verify_message}"
        return Failure(kind=FailureKind.TLS, cause=cause, detail=detail)
    if isinstance(error, TimeoutError):
        detail = f"the TLS handshake had not ended after {seconds:.3g} s"
    else:
        detail = f"the TLS handshake failed: {_reason(error)}"
    return Failure(kind=FailureKind.TLS, cause="handshake", detail=detail)


def lost(error: OSError, progress: str) -> Failure:
    """Return why there is no whole reply on a connection that stood."""
    if isinstance(error, ssl.SSLError):  # a TLS 1.3 server may refuse a client whose own handshake has ended
        return Failure(kind=FailureKind.TLS, cause="handshake", detail=f"TLS failed {progress}: {_reason(error)}")
    if error.errno in GENERATOR_FAULTS:
        return generator_fault(error)
    return Failure(kind=FailureKind.RESET, detail=f"the connection was reset {progress}")


def generator_fault(error: OSError) -> Failure:
    """Return that this machine lacks something."""
    name = errno.errorcode[error.errno or 0]
    return Failure(kind=FailureKind.GENERATOR, detail=f"{name}: {GENERATOR_FAULTS[error.errno or 0]}")


def _reason(error: OSError) -> str:
    """Return OpenSSL's word for what happened (`WRONG_VERSION_NUMBER`), or the system's."""
    if isinstance(error, ssl.SSLError) and error.reason:
        return error.reason.replace("_", " ").lower()
    return error.strerror or str(error)
