"""A pod that runs: its network namespace, its one container, its probes, its end."""
import http.client
import os
import shutil
import signal
import ssl
import subprocess
import threading
import time

from api import MERGE_PATCH, Api
from volumes import NotYet, Volumes, field

TICK_SECONDS = 0.1
REFRESH_SECONDS = 1
RESTART_SECONDS = 1
HERE = os.path.dirname(os.path.abspath(__file__))
GATEWAY = "10.1.0.1"


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


class Probe:
    """Knows when it is due and what the last answers make of the pod."""

    def __init__(self, spec, is_passing):
        self._spec = spec or {}
        self._due = 0
        self._successes = self._failures = 0
        self.is_passing = is_passing or not spec

    def is_due(self):
        return bool(self._spec) and time.monotonic() >= self._due

    def run(self, address, ports):
        self._due = time.monotonic() + self._spec.get("periodSeconds", 10)
        if self._answers(address, ports):
            self._successes, self._failures = self._successes + 1, 0
        else:
            self._successes, self._failures = 0, self._failures + 1
        if self._successes >= self._spec.get("successThreshold", 1):
            self.is_passing = True
        elif self._failures >= self._spec.get("failureThreshold", 3):
            self.is_passing = False

    def _answers(self, address, ports):
        get = self._spec["httpGet"]
        port = ports.get(get["port"], get["port"])
        timeout = self._spec.get("timeoutSeconds", 1)
        if get.get("scheme") == "HTTPS":
            # A kubelet does not verify the certificate either.
            connection = http.client.HTTPSConnection(
                address, port, timeout=timeout, context=ssl._create_unverified_context())
        else:
            connection = http.client.HTTPConnection(address, port, timeout=timeout)
        try:
            connection.request("GET", get["path"], headers={"Connection": "close"})
            return 200 <= connection.getresponse().status < 400
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


