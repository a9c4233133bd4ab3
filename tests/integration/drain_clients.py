#!/usr/bin/env python3
"""Clients that keep their connections and go on asking until the server is gone.

    drain_clients.py ADDRESS:PORT REVIEW

Prints "ready" when all have asked once, and at the end how often they asked, how often a connection
was reset or closed while a request was on its way, and how often the connection could not be made.
A client that gets "Connection: close" opens a new connection; one that cannot is done.
"""
import socket
import ssl
import sys
import threading
import time

CLIENTS = 8
PATIENCE = 30

address, review = sys.argv[1:3]
host, port = address.rsplit(":", 1)
body = open(review, "rb").read()
request = (
    b"POST /validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n" % len(body)
) + body
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE

lock = threading.Lock()
counts = {"asked": 0, "lost": 0, "refused": 0}
first_loss = []
all_ready = threading.Barrier(CLIENTS + 1)


def count(what):
    with lock:
        counts[what] += 1


def read_answer(connection):
    """True if the connection may be used again."""
    answer = b""
    while b"\r\n\r\n" not in answer:
        piece = connection.recv(65536)
        if not piece:
            raise ConnectionError("closed before the answer")
        answer += piece
    head, rest = answer.split(b"\r\n\r\n", 1)
    headers = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    if not head.startswith(b"HTTP/1.1 200"):
        raise ConnectionError(head.split(b"\r\n", 1)[0].decode())
    missing = int(headers[b"content-length"]) - len(rest)
    while missing > 0:
        piece = connection.recv(missing)
        if not piece:
            raise ConnectionError("closed within the answer")
        missing -= len(piece)
    return headers.get(b"connection") != b"close"


def connect():
    """None if nobody listens any more: that is refused before anything was sent."""
    try:
        plain = socket.create_connection((host, int(port)), timeout=PATIENCE)
    except ConnectionRefusedError:
        count("refused")
        return None
    return context.wrap_socket(plain)


def client(pause):
    connection = None
    is_first = True
    try:
        while connection is not None or (connection := connect()) is not None:
            connection.sendall(request)
            count("asked")
            if not read_answer(connection):
                connection.close()
                connection = None
            if is_first:
                all_ready.wait(PATIENCE)
                is_first = False
            time.sleep(pause)
    except (OSError, threading.BrokenBarrierError) as error:
        count("lost")
        first_loss.append(repr(error))
    finally:
        if is_first:
            all_ready.abort()


# Some hardly pause, some do so for about as long as others take to notice.
threads = [threading.Thread(target=client, args=(n * 0.02,)) for n in range(CLIENTS)]
for thread in threads:
    thread.start()
try:
    all_ready.wait(PATIENCE)
    print("ready", flush=True)
except threading.BrokenBarrierError:
    pass
for thread in threads:
    thread.join()
print(f"{counts['lost']} lost, {counts['refused']} refused", *first_loss[:1])
print(f"# {counts['asked']} asked")
