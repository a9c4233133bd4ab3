#!/usr/bin/env python3
"""Clients that take more than their share.

usage: overload_clients.py ADDRESS:PORT hold COUNT          asks once on COUNT connections, keeps them
       overload_clients.py ADDRESS:PORT silent COUNT        connects COUNT times and says nothing
       overload_clients.py ADDRESS:PORT unread COUNT        asks on COUNT connections and never reads an answer
       overload_clients.py ADDRESS:PORT headers|more-headers|handshake|body|little-body
                                                  trickles, and prints the seconds until it was cut off

hold, silent and unread print "ready", and end when standard input does.
"""
import socket
import ssl
import sys
import time

PATIENCE = 60
TRICKLE = 0.1


def connect(address):
    host, port = address.rsplit(":", 1)
    return socket.create_connection((host, int(port)), timeout=PATIENCE)


def encrypt(plain):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(plain)


def ask(connection):
    connection.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
    answer = b""
    while not answer.endswith(b"\r\n\r\nok"):
        piece = connection.recv(4096)
        assert piece, "the server closed a connection that it should keep"
        answer += piece


def hold(address, count, make):
    connections = [make(address) for _ in range(count)]
    print("ready", flush=True)
    sys.stdin.read()
    del connections


def asked(address):
    connection = encrypt(connect(address))
    ask(connection)
    return connection


def unread(address):
    """Asks until nobody takes more, since the answers wait to be read."""
    host, port = address.rsplit(":", 1)
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plain.settimeout(PATIENCE)
    plain.connect((host, int(port)))
    connection = encrypt(plain)
    connection.settimeout(1)
    try:
        while True:
            connection.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n" * 100)
    except OSError:
        return connection


def seconds_until_cut(connection, first, trickle):
    """Sends `first`, then a byte of `trickle` now and then."""
    started = time.monotonic()
    try:
        connection.sendall(first)
        connection.settimeout(TRICKLE)
        while time.monotonic() - started < PATIENCE:
            try:
                if not connection.recv(4096):
                    break
            except (TimeoutError, ssl.SSLWantReadError):
                connection.sendall(trickle)
    except OSError:
        pass
    return time.monotonic() - started


POST = b"POST /validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n"


def trickle(address, what):
    if what == "handshake":
        return seconds_until_cut(connect(address), b"\x16\x03\x01\x02\x00", b"\x01")
    connection = encrypt(connect(address))
    if what == "more-headers":
        ask(connection)
    if what in ("headers", "more-headers"):
        return seconds_until_cut(connection, b"GET /livez HTTP/1.1\r\nHost: x\r\nX: ", b"x")
    return seconds_until_cut(connection, POST, b" ")


def main():
    address, what = sys.argv[1:3]
    if what == "hold":
        hold(address, int(sys.argv[3]), asked)
    elif what == "silent":
        hold(address, int(sys.argv[3]), connect)
    elif what == "unread":
        hold(address, int(sys.argv[3]), unread)
    else:
        print(f"{trickle(address, what):.1f}")


main()
