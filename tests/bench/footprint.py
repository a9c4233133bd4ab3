#!/usr/bin/env python3
"""Seconds from the start to the first answer, and memory without and with 1000 connections, as markdown.

    footprint.py PROGRAM REVIEW
"""
import json
import pathlib
import socket
import ssl
import subprocess
import sys
import time

STARTS = 11
CONNECTIONS = 1000
ROUNDS = 3

program, review = sys.argv[1:3]
body = pathlib.Path(review).read_bytes()
request = (
    b"POST /validate/production HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n" % len(body)
) + body
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE


def start():
    """The process, its address, and how long it took."""
    started = time.monotonic()
    command = [program, "serve", "--listen", "127.0.0.1:0", "--metrics-listen", "", "--idle-timeout", "1h"]
    process = subprocess.Popen(
        command + ["--shutdown-delay", "0s", "--max-connections-per-address", "0"],
        stderr=subprocess.PIPE,
    )
    for line in process.stderr:
        fields = json.loads(line)
        if fields["msg"] == "serving":
            return process, fields["address"], time.monotonic() - started
    raise SystemExit("the server does not start")


def stop(process):
    process.terminate()
    process.wait()


def resident(process):
    pages = int(pathlib.Path(f"/proc/{process.pid}/statm").read_text().split()[1])
    return pages * 4 / 1024


def connect(address):
    host, port = address.rsplit(":", 1)
    return context.wrap_socket(socket.create_connection((host, int(port))))


def read_answer(connection):
    answer = b""
    while b"\r\n\r\n" not in answer:
        piece = connection.recv(65536)
        if not piece:
            raise SystemExit("the server closed a connection")
        answer += piece
    head, rest = answer.split(b"\r\n\r\n", 1)
    missing = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]) - len(rest)
    while missing > 0:
        missing -= len(connection.recv(missing))
    if not answer.startswith(b"HTTP/1.1 200"):
        raise SystemExit(f"not answered: {answer[:80]!r}")


def ask(connection):
    connection.sendall(request)
    read_answer(connection)
    return connection


def median_start_ms():
    times = []
    for _ in range(STARTS):
        process, _, seconds = start()
        times.append(seconds)
        stop(process)
    return sorted(times)[STARTS // 2] * 1000


def main():
    print("| | |\n|---|---|")
    print(f"| start to ready, median of {STARTS} | {median_start_ms():.0f} ms |")
    process, address, _ = start()
    print(f"| memory, idle | {resident(process):.1f} MiB |")
    connections = [ask(connect(address)) for _ in range(CONNECTIONS)]
    print(f"| memory, {CONNECTIONS} connections kept | {resident(process):.1f} MiB |")
    peak = 0
    for _ in range(ROUNDS):
        for connection in connections:
            connection.sendall(request)
            peak = max(peak, resident(process))
        for connection in connections:
            read_answer(connection)
    print(f"| memory, all of them asking | {max(peak, resident(process)):.1f} MiB |")
    stop(process)


main()
