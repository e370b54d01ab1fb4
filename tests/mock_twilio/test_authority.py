from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import pytest
from cryptography import x509

from loadtest.mock_twilio import authority
from loadtest.mock_twilio.environment import env_file, variables
from loadtest.words.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("mock")
    authority.make(made)
    return made


def test_the_authority_is_good_for_two_domains_and_some_hours(folder: Path) -> None:
    ca = x509.load_pem_x509_certificate((folder / authority.CA).read_bytes())
    constraints = ca.extensions.get_extension_for_class(x509.NameConstraints)
    assert constraints.critical
    assert [name.value for name in constraints.value.permitted_subtrees or []] == ["twilio.com", "twiliocdn.com"]
    assert (ca.not_valid_after_utc - ca.not_valid_before_utc).total_seconds() < 13 * 3600


def test_its_own_key_is_nowhere_and_the_other_is_its_owners(folder: Path) -> None:
    keys = [path.name for path in folder.iterdir() if b"PRIVATE KEY" in path.read_bytes()]
    assert keys == [authority.KEY]
    for name in (authority.KEY, authority.PASSWORD):
        assert (folder / name).stat().st_mode & 0o777 == 0o600


def test_the_bundle_holds_the_systems_authorities_too(folder: Path) -> None:
    context = ssl.create_default_context(cafile=str(folder / authority.BUNDLE))
    assert len(context.get_ca_certs()) > 20


def test_what_is_secret_is_gone_afterwards(tmp_path: Path) -> None:
    authority.make(tmp_path)
    authority.tls_context(tmp_path)
    authority.forget(tmp_path)
    assert not authority.exists(tmp_path)
    with pytest.raises(ConfigError, match="no certificate with its key; make one"):
        authority.tls_context(tmp_path)


def test_the_variables_hold_no_secret_on_loopback(folder: Path) -> None:
    values = variables(folder, host="127.0.0.1", port=4010)
    assert authority.password(folder) not in env_file(values)
