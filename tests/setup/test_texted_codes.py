from __future__ import annotations

import gevent

from loadtest.setup.provisioning import Provisioning

NUMBER = "+15555551001"


def _setup(texted: dict[str, str] | None) -> Provisioning:
    return Provisioning(link_url="", verify_url="", tokens={}, codes={"": "123456"}, texted=texted)


def test_the_code_that_was_texted_is_waited_for() -> None:
    texted: dict[str, str] = {}
    gevent.spawn_later(0.05, texted.__setitem__, NUMBER, "777001")
    assert _setup(texted).code(NUMBER) == "777001"


def test_without_a_mock_the_configured_code_holds_at_once() -> None:
    assert _setup(None).code(NUMBER) == "123456"
