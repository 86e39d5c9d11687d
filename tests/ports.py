"""Ports for the servers that tests start."""

import itertools
import os
import socket

# Below those that the system lends to outgoing connections: a browser can't take one between its choice and its use.
# Each process has a row of its own, so that two which start a server in the same moment never choose the same.
ROW = 16
_FIRST = 20_000 + os.getpid() % 750 * ROW
_turn = itertools.count()


def free_port() -> int:
    """A port of this machine that nobody uses."""
    for _ in range(ROW):
        port = _FIRST + next(_turn) % ROW
        with socket.socket() as probe:
            # As the server itself asks for it: what an earlier server has left open for a moment is no hindrance.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"No port from {_FIRST} on is free.")
