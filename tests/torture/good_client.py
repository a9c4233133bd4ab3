#!/usr/bin/python3
"""Asks for a verdict a hundred times a second: "ASKED asked, FAILED failed, p99 MILLISECONDS ms".

    good_client.py ADDRESS PATH REVIEW SECONDS SOURCE

SOURCE is the address that it comes from. As an API server does, it keeps its connection and opens
another one when that was closed between two requests.
"""
import http.client
import ssl
import sys
import time

address, path, review, seconds, source = sys.argv[1:6]
PAUSE = 0.01
body = open(review, "rb").read()
context = ssl._create_unverified_context()
durations = []
failed = []
connection = None


def connect():
    return http.client.HTTPSConnection(address, context=context, timeout=20, source_address=(source, 0))


def ask():
    connection.request("POST", path, body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 200 or b'"allowed":' not in content:
        raise RuntimeError(f"{answer.status} {content[:200]!r}")


deadline = time.monotonic() + float(seconds)
while time.monotonic() < deadline:
    is_new = connection is None
    started = time.monotonic()
    try:
        connection = connection or connect()
        ask()
        durations.append(time.monotonic() - started)
        time.sleep(PAUSE)
    except (OSError, http.client.HTTPException, RuntimeError) as error:
        connection = None
        if is_new or not isinstance(error, (ConnectionError, http.client.RemoteDisconnected)):
            failed.append(repr(error))
            time.sleep(PAUSE)

durations.sort()
p99 = durations[len(durations) * 99 // 100] * 1000 if durations else float("inf")
print(f"{len(durations) + len(failed)} asked, {len(failed)} failed, p99 {p99:.2f} ms", *failed[:1])
