"""The programs that `make bench` compares, each on the same core, and what /proc says of them."""
import os
import pathlib
import signal
import socket
import ssl
import subprocess
import time

HERE = pathlib.Path(__file__).parent
ANSWER = ('{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1",'
          '"response":{"uid":"f0532b79-fe58-4d5b-9870-e55a375ed007","allowed":true}}')
NGINX = """worker_processes 1; daemon off; pid %(work)s/nginx.pid; error_log stderr error;
events { worker_connections 1024; }
http {
  access_log off; client_body_buffer_size 2m; client_max_body_size 8m;
  client_body_temp_path %(work)s; proxy_temp_path %(work)s; fastcgi_temp_path %(work)s;
  uwsgi_temp_path %(work)s; scgi_temp_path %(work)s;
  keepalive_requests 1000000000; keepalive_timeout 120s;
  server {
    listen 127.0.0.1:%(port)d ssl;
    ssl_certificate %(work)s/tls.crt; ssl_certificate_key %(work)s/tls.key;
    ssl_protocols TLSv1.2 TLSv1.3;
    location / { default_type application/json; return 200 '%(answer)s'; }
  }
}
"""
RELEASE_GATE = """apiVersion: release-gate.power-edge.io/v1
kind: Configuration
server: {listen: "127.0.0.1:%(port)d", threads: 1, shutdownDelay: 1ms}
tls: {certFile: %(work)s/tls.crt, keyFile: %(work)s/tls.key}
metrics: {listen: "127.0.0.1:0"}
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def make_certificate(work):
    """ECDSA P-256, as release-gate and cert-manager make it."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                    "-nodes", "-days", "2", "-keyout", work / "tls.key", "-out", work / "tls.crt",
                    "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
                   check=True, stderr=subprocess.DEVNULL)


class Server:
    """One of the programs, started; `name` is that of the tables."""
    path = "/validate"
    environment = {}

    def __init__(self, name, command, work, core):
        self.name, self.work, self.port = name, work, free_port()
        values = {"work": work, "port": self.port, "answer": ANSWER}
        self.command = [str(each) % values for each in command]
        self.core, self.values, self.process = core, values, None
        self.log = work / f"{self.port}.log"

    def start(self):
        """Returns the seconds until it takes a TLS connection."""
        begin = time.perf_counter()
        self.process = subprocess.Popen(["taskset", "-c", str(self.core), *self.command],
                                        stdout=subprocess.DEVNULL,
                                        stderr=open(self.log, "w"),
                                        env={**os.environ, **self.environment})
        context = ssl._create_unverified_context()
        while time.perf_counter() - begin < 30:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 5) as plain:
                    with context.wrap_socket(plain):
                        return time.perf_counter() - begin
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.001)
        raise SystemExit(f"{self.name} does not serve: {self.log.read_text()}")

    def stop(self):
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait()
        self.process = None

    def url(self):
        return f"https://127.0.0.1:{self.port}{self.path}"

    def processes(self):
        """Its own and those that it started: nginx works in a child."""
        parent = self.process.pid
        children = pathlib.Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return [str(parent), *children]

    def cpu_seconds(self):
        total = 0
        for process in self.processes():
            for schedule in pathlib.Path(f"/proc/{process}/task").glob("*/schedstat"):
                total += int(schedule.read_text().split()[0])
        return total / 1e9

    def memory(self):
        """MiB in memory now."""
        kib = 0
        for process in self.processes():
            for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines():
                if line.startswith("VmRSS:"):
                    kib += int(line.split()[1])
        return kib / 1024


class Opa(Server):
    path = "/"


class GoWithoutHttp2(Server):
    environment = {"GODEBUG": "http2server=0"}


def all_servers(program, tools, work, core):
    (work / "release-gate.yaml.in").write_text(RELEASE_GATE)
    (work / "nginx.conf.in").write_text(NGINX)
    go = [tools / "bench-webhook", "127.0.0.1:%(port)d", "%(work)s/tls.crt", "%(work)s/tls.key"]
    servers = [
        Server("release-gate", [program, "serve", "-c", "%(work)s/release-gate.yaml"], work, core),
        Server("nginx", ["nginx", "-c", "%(work)s/nginx.conf"], work, core),
        Server("Go", go, work, core),
        GoWithoutHttp2("Go, HTTP/1.1", go, work, core),
        Opa("OPA", [tools / "opa", "run", "--server", "--addr", "127.0.0.1:%(port)d",
                    "--tls-cert-file", "%(work)s/tls.crt", "--tls-private-key-file", "%(work)s/tls.key",
                    "--disable-telemetry", "--log-level", "error", HERE / "opa.rego"], work, core),
    ]
    for server, name in ((servers[0], "release-gate.yaml"), (servers[1], "nginx.conf")):
        (work / name).write_text((work / f"{name}.in").read_text() % server.values)
    return {server.name: server for server in servers}
