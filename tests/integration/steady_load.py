#!/usr/bin/python3
"""Asks for verdicts until standard input ends: "N asked, M failed" and the first failure.

    steady_load.py ADDRESS PATH REVIEW

Two clients keep their connection, two open a new one for each request. A connection that the server
closed between two requests is opened again, as the API server does; anything else is a failure.
"""
import http.client
import ssl
import sys
import threading

address, path, review = sys.argv[1:4]
body = open(review, "rb").read()
context = ssl._create_unverified_context()
stop = threading.Event()
lock = threading.Lock()
counts = {"asked": 0, "failed": 0}
first_failure = []


def once(connection):
    connection.request("POST", path, body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 200 or b'"allowed":' not in content:
        raise RuntimeError(f"{answer.status} {content[:200]!r}")
    return answer.headers.get("Connection", "").lower() != "close"


def client(keeps):
    connection = None
    while not stop.is_set():
        failure = None
        is_new = connection is None
        try:
            connection = connection or http.client.HTTPSConnection(address, context=context, timeout=20)
            if not (once(connection) and keeps):
                connection.close()
                connection = None
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError) as error:
            connection = None
            if not is_new:
                continue
            failure = error
        except Exception as error:  # pylint: disable=broad-except
            connection = None
            failure = error
        with lock:
            counts["asked"] += 1
            if failure:
                counts["failed"] += 1
                first_failure.append(repr(failure))


threads = [threading.Thread(target=client, args=(keeps,)) for keeps in (True, True, False, False)]
for thread in threads:
    thread.start()
sys.stdin.read()
stop.set()
for thread in threads:
    thread.join()
print(f"{counts['asked']} asked, {counts['failed']} failed", *first_failure[:1])
