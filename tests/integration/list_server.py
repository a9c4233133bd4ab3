#!/usr/bin/env python3
"""An API server that serves lists of any length, made page by page: for audits.

    list_server.py [--pods N] [--each N] [--bare N] [--gone-at N] [--forbid RESOURCE]
                   [--reports] [--event-delay SECONDS] [--lose-event]

Every Deployment has a ReplicaSet and N pods (--each); --bare pods belong to nobody. Every tenth
Deployment is in production. --gone-at: the list of pods is forgotten once after so many pages. The
first line of standard output is the address. Leases can be written, over the version that was read
only. --reports: it has the kinds of openreports.io, to be applied, listed and deleted; the namespace
team-03 is about to end. Events can be created and changed, after --event-delay; GET /events tells which
requests came, and an Event that is deleted is not found when it is changed. --lose-event: the first one is made, but
nothing is answered.
"""
import argparse
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

parser = argparse.ArgumentParser()
parser.add_argument("--pods", type=int, default=100)
parser.add_argument("--each", type=int, default=20)
parser.add_argument("--bare", type=int, default=0)
parser.add_argument("--gone-at", type=int, default=0)
parser.add_argument("--forbid", default="")
parser.add_argument("--reports", action="store_true")
parser.add_argument("--event-delay", type=float, default=0)
parser.add_argument("--lose-event", action="store_true")
options = parser.parse_args()