class Pod(threading.Thread):
    """`grace_seconds` is to be set when it has to end. Leaves NAME.log and NAME.pid in `folder`."""

    def __init__(self, kubeconfig, pod, number, folder, program):
        super().__init__(daemon=True)
        self.grace_seconds = None
        self._api = Api(kubeconfig)
        self._pod = pod
        self._name = pod["metadata"]["name"]
        self._path = f"/api/v1/namespaces/{pod['metadata']['namespace']}/pods/{self._name}"
        self._address = f"10.1.{number // 250}.{number % 250 + 2}"
        self._device = f"pod{number}"
        self._file = os.path.join(folder, self._name)
        self._program = program
        self._volumes = Volumes(self._api, pod, self._file + ".volumes")
        self._container, = pod["spec"]["containers"]
        self._ports = {port["name"]: port["containerPort"] for port in self._container.get("ports", [])}
        self._process = None
        self._restarts = -1
        self._reported = self._ready_since = None

    def run(self):
        self._make_network()
        try:
            if self._wait_for_volumes():
                self._live()
        finally:
            self._end()

    # ---- From the beginning to the end.

    def _wait_for_volumes(self):
        while self.grace_seconds is None:
            try:
                self._volumes.refresh()
                return True
            except NotYet as reason:
                self._report(waiting=str(reason))
                time.sleep(TICK_SECONDS)
        return False

    def _live(self):
        self._start()
        refresh = time.monotonic() + REFRESH_SECONDS
        while self.grace_seconds is None:
            status = self._process.poll()
            if status is not None and not self._is_to_start_again(status):
                self._report(exit_status=status)
                return self._wait_for_deletion()
            if status is not None or self._is_hanging():
                self._start_again()
            if time.monotonic() >= refresh:
                self._refresh()
                refresh = time.monotonic() + REFRESH_SECONDS
            self._report()
            time.sleep(TICK_SECONDS)
        return None

    def _refresh(self):
        try:
            self._volumes.refresh()
        except NotYet:
            pass

    def _is_to_start_again(self, status):
        policy = self._pod["spec"].get("restartPolicy", "Always")
        return policy == "Always" or (policy == "OnFailure" and status != 0)

    def _wait_for_deletion(self):
        while self.grace_seconds is None:
            time.sleep(TICK_SECONDS)

    def _is_hanging(self):
        if not self._startup.is_passing and self._startup.is_due():
            self._startup.run(self._address, self._ports)
        if not self._startup.is_passing:
            return False
        for probe in (self._readiness, self._liveness):
            if probe.is_due():
                probe.run(self._address, self._ports)
        return not self._liveness.is_passing

    def _end(self):
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(self.grace_seconds)
            except subprocess.TimeoutExpired:
                self._log("killed: it did not end in time")
                self._process.kill()
                self._process.wait()
        self._log(f"ended with {self._process and self._process.returncode}")
        subprocess.run(["ip", "netns", "delete", self._device], check=False)
        self._api.ask("DELETE", self._path, {"gracePeriodSeconds": 0, "preconditions": {
            "uid": self._pod["metadata"]["uid"]}})
        shutil.rmtree(self._file + ".volumes", ignore_errors=True)

    # ---- The container.

    def _start(self):
        self._restarts += 1
        self._started_at = now()
        self._startup = Probe(self._container.get("startupProbe"), False)
        self._readiness = Probe(self._container.get("readinessProbe"), False)
        self._liveness = Probe(self._container.get("livenessProbe"), True)
        with open(self._file + ".log", "ab") as log:
            self._process = subprocess.Popen(
                ["ip", "netns", "exec", self._device, os.path.join(HERE, "sandbox"),
                 self._file + ".root", *self._user(), *self._mounts(), "--",
                 *self._container.get("command", []), *self._container.get("args", [])],
                env=self._environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        with open(self._file + ".pid", "w", encoding="ascii") as file:
            print(self._process.pid, file=file)

    def _start_again(self):
        self._process.kill()
        self._process.wait()
        self._log(f"started again after {self._process.returncode}")
        self._report(waiting="CrashLoopBackOff")
        time.sleep(RESTART_SECONDS)
        self._start()

    def _user(self):
        context = {**self._pod["spec"].get("securityContext", {}),
                   **self._container.get("securityContext", {})}
        return str(context["runAsUser"]), str(context["runAsGroup"])

    def _mounts(self):
        mounts = [f"{self._program}=/image/release-gate:ro"]
        for mount in self._container.get("volumeMounts", []):
            folder = self._volumes.folder(mount["name"])
            mounts.append(f"{folder}={mount['mountPath']}{':ro' if mount.get('readOnly') else ''}")
        return mounts

    def _environment(self):
        variables = {"PATH": "/image:/usr/sbin:/usr/bin:/sbin:/bin", "KUBERNETES_SERVICE_HOST": "10.0.0.1",
                     "KUBERNETES_SERVICE_PORT": "443"}
        pod = {**self._pod, "status": {"podIP": self._address}}
        for each in self._container.get("env", []):
            source = each.get("valueFrom")
            variables[each["name"]] = \
                field(pod, source["fieldRef"]["fieldPath"]) if source else each.get("value", "")
        return variables

    # ---- The network: one pair of devices and a route each way.

    def _make_network(self):
        device = self._device
        for command in (
                f"ip netns add {device}",
                f"ip link add {device} type veth peer name eth0 netns {device}",
                f"ip address add {GATEWAY}/32 dev {device}",
                f"ip link set {device} up",
                f"ip route add {self._address}/32 dev {device}",
                f"ip -n {device} link set lo up",
                f"ip -n {device} address add {self._address}/32 dev eth0",
                f"ip -n {device} link set eth0 up",
                f"ip -n {device} route add {GATEWAY} dev eth0",
                f"ip -n {device} route add default via {GATEWAY} dev eth0"):
            subprocess.run(command.split(), check=True)

    # ---- What is told.

    def _report(self, waiting=None, exit_status=None):
        is_running = waiting is None and exit_status is None
        is_ready = is_running and self._startup.is_passing and self._readiness.is_passing
        news = waiting, exit_status, is_ready, self._restarts
        if news == self._reported:
            return
        if waiting:
            self._log(f"waits: {waiting}")
        if self._reported is None or is_ready != self._reported[2]:
            self._ready_since = now()
        if is_running:
            phase, state = "Running", {"running": {"startedAt": self._started_at}}
        elif waiting:
            phase, state = "Pending", {"waiting": {"reason": "Waiting", "message": waiting}}
        else:
            phase = "Succeeded" if exit_status == 0 else "Failed"
            state = {"terminated": {"exitCode": exit_status, "startedAt": self._started_at,
                                    "finishedAt": now()}}
        self._patch_status(phase, state, is_ready)
        self._reported = news

    def _patch_status(self, phase, state, is_ready):
        ready = {"status": "True" if is_ready else "False", "lastTransitionTime": self._ready_since}
        status, answer = self._api.ask("PATCH", self._path + "/status", {"status": {
            "phase": phase, "podIP": self._address, "podIPs": [{"ip": self._address}],
            "conditions": [{"type": "PodScheduled", "status": "True"},
                           {"type": "Initialized", "status": "True"},
                           {"type": "ContainersReady", **ready}, {"type": "Ready", **ready}],
            "containerStatuses": [{
                "name": self._container["name"], "image": self._container["image"], "imageID": "",
                "ready": is_ready, "started": is_ready, "restartCount": max(0, self._restarts),
                "state": state}]}}, MERGE_PATCH)
        if status not in (200, 404):
            self._log(f"status not taken: {answer.get('message')}")

    def _log(self, text):
        print(f"{now()} {self._name}: {text}", flush=True)
