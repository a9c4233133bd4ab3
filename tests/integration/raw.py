"""Sends standard input over TLS as it is and prints what comes back.

    raw.py HOST:PORT SECONDS    how long to wait for an answer after the last byte

Reads while it writes, as a client must that is answered before it has sent everything, and never
shuts its own direction down: who leaves, leaves by closing.
"""

import os
import select
import socket
import ssl
import sys
import time

CHUNK = 16384


def connect(address):
    host, port = address.rsplit(":", 1)
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    connection = context.wrap_socket(socket.create_connection((host.strip("[]"), int(port))))
    connection.setblocking(False)
    return connection


def receive(connection):
    """What has come; None when nothing has, b"" at the end."""
    try:
        return connection.recv(CHUNK)
    except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
        return None
    except OSError:
        return b""


def send(connection, pending):
    """What is left to send."""
    try:
        return pending[connection.send(pending):]
    except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
        return pending


def exchange(connection, seconds):
    pending, is_open, deadline = b"", True, None
    while deadline is None or time.monotonic() < deadline:
        readers = [connection] + ([sys.stdin] if is_open and not pending else [])
        readable, _, _ = select.select(readers, [connection] if pending else [], [], 0.05)
        if sys.stdin in readable:
            pending = os.read(sys.stdin.fileno(), CHUNK)
            is_open = bool(pending)
        if pending:
            pending = send(connection, pending)
        answer = receive(connection)
        if answer == b"":
            return
        if answer:
            os.write(sys.stdout.fileno(), answer)
        if not is_open and not pending and deadline is None:
            deadline = time.monotonic() + seconds


try:
    exchange(connect(sys.argv[1]), float(sys.argv[2]))
except OSError:
    pass  # the server hung up, which is an answer too
