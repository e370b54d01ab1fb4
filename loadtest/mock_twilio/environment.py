"""What a server must be started with so that its calls to Twilio reach the mock, in each language's own variables.

Nothing of it is a secret but the proxy's password, which there is only where the mock listens off loopback. Sources:
tried with Python and Node; Java, Go, .NET, PHP and Ruby by their documentation, not tried.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from loadtest.mock_twilio.authority import BUNDLE, CA, JAVA, STORE_PASSWORD
from loadtest.mock_twilio.server import USER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LOCAL: Final = "localhost,127.0.0.1,::1"
HOSTS: Final = ("api.twilio.com", "verify.twilio.com", "lookups.twilio.com", "mms.twiliocdn.com", "media.twiliocdn.com")
"""The names that must lead to the mock where a program heeds no proxy."""


def variables(folder: Path, *, host: str, port: int, password: str = "") -> dict[str, str]:
    """Return the variables by name; `folder` is where the server finds the certificates."""
    login = f"{USER}:{password}@" if password else ""
    name = f"[{host}]" if ":" in host else host
    proxy = f"http://{login}{name}:{port}"
    bundle = str(folder / BUNDLE)
    java = {
        "https.proxyHost": host,
        "https.proxyPort": str(port),
        "http.nonProxyHosts": "localhost|127.*|[::1]",
        "javax.net.ssl.trustStore": str(folder / JAVA),
        "javax.net.ssl.trustStoreType": "PKCS12",
        "javax.net.ssl.trustStorePassword": STORE_PASSWORD,
    }
    return {
        "HTTPS_PROXY": proxy,
        "https_proxy": proxy,
        "HTTP_PROXY": proxy,  # twilio-node reads this name alone, for https as well
        "http_proxy": proxy,
        "NO_PROXY": LOCAL,
        "no_proxy": LOCAL,
        "REQUESTS_CA_BUNDLE": bundle,  # Python's requests, and with it twilio-python
        "SSL_CERT_FILE": bundle,  # OpenSSL: httpx, Ruby, .NET on Linux; Go
        "CURL_CA_BUNDLE": bundle,
        "NODE_EXTRA_CA_CERTS": str(folder / CA),
        "NODE_USE_ENV_PROXY": "1",  # Node's own fetch, from 22.21 and 24 on
        "JAVA_TOOL_OPTIONS": " ".join(f"-D{key}={value}" for key, value in java.items()),
        "PHP_INI_SCAN_DIR": f":{folder}",  # an empty first place stands for PHP's own
    }


def env_file(values: Mapping[str, str]) -> str:
    """Return the variables as a shell, compose and systemd's EnvironmentFile read them.

    `docker run --env-file` keeps the quotes around what has blanks, which is Java's variable alone.
    """
    return "".join(f'{name}="{value}"\n' if " " in value else f"{name}={value}\n" for name, value in values.items())


def shell(values: Mapping[str, str]) -> str:
    """Return the variables as a POSIX shell takes them: `eval "$(loadtest mock-twilio env)"`."""
    return "".join("export {}='{}'\n".format(name, value.replace("'", "'\\''")) for name, value in values.items())
