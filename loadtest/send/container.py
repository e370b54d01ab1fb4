"""Whether we run in a container, and at which addresses it reaches the machine that hosts it.

A container has a `localhost` of its own, so a server that was started beside it is not there. Everything is read from
below `root`, so a test can lay out any machine as a folder.
"""

from __future__ import annotations

import ipaddress
import sys
from contextlib import suppress
from pathlib import Path
from socket import SOCK_STREAM
from typing import TYPE_CHECKING

import gevent
import gevent.socket

if TYPE_CHECKING:
    from collections.abc import Callable

HOST_NAMES = ("host.docker.internal", "host.containers.internal")
"""What Docker Desktop, `--add-host …:host-gateway` and Podman call the host."""
RESOLVE_TIMEOUT = 1.0

_MARKERS = (".dockerenv", "run/.containerenv", "run/secrets/kubernetes.io", "var/run/secrets/kubernetes.io")
_CGROUP_WORDS = ("docker", "kubepods", "containerd", "libpod", "lxc", "garden")
_UP, _GATEWAY, _REJECT = 0x1, 0x2, 0x200  # RTF_ flags of linux/route.h
_NOT_A_BRIDGE = ("DEVTYPE=macvlan", "DEVTYPE=ipvlan")


def default_gateway(routes: str, *, byteorder: str = sys.byteorder) -> tuple[str, str] | None:
    """Return (interface, IPv4 address) of the default gateway in the text of `/proc/net/route`, or None.

    The kernel prints addresses as one hexadecimal number in the machine's own byte order; the lowest metric wins.
    """
    found: list[tuple[int, str, str]] = []
    for row in routes.splitlines()[1:]:
        with suppress(ValueError):
            interface, destination, gateway, flags, _, _, metric, mask = row.split()[:8]
            usable = int(flags, 16) & (_UP | _GATEWAY | _REJECT) == _UP | _GATEWAY
            if usable and int(destination, 16) == int(mask, 16) == 0 and len(gateway) == 8:  # noqa: PLR2004  four bytes
                octets = bytes.fromhex(gateway)
                address = ipaddress.IPv4Address(octets[::-1] if byteorder == "little" else octets)
                found.append((int(metric), interface, str(address)))
    return min(found)[1:] if found else None


def in_container(root: Path = Path("/")) -> bool:
    """Return whether this process runs in a container: by the engine's marker files, else by its control group."""
    groups = _read(root / "proc/1/cgroup")
    return any((root / name).exists() for name in _MARKERS) or any(word in groups for word in _CGROUP_WORDS)


def host_addresses(root: Path = Path("/"), *, resolve: Callable[[str], list[str]] | None = None) -> tuple[str, ...]:
    """Return the addresses of the host, best first; none outside a container, or with the host's own network.

    Only addresses that are not public count: a resolver that knows every name must not lead a load into the world.
    """
    if not in_container(root) or (root / "sys/class/net/docker0").exists():
        return ()  # docker0 is only seen where the network is the host's own, and there localhost is the host
    gateway = default_gateway(_read(root / "proc/net/route"))
    candidates = [address for name in HOST_NAMES for address in (resolve or _resolve)(name)]
    if gateway and _is_bridged(root / "sys/class/net" / gateway[0]):
        candidates.append(gateway[1])
    return tuple(dict.fromkeys(address for address in candidates if _is_near(address)))


def _is_bridged(interface: Path) -> bool:
    """Return whether an interface's other end is on the host, so that its gateway is the host and not a router."""
    index, link = _read(interface / "ifindex").strip(), _read(interface / "iflink").strip()
    return index != link and not any(kind in _read(interface / "uevent") for kind in _NOT_A_BRIDGE)


def _is_near(address: str) -> bool:
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return not (ip.is_global or ip.is_loopback or ip.is_unspecified or ip.is_multicast)


def _resolve(name: str) -> list[str]:
    """Return the addresses of `name`, or none; a resolver that does not answer may not hold up the run."""
    with suppress(OSError), gevent.Timeout(RESOLVE_TIMEOUT, TimeoutError):
        return [str(found[4][0]) for found in gevent.socket.getaddrinfo(name, None, type=SOCK_STREAM)]
    return []


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii", errors="replace")
    except OSError:
        return ""
