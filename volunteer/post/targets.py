"""Where letters may be carried to: over TLS, to the open internet or to gateways of one's own.

Whoever could choose the target of a call from inside would reach what only this machine reaches:
the database, other services, the cloud's own address with its keys.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection, Iterator
from typing import Any

from volunteer.post.channels import NotSent

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def why_not(service: Any, other: Any, own: Collection[str]) -> str:
    """Why this Apprise service is not called, empty when it may be; `other` is the same one for
    another reader, `own` names the hosts that the operator trusts."""
    if service.host != other.host:
        return "a reader's address must not choose the host"
    if service.redirects:
        return "redirects are not followed"
    if service.host in own:
        return ""
    if not service.secure_protocol or (service.protocol and not service.secure):
        return "it is not encrypted: use https, or name its host in VOLUNTEER_GATEWAY_HOSTS"
    if not service.verify_certificate:
        return "its certificate is not looked at"
    return ""


def look_up(service: Any, own: Collection[str]) -> None:
    """The service lies on the open internet now, or is one's own. Raises NotSent otherwise.

    Services without a plain variant call a fixed host of their maker's.
    """
    if not service.protocol or service.host in own:
        return
    if not all(is_open(one) for one in _addresses(service.host, service.port or 443)):
        raise NotSent(
            "the gateway lies at a private address: name its host in VOLUNTEER_GATEWAY_HOSTS"
        )


def is_open(address: Address) -> bool:
    """Whether it belongs to the open internet, also where it wraps an older one."""
    inner = [address]
    if isinstance(address, ipaddress.IPv6Address):
        inner += [one for one in (address.ipv4_mapped, address.sixtofour) if one]
        inner += address.teredo or ()
        if address in NAT64:
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return all(one.is_global and not one.is_multicast for one in inner[1:] or inner)


NAT64 = ipaddress.ip_network("64:ff9b::/96")


def _addresses(host: str, port: int) -> Iterator[Address]:
    """Every address behind the name."""
    try:
        yield ipaddress.ip_address(host.strip("[]"))
        return
    except ValueError:
        pass
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as trouble:
        raise NotSent(f"nobody knows where {host} is") from trouble
    for *_, where in found:
        yield ipaddress.ip_address(str(where[0]).partition("%")[0])
