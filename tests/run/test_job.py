"""From a configuration to the job and its line; a load on the public internet must be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from configurations import configured

from loadtest.run.job import guard, job_of, line_of
from loadtest.send import container
from loadtest.send.network import Route
from loadtest.verdict.judge import ReplyCheck
from loadtest.words.errors import ConfigError
from loadtest.words.secret import Secret
from loadtest.words.sending import Sending

if TYPE_CHECKING:
    from pathlib import Path


def test_a_job_holds_all_that_was_set() -> None:
    config = configured(
        url="http://u:p@localhost/x", timeout="7", connect_retries="0", keep_alive="true", max_in_flight="9",
        processes="2", reply_check="status", rate_limit_pattern="slow", refusal_pattern="no", accept_pattern="fine",
    )  # fmt: skip
    job = job_of(config, config.plan())
    assert job.plan == config.plan()
    assert job.sending == Sending(timeout=7.0, connect_retries=0, keep_alive=True, in_flight_cap=9, processes=2)
    assert (job.auth_token, job.userinfo) == (Secret("sentinel-token-123"), Secret("u:p"))
    assert job.reply_check is ReplyCheck.STATUS
    assert (job.rate_limit_patterns, job.refusal_patterns, job.accept_patterns) == (("slow",), ("no",), ("fine",))


@pytest.mark.parametrize(
    ("url", "flags", "refused"),
    [
        pytest.param("http://127.0.0.1:3000/", {}, False, id="this machine"),
        pytest.param("http://10.1.2.3/", {}, False, id="a private network"),
        pytest.param("http://93.184.216.34/", {}, True, id="the world"),
        pytest.param("http://93.184.216.34/", {"allow_remote": "true"}, False, id="the world, meant"),
    ],
)
def test_a_public_address_must_be_meant(url: str, flags: dict[str, Any], refused: bool) -> None:  # noqa: FBT001
    config = configured(url=url, **flags)
    if refused:
        with pytest.raises(ConfigError, match=r"93\.184\.216\.34.*allow-remote: true"):
            guard(config, Route.from_url(url))
    else:
        guard(config, Route.from_url(url))


@pytest.mark.parametrize(
    ("url", "fallback", "tried"),
    [
        pytest.param("http://localhost:3000/", "true", ("172.17.0.1",), id="localhost in a container"),
        pytest.param("http://localhost:3000/", "false", (), id="switched off"),
        pytest.param("http://10.1.2.3/", "true", (), id="no loopback address"),
    ],
)
def test_in_a_container_the_machine_around_it_is_tried(
    monkeypatch: pytest.MonkeyPatch, url: str, fallback: str, tried: tuple[str, ...]
) -> None:
    monkeypatch.setattr(container, "host_addresses", lambda: ("172.17.0.1",))
    config = configured(url=url, localhost_fallback=fallback)
    assert line_of(config, job_of(config, config.plan())).route.fallbacks == tried


def test_a_ca_file_that_holds_no_certificate_is_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    path.write_text("-----BEGIN CERTIFICATE-----\nnone\n")
    config = configured(read_file=lambda _: path.read_text(), url="http://localhost/", ca_file=str(path))
    with pytest.raises(ConfigError, match=r"ca-file: cannot use the CA file .*ca\.pem"):
        line_of(config, job_of(config, config.plan()))
