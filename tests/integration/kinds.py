"""An object for each place of the table of kinds, with a version that production takes and one that it
does not, made of what `scripts/kinds places` prints (standard input).

    kinds.py --ask HOST:PORT PROGRAM    asks the server and `check` of each: prints "ok ..." and "not ok ..."
    kinds.py --definitions [BUT...]         CustomResourceDefinitions for what Kubernetes has not, but for
                                            some (applications.argoproj.io)
    kinds.py --objects allow|deny [BUT...]  the objects of those kinds, a line each
"""

import hashlib
import http.client
import json
import ssl
import subprocess
import sys
import tempfile

RELEASE = "v1.2.3"
CANDIDATE = "v1.2.3-rc.1"
BUILT_IN = ("", "apps", "batch", "extensions", "kustomize.config.k8s.io")

# What the first that is there of a revision's fields says: released, and not released; None: never.
REVISIONS = {
    "git": (RELEASE, CANDIDATE),
    "tag": (RELEASE, CANDIDATE),
    "argo": (RELEASE, "pre-latest"),
    "chart": ("1.2.3", "1.2.3-rc.1"),
    "range": (">=1.0.0", ">=1.0.0-0"),
    "branch": (None, "main"),
    "commit": (None, "0123456789abcdef0123456789abcdef01234567"),
    "digest": (None, "sha256:" + 64 * "0"),
    "newest": (None, "asc"),
}


def image(tag):
    return f"ghcr.io/acme/app:{tag}"


LEAVES = {
    "pod-spec": lambda tag: {"containers": [{"name": "app", "image": image(tag)}]},
    "image": image,
    "overrides": lambda tag: {"images": [{"name": "app", "newTag": tag}]},
    "override-texts": lambda tag: "app=" + image(tag),
    "values": lambda tag: {"image": {"repository": "ghcr.io/acme/app", "tag": tag}},
    "values-text": lambda tag: f"image:\n  repository: ghcr.io/acme/app\n  tag: {tag}\n",
    "parameters": lambda tag: [{"name": "image.tag", "value": tag}],
    "manifest-text": lambda tag: "spec: {template: {spec: {containers: [{name: app, image: '%s'}]}}}"
                                 % image(tag),
}


def below(path, leaf):
    """What has `leaf` at `path`."""
    if path == "":
        return leaf
    segment, _, rest = path.partition(".")
    value = below(rest, leaf)
    lists = segment.count("[]")
    for _ in range(lists):
        value = [value]
    name = segment[:len(segment) - 2 * lists]
    return {"any" if name == "*" else name: value}


def merge(into, other):
    if isinstance(into, dict) and isinstance(other, dict):
        for key, value in other.items():
            into[key] = merge(into[key], value) if key in into else value
        return into
    if isinstance(into, list) and isinstance(other, list):
        return [merge(into[0], other[0])]
    return other


class Place:
    def __init__(self, line):
        (self.group, self.kind, self.plural, versions, self.scope, self.destination, self.sort,
         self.path, fields) = line.rstrip("\n").split("\t")
        self.version = versions.split(",")[0]
        self.fields = [field.split(":") for field in fields.split()]

    def object(self, name, inner):
        made = {"apiVersion": f"{self.group}/{self.version}" if self.group else self.version,
                "kind": self.kind, "metadata": {"name": name}}
        if self.scope != "cluster" and self.group != "kustomize.config.k8s.io":
            made["metadata"]["namespace"] = "argocd" if self.destination else "production"
        if self.destination:
            merge(made, below(self.destination, "production"))
        return merge(made, inner)

    def release_around(self, places):
        """Revisions of the objects that this place stands in, since without one it is the default."""
        made = {}
        for other in places:
            if other is not self and (other.group, other.kind) == (self.group, self.kind) and \
                    other.fields and self.path.startswith(other.path + "."):
                field, sort = other.fields[0]
                made = merge(made, below(f"{other.path}.{field}", REVISIONS[sort][0]))
        return made

    def leaves(self):
        """(what it is, decision, leaf) for each that this place can have."""
        if self.sort in LEAVES:
            yield self.path, "allow", LEAVES[self.sort](RELEASE)
            yield self.path, "deny", LEAVES[self.sort](CANDIDATE)
        for field, sort in self.fields:
            if field.startswith("="):
                decision = "allow" if field in ("=*", "=latest") else "deny"
                yield f"no revision in {self.path}", decision, {}
                continue
            for decision, text in zip(("allow", "deny"), REVISIONS[sort]):
                if text is not None:
                    yield f"{self.path} {field}", decision, below(field if field != "." else "", text)

    def objects(self, places):
        for number, (what, decision, leaf) in enumerate(self.leaves()):
            digest = hashlib.sha256(f"{self.group} {self.path}".encode()).hexdigest()[:8]
            name = f"{self.kind.lower()}-{digest}-{number}-{decision}"
            inner = merge(below(self.path, leaf), self.release_around(places))
            yield what, decision, self.object(name, inner)

    def name(self):
        return f"{self.plural}.{self.group}"

    def definition(self):
        return {
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": {"name": self.name(),
                         "annotations": {"api-approved.kubernetes.io": "unapproved, a test"}},
            "spec": {"group": self.group,
                     "names": {"kind": self.kind, "plural": self.plural,
                               "singular": self.kind.lower(), "listKind": self.kind + "List"},
                     "scope": "Cluster" if self.scope == "cluster" else "Namespaced",
                     "versions": [{"name": self.version, "served": True, "storage": True,
                                   "schema": {"openAPIV3Schema": {
                                       "type": "object",
                                       "x-kubernetes-preserve-unknown-fields": True}}}]}}


