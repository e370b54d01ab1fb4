"""The variables that lead a server's calls to the mock, as each language reads them, without a secret on loopback."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.mock_twilio.environment import LOCAL, env_file, shell, variables

FOLDER = Path("/certificates")
NAMES = st.text("ABCXYZ_", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("host", "password", "proxy"),
    [
        pytest.param("127.0.0.1", "", "http://127.0.0.1:4010", id="on loopback there is no password"),
        pytest.param("172.17.0.1", "pw", "http://mock:pw@172.17.0.1:4010", id="off it the proxy asks for one"),
        pytest.param("::1", "", "http://[::1]:4010", id="an IPv6 address stands in brackets"),
    ],
)
def test_every_spelling_of_the_proxy_says_the_same(host: str, password: str, proxy: str) -> None:
    values = variables(FOLDER, host=host, port=4010, password=password)
    assert {values[name] for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")} == {proxy}
    assert values["NO_PROXY"] == values["no_proxy"] == LOCAL
    assert f"-Dhttps.proxyHost={host} -Dhttps.proxyPort=4010" in values["JAVA_TOOL_OPTIONS"]


def test_each_language_finds_the_certificate_in_the_folder() -> None:
    values = variables(FOLDER, host="127.0.0.1", port=1)
    bundles = {values[name] for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE")}
    assert len(bundles) == 1
    assert all(path.startswith("/certificates/") for path in (*bundles, values["NODE_EXTRA_CA_CERTS"]))
    assert values["PHP_INI_SCAN_DIR"] == ":/certificates"
    assert "trustStore=/certificates/" in values["JAVA_TOOL_OPTIONS"]


def test_values_with_blanks_are_quoted() -> None:
    assert env_file({"A": "b c", "D": "e"}) == 'A="b c"\nD=e\n'


@given(st.dictionaries(NAMES, st.text("a '\"\\$`é\n;#", max_size=9), max_size=3))
def test_a_shell_reads_back_what_was_written(values: dict[str, str]) -> None:
    words = shlex.split(shell(values))
    assert words == [word for name, value in values.items() for word in ("export", f"{name}={value}")]