WORKLOADS = max(1, options.pods // options.each)
FILL = [{"type": f"Condition{i}", "status": "True", "lastProbeTime": None,
         "lastTransitionTime": "2026-11-25T12:00:00Z"} for i in range(6)]
ENVIRONMENT = [{"name": f"SETTING_{i}", "value": "x" * 40} for i in range(20)]


def namespace_of(i):
    return "production" if i % 10 == 0 else f"team-{i % 40:02}"


def metadata(kind, name, namespace, owner=None):
    data = {"name": name, "namespace": namespace, "uid": f"{kind}-{namespace}-{name}",
            "resourceVersion": "1", "creationTimestamp": "2026-11-25T12:00:00Z",
            "labels": {"app.kubernetes.io/name": name}}
    if owner:
        data["ownerReferences"] = [{"apiVersion": "apps/v1", "kind": owner[0], "name": owner[1],
                                    "uid": f"{owner[0]}-{namespace}-{owner[1]}", "controller": True}]
    return data


def spec(image):
    return {"containers": [{"name": "app", "image": image, "env": ENVIRONMENT, "resources": {},
                            "terminationMessagePath": "/dev/termination-log"}],
            "restartPolicy": "Always", "dnsPolicy": "ClusterFirst"}


def image(i):
    return f"ghcr.io/acme/app-{i % 200}:v1.{i % 7}.0"


def deployment(i):
    return {"metadata": metadata("Deployment", f"app-{i:06}", namespace_of(i)),
            "spec": {"replicas": options.each, "template": {"spec": spec(image(i))}}}


def replica_set(i):
    name = f"app-{i:06}"
    return {"metadata": metadata("ReplicaSet", name + "-rs", namespace_of(i), ("Deployment", name)),
            "spec": {"template": {"spec": spec(image(i))}}}


def pod(i):
    if i >= options.pods:
        return {"metadata": metadata("Pod", f"bare-{i:06}", namespace_of(i)),
                "spec": spec("ghcr.io/acme/bare:main"), "status": {"phase": "Running"}}
    workload = i // options.each % WORKLOADS
    name = f"app-{workload:06}"
    # The first pod of every hundredth workload runs what its template does not say any more.
    text = image(workload)
    if workload % 100 == 0 and i % options.each == 0:
        text = f"ghcr.io/acme/app-{workload % 200}:v2.0.0-rc.1"
    return {"metadata": metadata("Pod", f"{name}-rs-{i:07}", namespace_of(workload),
                                 ("ReplicaSet", name + "-rs")),
            "spec": spec(text), "status": {"phase": "Running", "conditions": FILL}}


def namespace(i):
    name = "production" if i == 40 else f"team-{i:02}"
    labels = {"release-gate.power-edge.io/environment": "test"} if i == 1 else {}
    return {"metadata": {"name": name, "uid": name, "labels": labels}}


LISTS = {
    "/api/v1/namespaces": ("v1", "NamespaceList", namespace, 41),
    "/api/v1/pods": ("v1", "PodList", pod, options.pods + options.bare),
    "/apis/apps/v1/deployments": ("apps/v1", "DeploymentList", deployment, WORKLOADS),
    "/apis/apps/v1/replicasets": ("apps/v1", "ReplicaSetList", replica_set, WORKLOADS),
}


def resources(*rows):
    return {"kind": "APIResourceList", "resources": [
        {"name": name, "kind": kind, "namespaced": True, "verbs": ["get", "list"]}
        for name, kind in rows] + [{"name": "pods/log", "kind": "Pod", "namespaced": True,
                                    "verbs": ["get"]}]}


FIXED = {
    "/apis": {"kind": "APIGroupList", "groups": [
        {"name": "apps", "preferredVersion": {"groupVersion": "apps/v1", "version": "v1"}},
        {"name": "other.example", "preferredVersion": {"groupVersion": "other.example/v1"}}]},
    "/apis/apps/v1": resources(("deployments", "Deployment"), ("replicasets", "ReplicaSet"),
                               ("controllerrevisions", "ControllerRevision")),
    "/api/v1": resources(("pods", "Pod"), ("namespaces", "Namespace"), ("services", "Service")),
}
# A list is ordered as etcd's keys are.
order = {}


def ordered(path):
    if path not in order:
        _, _, make, count = LISTS[path]
        keys = sorted((("%s/%s" % (m.get("namespace", ""), m["name"])), i)
                      for i in range(count) for m in [make(i)["metadata"]])
        order[path] = [i for _, i in keys]
    return order[path]


forgotten = set()
leases = {}
reports = {}
events = {}
event_requests = []
REPORTS = "/apis/openreports.io/v1alpha1/"
writing = threading.Lock()
LEASES = "/apis/coordination.k8s.io/v1/namespaces/"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        return True

    def fail(self, status, reason, message):
        return self.answer(status, {"kind": "Status", "apiVersion": "v1", "status": "Failure",
                             "reason": reason, "message": message, "code": status})

    def write(self, must_exist):
        lease = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        path = self.path if must_exist else self.path + "/" + lease["metadata"]["name"]
        with writing:
            old = leases.get(path)
            version = lease["metadata"].pop("resourceVersion", "")
            if (old is not None) != must_exist or (old and version != old["metadata"]["resourceVersion"]):
                return self.fail(409, "Conflict", "the object has been modified")
            lease["metadata"]["resourceVersion"] = str(int(version or 0) + 1)
            leases[path] = lease
        return self.answer(200 if must_exist else 201, lease)

    def fail_report(self, path):
        """What stands in the way of a report; None: nothing."""
        if not options.reports:
            return self.fail(404, "NotFound", "the server could not find the requested resource")
        if options.forbid and f"/{options.forbid}/" in path + "/":
            return self.fail(403, "Forbidden", f"{options.forbid} is forbidden: User \"audit\"")
        if "/namespaces/team-03/" in path:
            return self.answer(403, {"kind": "Status", "status": "Failure", "reason": "Forbidden", "code": 403,
                                     "message": "it is being terminated",
                                     "details": {"causes": [{"reason": "NamespaceTerminating"}]}})
        return None

    def write_event(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        time.sleep(options.event_delay)
        if options.forbid == "events":
            return self.fail(403, "Forbidden", 'events is forbidden: User "audit"')
        with writing:
            event_requests.append({"method": self.command, "path": self.path, "body": body,
                                   "type": self.headers["Content-Type"]})
            if self.command == "POST":
                name = self.path + "/" + body["metadata"]["name"]
                if name in events:
                    return self.fail(409, "AlreadyExists", "it is there already")
                events[name] = body
            elif self.path in events:
                events[self.path].update(body)
            else:
                return self.fail(404, "NotFound", "event not found")
            if options.lose_event and len(event_requests) == 1:
                self.close_connection = True
                return None
        return self.answer(201, body)

    def do_PATCH(self):
        """Server-side apply of one manager, who owns the whole object."""
        url = urlparse(self.path)
        if "/events/" in url.path:
            return self.write_event()
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if url.path.startswith(REPORTS) and self.fail_report(url.path) is not None:
            return None
        assert self.headers["Content-Type"] == "application/apply-patch+yaml"
        assert parse_qs(url.query) == {"fieldManager": ["release-gate"], "force": ["true"]}
        with writing:
            generation = reports.get(url.path, {"metadata": {"generation": 0}})["metadata"]["generation"]
            body["metadata"]["generation"] = generation + 1
            reports[url.path] = body
        return self.answer(200, body)

    def do_DELETE(self):
        if self.path == "/events":
            events.clear()
            return self.answer(200, {})
        if self.fail_report(self.path) is not None:
            return None
        with writing:
            known = reports.pop(self.path, None)
        return self.answer(200 if known else 404, {"kind": "Status"})

    def get_reports(self, url):
        if self.fail_report(url.path) is not None:
            return
        kind = url.path.removeprefix(REPORTS)
        with writing:
            items = [item for path, item in sorted(reports.items()) if path.split("/")[-2] == kind]
        self.answer(200, {"kind": kind + "List", "metadata": {}, "items": items})

    def do_POST(self):
        return self.write_event() if self.path.endswith("/events") else self.write(False)

    def do_PUT(self):
        return self.write(True)

    def do_GET(self):
        url = urlparse(self.path)
        if url.path.startswith(LEASES):
            with writing:
                lease = leases.get(url.path)
            if lease is None:
                return self.fail(404, "NotFound", "leases not found")
            return self.answer(200, lease)
        if url.path == "/events":
            return self.answer(200, {"requests": event_requests, "events": list(events.values())})
        if url.path.startswith(REPORTS):
            return self.get_reports(url)
        query = parse_qs(url.query)
        if url.path in FIXED:
            return self.answer(200, FIXED[url.path])
        if url.path not in LISTS:
            return self.fail(404, "NotFound", "the server could not find the requested resource")
        if options.forbid and url.path.endswith("/" + options.forbid):
            return self.fail(403, "Forbidden", f"{options.forbid} is forbidden: User \"audit\"")
        version, kind, make, count = LISTS[url.path]
        limit = int(query.get("limit", ["0"])[0]) or count
        start = int(query.get("continue", ["0"])[0])
        if options.gone_at and url.path.endswith("/pods") and url.path not in forgotten \
                and start >= options.gone_at * limit:
            forgotten.add(url.path)
            return self.fail(410, "Expired", "The provided continue parameter is too old")
        indexes = ordered(url.path)[start:start + limit]
        data = {"resourceVersion": "1"}
        if start + limit < count:
            data.update({"continue": str(start + limit), "remainingItemCount": count - start - limit})
        return self.answer(200, {"kind": kind, "apiVersion": version, "metadata": data,
                                 "items": [make(i) for i in indexes]})

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
for path in LISTS:
    ordered(path)
print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
server.serve_forever()