def environment_of(place):
    """The path decides, but of what has a destination: there the server finds it itself."""
    return "" if place.destination else "production"


def review(place, made):
    return {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": "1", "kind": {"group": place.group, "version": place.version, "kind": place.kind},
        "resource": {"group": place.group, "version": place.version, "resource": place.plural},
        "name": made["metadata"]["name"], "namespace": made["metadata"].get("namespace", ""),
        "operation": "CREATE", "userInfo": {"username": "someone"}, "object": made}}


class Server:
    def __init__(self, address):
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        self.connection = http.client.HTTPSConnection(address, context=context, timeout=60)

    def ask(self, place, made):
        environment = environment_of(place)
        path = "/validate" + ("/" + environment if environment else "")
        self.connection.request("POST", path, json.dumps(review(place, made)),
                                {"Content-Type": "application/json"})
        return json.loads(self.connection.getresponse().read())["response"]


def check(program, objects, environment):
    """The messages of what `check` denies, by the name of the object."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        for made in objects:
            file.write(json.dumps(made) + "\n")
        file.flush()
        options = ["-e", environment] if environment else []
        output = subprocess.run([program, "check", *options, "-o", "json", "--fail-on", "never",
                                 file.name], capture_output=True, text=True, check=True).stdout
    found = {}
    for finding in json.loads(output)["findings"]:
        if finding["level"] == "error":
            found.setdefault(finding["name"], []).append(finding["message"])
    return found


def all_objects(places):
    return [(place, what, decision, made)
            for place in places for what, decision, made in place.objects(places)]


def ask_all(places, address, program):
    objects = all_objects(places)
    found = {}
    for environment in ("", "production"):
        chosen = [made for place, _, _, made in objects if environment_of(place) == environment]
        found.update(check(program, chosen, environment))
    server = Server(address)
    for place, what, decision, made in objects:
        answer = server.ask(place, made)
        message = answer.get("status", {}).get("message", "")
        denials = found.get(made["metadata"]["name"], [])
        got = "allow" if answer["allowed"] else "deny"
        by_check = "deny" if denials else "allow"
        is_same = all(denial in message for denial in denials)
        is_right = got == by_check == decision and is_same
        print("ok" if is_right else "not ok",
              f"- {place.group or 'core'} {place.kind}: {what or 'the object'}, {decision}")
        if not is_right:
            print(f"#   the server: {got} {message}\n#   check: {by_check} {denials}")


def custom(places):
    return [place for place in places
            if place.group not in BUILT_IN and place.name() not in sys.argv[2:]]


places = [Place(line) for line in sys.stdin]
places = [place for place in places if place.sort not in ("opaque", "exact-names")]
if sys.argv[1] == "--ask":
    ask_all(places, *sys.argv[2:])
elif sys.argv[1] == "--definitions":
    for definition in {place.name(): place.definition() for place in custom(places)}.values():
        print(json.dumps(definition))
else:
    for place, _, decision, made in all_objects(custom(places)):
        if decision == sys.argv[2]:
            print(json.dumps(made))
