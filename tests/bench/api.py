"""What a webhook adds to the creation of a Deployment at a real API server, beside no webhook at all and
the API server's own policy language (CEL). etcd keeps what is created; no controller acts on it."""
import json
import os
import pathlib
import re
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request


ROOT = pathlib.Path(__file__).parents[2]
PARALLEL = (2, 64, 256)
REFUSED = "ghcr.io/power-edge/web:pre-latest"
RULES = [{"apiGroups": ["apps"], "apiVersions": ["v1"], "operations": ["CREATE", "UPDATE"],
          "resources": ["deployments"]}]
EXPRESSION = ("object.spec.template.spec.containers.all(c, c.image.matches("
              r"'^[^@]*:v?[0-9]+([.][0-9]+)*(-[a-z]+[0-9.]*)*$'))")
WEBHOOK = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations"
POLICY = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies"
BINDING = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings"
DEPLOYMENTS = "/apis/apps/v1/namespaces/production/deployments"


class ApiServer:
    def __init__(self, folder):
        self.folder = folder
        subprocess.run([ROOT / "tests/tools/api-server", folder], check=True)
        config = (folder / "kubeconfig").read_text()
        self.url = re.search(r'server: "([^"]+)"', config)[1]
        self.token = re.search(r'token: "([^"]+)"', config)[1]
        self.context = ssl.create_default_context(cafile=str(folder / "server.crt"))

    def stop(self):
        subprocess.run([ROOT / "tests/tools/api-server", "--down", self.folder], check=True)

    def call(self, method, path, value=None):
        request = urllib.request.Request(
            self.url + path, method=method, data=json.dumps(value).encode() if value else None,
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        with urllib.request.urlopen(request, context=self.context) as answer:
            return json.load(answer)

    def refuses(self):
        try:
            self.call("POST", DEPLOYMENTS + "?dryRun=All", deployment(REFUSED))
        except urllib.error.HTTPError as error:
            if error.code in (403, 422):
                return True
            raise
        return False

    def wait_until(self, refuses):
        for _ in range(300):
            if self.refuses() == refuses:
                return
            time.sleep(0.1)
        raise SystemExit(f"the API server does not {'refuse' if refuses else 'accept'} {REFUSED}")


def deployment(image):
    """What `kubectl apply` sends: its defaults are the API server's to fill in."""
    container = {"name": "web", "image": image, "ports": [{"containerPort": 8080}],
                 "env": [{"name": f"SETTING_{each}", "value": "some value"} for each in range(8)],
                 "readinessProbe": {"httpGet": {"path": "/readyz", "port": 8080}},
                 "resources": {"requests": {"cpu": "100m", "memory": "128Mi"}}}
    labels = {"app": "web"}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"generateName": "web-"},
            "spec": {"replicas": 2, "selector": {"matchLabels": labels},
                     "template": {"metadata": {"labels": labels},
                                  "spec": {"containers": [container]}}}}


def webhook(server, work):
    authority = subprocess.run(["base64", "-w0", work / "tls.crt"], check=True, capture_output=True,
                               text=True).stdout
    return {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration",
            "metadata": {"name": "bench"},
            "webhooks": [{"name": "bench.example.com", "admissionReviewVersions": ["v1"],
                          "sideEffects": "None", "failurePolicy": "Fail", "timeoutSeconds": 10,
                          "clientConfig": {"url": server.url(), "caBundle": authority},
                          "rules": RULES}]}


def add_cel(cluster):
    cluster.call("POST", POLICY, {
        "apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy",
        "metadata": {"name": "bench"},
        "spec": {"failurePolicy": "Fail", "matchConstraints": {"resourceRules": RULES},
                 "validations": [{"expression": EXPRESSION}]}})
    cluster.call("POST", BINDING, {
        "apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicyBinding",
        "metadata": {"name": "bench"}, "spec": {"policyName": "bench", "validationActions": ["Deny"]}})


