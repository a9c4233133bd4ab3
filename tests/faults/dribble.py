"""Sends a review over TLS a few bytes at a time and reads the answer as slowly; prints its status line
and its body.

    dribble.py HOST:PORT PATH FILE
"""

import socket
import ssl
import sys
import time

PIECE = 7


def put(connection, outgoing):
    data = outgoing.read()
    for at in range(0, len(data), PIECE):
        connection.sendall(data[at : at + PIECE])


def get(connection, incoming):
    data = connection.recv(PIECE)
    if data:
        incoming.write(data)
    else:
        incoming.write_eof()


def step(action, connection, incoming, outgoing):
    """Does what takes the session on, however many pieces it needs."""
    while True:
        try:
            result = action()
            put(connection, outgoing)
            return result
        except ssl.SSLWantReadError:
            put(connection, outgoing)
            get(connection, incoming)


def main():
    host, port = sys.argv[1].rsplit(":", 1)
    context = ssl._create_unverified_context()  # pylint: disable=protected-access
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    session = context.wrap_bio(incoming, outgoing)
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
    connection.settimeout(30)
    connection.connect((host, int(port)))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    step(session.do_handshake, connection, incoming, outgoing)
    with open(sys.argv[3], "rb") as file:
        body = file.read()
    head = f"POST {sys.argv[2]} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" \
           f"Connection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    step(lambda: session.write(head.encode() + body), connection, incoming, outgoing)
    time.sleep(0.2)
    answer = b""
    while True:
        try:
            piece = step(lambda: session.read(1), connection, incoming, outgoing)
        except ssl.SSLError:
            break
        if not piece:
            break
        answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    print(head.split(b"\r\n")[0].decode())
    print(body.decode())


main()
