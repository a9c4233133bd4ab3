#!/usr/bin/env python3
"""Clients that stop in the middle of a TLS handshake.

usage: half_handshakes.py ADDRESS:PORT COUNT

Prints "ready" when each of COUNT has had the server's half. When standard input ends, each sends its own
half and asks /livez; prints how many were answered.
"""
import socket
import ssl
import sys

PATIENCE = 60


class Half:
    def __init__(self, address):
        host, port = address.rsplit(":", 1)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        self.plain = socket.create_connection((host, int(port)), timeout=PATIENCE)
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.session = context.wrap_bio(self.incoming, self.outgoing)
        try:
            self.session.do_handshake()
        except ssl.SSLWantReadError:
            self.send()
            self.receive()

    def send(self):
        self.plain.sendall(self.outgoing.read())

    def receive(self):
        piece = self.plain.recv(16384)
        if not piece:
            raise OSError("closed")
        self.incoming.write(piece)

    def until(self, work):
        while True:
            try:
                return work()
            except ssl.SSLWantReadError:
                self.send()
                self.receive()

    def ask(self):
        self.until(self.session.do_handshake)
        self.session.write(b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        self.send()
        return self.until(lambda: self.session.read(4096)).startswith(b"HTTP/1.1 200")


def is_answered(half):
    try:
        return half.ask()
    except OSError:
        return False


halves = [Half(sys.argv[1]) for _ in range(int(sys.argv[2]))]
print("ready", flush=True)
sys.stdin.read()
print(sum(is_answered(half) for half in halves))
