"""Keeps tests from connecting to other machines: such a connection fails at once and names its target."""

import ipaddress
import socket

import pytest

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_getaddrinfo = socket.getaddrinfo


class FromOutside(AssertionError):
    """A test tried to connect to another machine."""


def _is_here(host: str | bytes | None) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _refuse_outside(family: int, address: object) -> None:
    if family == socket.AF_UNIX:
        return
    if not _is_here(address[0]):
        raise FromOutside(f"A test asked for {address!r}, which is not this machine.")


def connect(self: socket.socket, address: object) -> None:
    _refuse_outside(self.family, address)
    return _connect(self, address)


def connect_ex(self: socket.socket, address: object) -> int:
    _refuse_outside(self.family, address)
    return _connect_ex(self, address)


def getaddrinfo(host: str | bytes | None, *arguments: object, **named: object) -> list:
    if not _is_here(host):
        raise FromOutside(f"A test wanted the address of {host!r}, which is not this machine.")
    return _getaddrinfo(host, *arguments, **named)


@pytest.fixture(autouse=True, scope="session")
def no_network():
    """Every socket of the test process ends on the loopback; the guard stands for the whole run."""
    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", connect)
    patch.setattr(socket.socket, "connect_ex", connect_ex)
    patch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield
    patch.undo()
