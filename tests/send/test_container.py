"""Machines laid out as folders: which are containers, and where each reaches the host machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gevent
import gevent.socket
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.send import container
from loadtest.send.container import default_gateway, host_addresses, in_container

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
BRIDGE = (
    f"{HEAD}eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
    "eth0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n"
)
ROUTER = HEAD + "ens5\t00000000\t0100A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"


@pytest.mark.parametrize(
    ("routes", "expected"),
    [
        pytest.param(BRIDGE, ("eth0", "172.17.0.1"), id="the default bridge"),
        pytest.param(
            HEAD + "eth0 00000000 010012AC 0003 0 0 0 00000000 0 0 0", ("eth0", "172.18.0.1"), id="a network of a job"
        ),
        pytest.param(
            HEAD
            + "eth0 00000000 010012AC 0003 0 0 200 00000000 0 0 0\neth1 00000000 010013AC 0003 0 0 50 00000000 0 0 0",
            ("eth1", "172.19.0.1"),
            id="of two the lowest metric",
        ),
        pytest.param("", None, id="no table"),
        pytest.param(HEAD, None, id="a network of its own without a way out"),
        pytest.param(HEAD + "eth0 000011AC 00000000 0001 0 0 0 0000FFFF 0 0 0", None, id="no default route"),
        pytest.param(HEAD + "eth0 00000000 00000000 0001 0 0 0 00000000 0 0 0", None, id="a default without gateway"),
        pytest.param(HEAD + "eth0 00000000 010011AC 0002 0 0 0 00000000 0 0 0", None, id="a route that is down"),
        pytest.param(HEAD + "eth0 00000000 010011AC 0203 0 0 0 00000000 0 0 0", None, id="a route that rejects"),
        pytest.param(HEAD + "eth0 00000000 010011AC 0003 0 0 0 00000080 0 0 0", None, id="half of the internet (VPN)"),
        pytest.param(HEAD + "eth0 00000000 zz 0003 0 0 0 00000000 0 0 0\nshort\n", None, id="nonsense"),
    ],
)
def test_the_default_gateway_of(routes: str, expected: tuple[str, str] | None) -> None:
    assert default_gateway(routes, byteorder="little") == expected


def test_a_big_endian_kernel_prints_the_other_way_round() -> None:
    table = HEAD + "eth0 00000000 AC110001 0003 0 0 0 00000000 0 0 0"
    assert default_gateway(table, byteorder="big") == ("eth0", "172.17.0.1")


@given(st.text())
def test_no_text_breaks_the_parser(text: str) -> None:
    default_gateway(HEAD + text)


def machine(root: Path, **files: str) -> Path:
    """Lay out a machine; `__` in a name is a slash, a leading `_` a dot."""
    for name, text in files.items():
        path = root / ("." + name[1:] if name.startswith("_") else name).replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


DOCKER = {
    "_dockerenv": "",
    "proc__net__route": BRIDGE,
    "sys__class__net__eth0__ifindex": "5\n",
    "sys__class__net__eth0__iflink": "6\n",
}


def nothing(name: str) -> list[str]:
    return []


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({}, False, id="a plain machine"),
        pytest.param({"proc__1__cgroup": "0::/init.scope\n"}, False, id="systemd's own group"),
        pytest.param({"_dockerenv": ""}, True, id="Docker's marker"),
        pytest.param({"run___containerenv": ""}, True, id="Podman's marker"),
        pytest.param({"proc__1__cgroup": "12:cpu:/docker/0123abc\n"}, True, id="a control group of Docker"),
        pytest.param({"proc__1__cgroup": "0::/kubepods.slice/x\n"}, True, id="a control group of a pod"),
        pytest.param({"var__run__secrets__kubernetes.io__x": ""}, True, id="a pod's service account"),
    ],
)
def test_a_container_is_known_by(files: dict[str, str], expected: bool, tmp_path: Path) -> None:  # noqa: FBT001  a column
    files = {name.replace("run___containerenv", "run__.containerenv"): text for name, text in files.items()}
    assert in_container(machine(tmp_path, **files)) is expected


@pytest.mark.parametrize(
    ("files", "names", "expected"),
    [
        pytest.param(DOCKER, {}, ("172.17.0.1",), id="in a bridged container: the gateway"),
        pytest.param(
            DOCKER,
            {"host.docker.internal": ["192.168.65.254"]},
            ("192.168.65.254", "172.17.0.1"),
            id="with Docker Desktop: its name first",
        ),
        pytest.param(
            DOCKER, {"host.docker.internal": ["172.17.0.1"]}, ("172.17.0.1",), id="the same address is tried once"
        ),
        pytest.param(
            DOCKER,
            {"host.docker.internal": ["203.0.113.9", "198.51.100.7", "8.8.8.8", "127.0.0.1", "::", "nonsense"]},
            ("203.0.113.9", "198.51.100.7", "172.17.0.1"),
            id="a resolver that knows every name leads nobody into the world",
        ),
        pytest.param(
            DOCKER | {"sys__class__net__docker0__ifindex": "3\n"}, {}, (), id="with the host's network: localhost is it"
        ),
        pytest.param(
            DOCKER | {"sys__class__net__eth0__iflink": "5\n"}, {}, (), id="a real interface: the gateway is a router"
        ),
        pytest.param(
            DOCKER | {"sys__class__net__eth0__uevent": "DEVTYPE=macvlan\n"}, {}, (), id="macvlan: it is a router too"
        ),
        pytest.param(DOCKER | {"proc__net__route": ROUTER}, {}, (), id="an interface that nothing is known about"),
        pytest.param(
            DOCKER | {"_dockerenv": None}, {"host.docker.internal": ["10.0.0.1"]}, (), id="not in a container"
        ),
        pytest.param({"_dockerenv": ""}, {}, (), id="without a network"),
    ],
)
def test_where_the_host_is(
    files: dict[str, str | None], names: dict[str, list[str]], expected: tuple[str, ...], tmp_path: Path
) -> None:
    root = machine(tmp_path, **{name: text for name, text in files.items() if text is not None})
    assert host_addresses(root, resolve=lambda name: names.get(name, [])) == expected


def test_a_resolver_that_does_not_answer_holds_nobody_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(container, "RESOLVE_TIMEOUT", 0.05)
    monkeypatch.setattr(gevent.socket, "getaddrinfo", lambda *_, **__: gevent.sleep(5))
    with gevent.Timeout(2):
        assert host_addresses(machine(tmp_path, **DOCKER)) == ("172.17.0.1",)
