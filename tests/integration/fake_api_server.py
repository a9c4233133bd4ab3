#!/usr/bin/env python3
"""An API server that misbehaves as its path says, over TLS. For tests/unit/test_cluster.c.

    fake_api_server.py DIR    DIR/ca.crt and DIR/kubeconfig lead to it; ends with its standard input

GET /steps/503,reset,200: the first request of that path is answered with 503, the connection of the
second is cut, the third gets 200. The last step holds for all later ones. Answers with 200 tell how
many requests there were and with which headers and body. GET /list/MODE is a list of 10 Pods. A
file DIR/reset has it forget all requests. Paths of the API itself are answered with DIR/object.
"""

import collections
import http.server
import json
import pathlib
import ssl
import subprocess
import sys
import threading
import time
import urllib.parse

folder = pathlib.Path(sys.argv[1])
counts = collections.Counter()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def send(self, status, body, **headers):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", headers.pop("length", len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def send_status(self, status, message, **headers):
        metadata = headers.pop("metadata", {})
        self.send(status, {"kind": "Status", "apiVersion": "v1", "metadata": metadata,
                           "status": "Failure", "message": message, "code": status}, **headers)

    def step_reset(self):
        self.close_connection = True
        self.connection.close()

    def step_short(self):
        self.send(200, b'{"kind": "Hal', length=1000)
        self.close_connection = True

    def step_garbage(self):
        self.send(200, b'{"kind": garbage}')

    def step_html(self):
        self.send(502, b"<html>\x1b[31mBad Gateway</html>")

    def step_hang(self):
        time.sleep(30)

    def step_huge(self):
        self.send(200, b'"' + b"x" * (1 << 20) + b'"')

    def step_later(self):
        self.send_status(429, "too many", Retry_After="1")

    def step_token(self):
        """Only what stands in DIR/accepted is a token."""
        if self.headers["Authorization"] != "Bearer " + (folder / "accepted").read_text().strip():
            return self.send_status(401, "Unauthorized")
        self.step_200()

    def step_200(self):
        self.send(200, {"kind": "Told", "requests": counts[self.path],
                        "method": self.command, "headers": dict(self.headers), "body": self.body})

    def object(self):
        """DIR/object, whatever its path; what was written last is in DIR/written."""
        if self.body:
            (folder / "written").write_text(self.body)
        self.send(200, (folder / "object").read_bytes())

    def steps(self, steps):
        step = steps[min(counts[self.path], len(steps)) - 1]
        if hasattr(self, "step_" + step):
            return getattr(self, "step_" + step)()
        self.send_status(int(step), f"no more than {step}\nsays \"it\"")

    def list(self, mode, query):
        """A continue token is the number of the next item, with what a URL must escape."""
        limit = int(query["limit"][0])
        first = int(query.get("continue", ["0/+ "])[0].removesuffix("/+ "))
        counts[mode] += 1
        if mode == "gone" and first == 4 and counts["told gone"] < 1:
            counts["told gone"] += 1
            return self.send_status(410, "too old")
        if mode == "gone-on" and first == 4 and counts["told gone-on"] < 1:
            counts["told gone-on"] += 1
            return self.send_status(410, "too old", metadata={"continue": "4/+ "})
        if mode == "always-gone":
            return self.send_status(410, "too old")
        if mode == "large" and limit > 2:
            return self.send(200, b'"' + b"x" * (65 << 20) + b'"')
        items = [{"metadata": {"name": str(number)}} for number in range(first, min(first + limit, 10))]
        if mode == "odd":
            items[1] = "no object"
        end = first + len(items)
        self.send(200, {"kind": "Nothing" if mode == "no-list" else "PodList", "apiVersion": "v1",
                        "metadata": {"continue": f"{end}/+ "} if end < 10 else {}, "items": items})

    def answer(self):
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        url = urllib.parse.urlsplit(self.path)
        if (folder / "reset").exists():
            (folder / "reset").unlink()
            counts.clear()
        counts[self.path] += 1
        _, kind, rest = url.path.split("/", 2)
        if kind == "steps":
            self.steps(rest.split("/")[0].split(","))
        elif kind == "list":
            self.list(rest, urllib.parse.parse_qs(url.query))
        elif kind in ("api", "apis"):
            self.object()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        pass


subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                "-nodes", "-days", "2", "-keyout", folder / "ca.key", "-out", folder / "ca.crt", "-subj",
                "/CN=fake", "-addext", "subjectAltName=DNS:fake.example,IP:127.0.0.1"],
               check=True, stderr=subprocess.DEVNULL)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(folder / "ca.crt", folder / "ca.key")
server = Server(("127.0.0.1", 0), Handler)
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
(folder / "kubeconfig.new").write_text(json.dumps({
    "current-context": "fake",
    "contexts": [{"name": "fake", "context": {"cluster": "fake", "user": "fake"}}],
    "clusters": [{"name": "fake", "cluster": {
        "server": f"https://127.0.0.1:{server.server_port}/", "certificate-authority": "ca.crt"}}],
    "users": [{"name": "fake", "user": {"tokenFile": "token"}}]}))
(folder / "kubeconfig.new").rename(folder / "kubeconfig")
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