def remove_cel(cluster):
    for path in (BINDING, POLICY):
        cluster.call("DELETE", f"{path}/bench")


def accepted_connections():
    """TCP connections that any program of this machine has accepted so far."""
    names, values = [line.split() for line in pathlib.Path("/proc/net/snmp").read_text().splitlines()
                     if line.startswith("Tcp:")]
    return int(values[names.index("PassiveOpens")])


def create(cluster, body, parallel, seconds):
    environment = {**os.environ, "REVIEW": str(body), "TOKEN": cluster.token}
    before = accepted_connections()
    output = subprocess.run(["wrk", "-t1", f"-c{parallel}", f"-d{seconds}s", "--timeout", "20s", "-s",
                             ROOT / "tests/bench/load.lua", cluster.url + DEPLOYMENTS],
                            capture_output=True, text=True, env=environment).stdout
    line = [each for each in output.splitlines() if each.startswith("RESULT ")]
    if not line:
        raise SystemExit(f"creating Deployments: {output}")
    count, duration, errors, p50, p99, _ = (int(each) for each in line[0].split()[1:])
    if errors:
        raise SystemExit(f"{errors} creations failed, {count} did not")
    count = max(count, 1)
    opened = max(0, accepted_connections() - before - parallel)
    return {"rate": count / duration * 1e6, "p50": p50 / 1000, "p99": p99 / 1000,
            "opened": opened / count}


def compare_one(cluster, body, name, seconds):
    got = {}
    for parallel in PARALLEL:
        create(cluster, body, parallel, 1)
        got[parallel] = create(cluster, body, parallel, seconds)
        print(f"API server, {name}, {parallel} parallel: {got[parallel]['p50']:.2f} ms", file=sys.stderr)
    return got


def measure_all(cluster, all_servers, work, seconds):
    body = work / "deployment.json"
    body.write_text(json.dumps(deployment("ghcr.io/power-edge/web:v1.2.3")))
    cluster.call("POST", "/api/v1/namespaces", {"metadata": {"name": "production"}})
    compare_one(cluster, body, "warm-up", seconds)
    results = {"none": compare_one(cluster, body, "none", seconds)}
    add_cel(cluster)
    cluster.wait_until(True)
    results["CEL"] = compare_one(cluster, body, "CEL", seconds)
    remove_cel(cluster)
    cluster.wait_until(False)
    for name in ("release-gate", "Go", "Go, HTTP/1.1", "OPA"):
        server = all_servers[name]
        server.start()
        cluster.call("POST", WEBHOOK, webhook(server, work))
        cluster.wait_until(True)
        results[name] = compare_one(cluster, body, name, seconds)
        cluster.call("DELETE", f"{WEBHOOK}/bench")
        cluster.wait_until(False)
        server.stop()
    return results


def table(results):
    rows = ["| parallel | webhook | p50 ms | added | p99 ms | added | creations/s | new connections per call |",
            "|---:|---|---:|---:|---:|---:|---:|---:|"]
    for parallel in PARALLEL:
        none = results["none"][parallel]
        for name, got in results.items():
            each = got[parallel]
            rows.append(f"| {parallel} | {name} | {each['p50']:.2f} | {each['p50'] - none['p50']:+.2f} | "
                        f"{each['p99']:.2f} | {each['p99'] - none['p99']:+.2f} | {each['rate']:,.0f} | "
                        f"{each['opened']:.2f} |")
    return "\n".join(rows)


def added_latency(results):
    return [(f"{parallel} parallel", [(name, max(0, got[parallel]["p50"] - results["none"][parallel]["p50"]))
                                      for name, got in results.items() if name != "none"])
            for parallel in PARALLEL]


def compare(all_servers, tools, work, seconds):
    """The table, and what a chart shows of it."""
    os.environ["RELEASE_GATE_TOOLS"] = str(tools)
    cluster = ApiServer(work / "cluster")
    try:
        results = measure_all(cluster, all_servers, work, seconds)
    finally:
        cluster.stop()
    return table(results), added_latency(results)
