"""A client of the API server for the tests' own kubelet and stream: JSON over one kept connection."""
import http.client
import json
import ssl
import urllib.parse

import yaml

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"


class Api:
    """One for each thread. A connection that was closed meanwhile is opened again."""

    def __init__(self, kubeconfig):
        with open(kubeconfig, encoding="utf-8") as file:
            config = yaml.safe_load(file)
        cluster = config["clusters"][0]["cluster"]
        self._address = urllib.parse.urlsplit(cluster["server"]).netloc
        self._context = ssl.create_default_context(cafile=cluster["certificate-authority"])
        self._token = config["users"][0]["user"]["token"]
        self._connection = None

    def ask(self, method, path, body=None, content_type=JSON):
        """The status and the object of the answer."""
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": content_type}
        text = None if body is None else json.dumps(body)
        was_open = self._connection is not None
        try:
            return self._ask_once(method, path, text, headers)
        except (http.client.HTTPException, OSError):
            self._connection = None
            if not was_open:
                raise
            return self._ask_once(method, path, text, headers)

    def _ask_once(self, method, path, text, headers):
        if self._connection is None:
            self._connection = http.client.HTTPSConnection(
                self._address, context=self._context, timeout=40)
        self._connection.request(method, path, text, headers)
        answer = self._connection.getresponse()
        return answer.status, json.loads(answer.read())

    def get(self, path):
        """The object, or None where there is none."""
        status, answer = self.ask("GET", path)
        if status == 404:
            return None
        if status != 200:
            raise RuntimeError(f"GET {path}: {status} {answer.get('message')}")
        return answer
