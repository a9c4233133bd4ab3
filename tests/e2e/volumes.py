"""The volumes of a pod as folders: filled and kept up to date as a kubelet does it.

Files of a folder change all at once: they are links through "..data", which is replaced whole.
"""
import base64
import os
import shutil
import time

TOKEN_MODE = 0o640


class NotYet(Exception):
    """What the pod needs is not there, so it waits."""


class Volumes:
    def __init__(self, api, pod, folder):
        self._api = api
        self._pod = pod
        self._folder = folder
        self._namespace = f"/api/v1/namespaces/{pod['metadata']['namespace']}"
        self._written = {}
        self._tokens = {}

    def folder(self, name):
        return os.path.join(self._folder, name)

    def refresh(self):
        """Raises NotYet, and what was there stays, if something cannot be read."""
        for volume in self._pod["spec"].get("volumes", []):
            files = self._files_of(volume)
            if self._written.get(volume["name"]) != files:
                self._write(volume["name"], files)
                self._written[volume["name"]] = files

    def _files_of(self, volume):
        """{name: (content, mode)}"""
        kind = next(key for key in volume if key != "name")
        if kind == "emptyDir":
            return {}
        source = volume[kind]
        mode = source.get("defaultMode", 0o644)
        parts = source["sources"] if kind == "projected" else [{kind: source}]
        files = {}
        for part in parts:
            for name, content in self._read(part).items():
                files[name] = (content, TOKEN_MODE if "serviceAccountToken" in part else mode)
        return files

    def _read(self, part):
        (kind, source), = part.items()
        if kind == "serviceAccountToken":
            return {source["path"]: self._token(source)}
        if kind == "downwardAPI":
            return {item["path"]: field(self._pod, item["fieldRef"]["fieldPath"]).encode()
                    for item in source["items"]}
        name = source.get("secretName") or source["name"]
        path = {"secret": "secrets", "configMap": "configmaps"}[kind]
        found = self._api.get(f"{self._namespace}/{path}/{name}")
        if found is None:
            if source.get("optional"):
                return {}
            raise NotYet(f"{kind} {name} is not there")
        return select(content_of(found, kind), source.get("items"))

    def _token(self, source):
        now = time.time()
        path = source["path"]
        token, renewal = self._tokens.get(path, (None, 0))
        if now < renewal:
            return token
        seconds = source.get("expirationSeconds", 3600)
        metadata = self._pod["metadata"]
        request = {"spec": {
            "audiences": [source["audience"]] if source.get("audience") else [],
            "expirationSeconds": seconds,
            "boundObjectRef": {"apiVersion": "v1", "kind": "Pod", "name": metadata["name"],
                               "uid": metadata["uid"]}}}
        account = self._pod["spec"]["serviceAccountName"]
        status, answer = self._api.ask(
            "POST", f"{self._namespace}/serviceaccounts/{account}/token", request)
        if status != 201:
            raise NotYet(f"no token for {account}: {answer.get('message')}")
        self._tokens[path] = answer["status"]["token"].encode(), now + 0.8 * seconds
        return self._tokens[path][0]

    def _write(self, name, files):
        folder = self.folder(name)
        group = self._pod["spec"].get("securityContext", {}).get("fsGroup", 0)
        os.makedirs(folder, exist_ok=True)
        os.chown(folder, 0, group)
        data = f"..{time.time_ns()}"
        for path, (content, mode) in files.items():
            target = os.path.join(folder, data, path)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "wb") as file:
                file.write(content)
            os.chown(target, 0, group)
            os.chmod(target, mode)
        if files:
            self._show(folder, data, {path.split("/")[0] for path in files})

    @staticmethod
    def _show(folder, data, names):
        link = os.path.join(folder, "..data")
        before = os.readlink(link) if os.path.islink(link) else None
        os.symlink(data, link + "_new")
        os.rename(link + "_new", link)
        for entry in set(os.listdir(folder)) | names:
            path = os.path.join(folder, entry)
            if entry in names and not os.path.islink(path):
                os.symlink(os.path.join("..data", entry), path)
            elif entry not in names and not entry.startswith(".."):
                os.unlink(path)
        if before:
            shutil.rmtree(os.path.join(folder, before))


def field(pod, path):
    value = pod
    for key in path.split("."):
        value = value[key]
    return value


def content_of(found, kind):
    texts = found.get("data") or {}
    if kind == "secret":
        return {name: base64.b64decode(text) for name, text in texts.items()}
    return {name: text.encode() for name, text in texts.items()}


def select(content, items):
    if not items:
        return content
    missing = [item["key"] for item in items if item["key"] not in content]
    if missing:
        raise NotYet(f"no key {missing[0]}")
    return {item["path"]: content[item["key"]] for item in items}
