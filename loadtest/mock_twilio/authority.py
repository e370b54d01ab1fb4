"""A certificate authority made for one run, and what of it lies in the folder that the server's variables name.

It is good for `twilio.com` and `twiliocdn.com` alone, for some hours. Its own key is never written anywhere: it signs
one certificate and is forgotten. That certificate's key lies in the folder, readable by its owner alone, until the run
that uses it is over.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import ssl
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from loadtest.words.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptography import x509

DOMAINS: Final = ("twilio.com", "twiliocdn.com")
NAMES: Final = (
    *(name for domain in DOMAINS for name in (domain, f"*.{domain}")),
    *(f"*.{region}.twilio.com" for region in ("us1", "ie1", "au1", "ashburn.us1", "dublin.ie1", "sydney.au1")),
)
"""What the certificate is for; a star stands for one label, and regional hosts have more."""
HOURS: Final = 12
CA, BUNDLE, CERTIFICATE, KEY, JAVA, PHP, PASSWORD = (
    *("ca.pem", "bundle.pem", "certificate.pem", "key.pem", "truststore.p12", "php.ini", "proxy-password"),
)
STORE_PASSWORD: Final = "changeit"  # noqa: S105  Java's own default: the store holds public certificates alone


def make(folder: Path) -> None:
    """Make an authority and its certificate, and write what servers and the mock need of it into `folder`.

    Raises:
        ConfigError: when the folder cannot be written.

    """
    from cryptography import x509  # noqa: PLC0415  only this pays for it
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  likewise
    from cryptography.hazmat.primitives.serialization import pkcs12  # noqa: PLC0415  likewise

    authority, certificate, key = _signed()
    ca = authority.public_bytes(serialization.Encoding.PEM)
    system = _system_authorities()
    trusted = [*_readable(system), authority]
    store = pkcs12.serialize_java_truststore(
        [pkcs12.PKCS12Certificate(one, f"ca-{place}".encode()) for place, one in enumerate(trusted)],
        serialization.BestAvailableEncryption(STORE_PASSWORD.encode()),
    )
    bundle = folder / BUNDLE
    try:
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        (folder / CA).write_bytes(ca)
        bundle.write_bytes(system + b"\n" + ca)
        (folder / JAVA).write_bytes(store)
        (folder / PHP).write_text(f"curl.cainfo={bundle}\nopenssl.cafile={bundle}\n", "utf-8")
        (folder / CERTIFICATE).write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + ca)
        write_secret(
            folder / KEY,
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ),
        )
        write_secret(folder / PASSWORD, secrets.token_urlsafe(18).encode())
    except OSError as error:
        raise ConfigError(
            [f"mock-twilio: {str(folder)!r} cannot be written ({error.strerror}); name another folder"]
        ) from error
    assert isinstance(certificate, x509.Certificate)  # noqa: S101  for the type checker


def _signed() -> tuple[x509.Certificate, x509.Certificate, ec.EllipticCurvePrivateKey]:
    from cryptography import x509  # noqa: PLC0415  as in make
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415  likewise
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415  likewise
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID  # noqa: PLC0415  likewise

    now = datetime.now(UTC)
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, f"Mock Twilio of one load test {secrets.token_hex(4)}")]
    )

    def begun(subject: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(minutes=5))
            .not_valid_after(now + timedelta(hours=HOURS))
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        )

    def use(*, signs: bool) -> x509.KeyUsage:
        return x509.KeyUsage(
            digital_signature=not signs,
            key_cert_sign=signs,
            crl_sign=signs,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            encipher_only=False,
            decipher_only=False,
        )

    authority = (
        begun(issuer, ca_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(use(signs=True), critical=True)
        .add_extension(
            x509.NameConstraints(permitted_subtrees=[x509.DNSName(name) for name in DOMAINS], excluded_subtrees=None),
            critical=True,
        )
        .sign(ca_key, hashes.SHA256())
    )
    certificate = (
        begun(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "api.twilio.com")]), key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(use(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in NAMES]), critical=False)
        .sign(ca_key, hashes.SHA256())
    )
    return authority, certificate, key


def tls_context(folder: Path) -> ssl.SSLContext:
    """Return what the mock's TLS needs.

    Raises:
        ConfigError: when the folder holds no certificate (any more), or one that has expired.

    """
    from cryptography import x509  # noqa: PLC0415  as in make

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    again = "make one with `loadtest mock-twilio env`, and start the server anew with its variables"
    try:
        context.load_cert_chain(folder / CERTIFICATE, folder / KEY)
        ends = x509.load_pem_x509_certificate((folder / CERTIFICATE).read_bytes()).not_valid_after_utc
    except (OSError, ValueError) as error:
        raise ConfigError([f"mock-twilio: {str(folder)!r} holds no certificate with its key; {again}"]) from error
    if ends < datetime.now(UTC):
        raise ConfigError([f"mock-twilio: the certificate in {str(folder)!r} has expired; {again}"])
    return context


def password(folder: Path) -> str:
    """Return what the proxy asks for off loopback."""
    try:
        return (folder / PASSWORD).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def exists(folder: Path) -> bool:
    """Return whether a certificate with its key lies there."""
    return (folder / KEY).is_file()


def forget(folder: Path) -> None:
    """Remove what is secret of a run that is over."""
    for name in (KEY, PASSWORD):
        with contextlib.suppress(OSError):
            (folder / name).unlink()


def write_secret(path: Path, content: bytes) -> None:
    """Write a file that its owner alone may read, from its first byte on."""
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def _system_authorities() -> bytes:
    """Return the system's authorities in PEM: a bundle that replaces the system's must hold them, too."""
    paths = ssl.get_default_verify_paths()
    for name in (paths.cafile, paths.openssl_cafile, "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/cert.pem"):
        if name and Path(name).is_file():
            return Path(name).read_bytes()
    import certifi  # noqa: PLC0415  what requests trusts, where the system has none

    return Path(certifi.where()).read_bytes()


def _readable(system: bytes) -> Iterator[x509.Certificate]:
    """Yield the system's certificates, but for those that are too old-fashioned to be read."""
    from cryptography import x509  # noqa: PLC0415  as in make

    end = b"-----END CERTIFICATE-----"
    for text in system.split(end)[:-1]:
        with contextlib.suppress(ValueError), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is odd about the system's own is not ours to tell
            yield x509.load_pem_x509_certificate(text[text.find(b"-----BEGIN") :] + end)


if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec
