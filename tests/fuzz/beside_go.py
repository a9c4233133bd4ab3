#!/usr/bin/python3
"""Hostile objects, read by the API server's own decoder and judged by the gate.

    tests/fuzz/beside_go.py ORACLE GATE [--seconds N] [--seed N] [--keep FOLDER]

No object may exist in which Go sees an image that production denies, and the gate allows it. ORACLE
is built from tests/fuzz/go/api-server, GATE is answer_stream. What differs is written to FOLDER, a file each.
"""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import time

RELEASE, FORBIDDEN = "app:v1.2.3", "app:edge"
PATHS = {
    "Pod": ["spec"],
    "PodTemplate": ["template", "spec"],
    "ReplicationController": ["spec", "template", "spec"],
    "Deployment": ["spec", "template", "spec"],
    "StatefulSet": ["spec", "template", "spec"],
    "CronJob": ["spec", "jobTemplate", "spec", "template", "spec"],
}
LISTS = ["containers", "initContainers", "ephemeralContainers"]


class Chance(random.Random):
    """Says how often something odd happens; some objects are all odd, most nearly sound."""

    scale = 1

    def rarely(self, n):
        return self.randrange(n * self.scale) == 0


class Peer:
    """A program that answers a frame with a line."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, kind, data):
        self.process.stdin.write(b"%d %s\n" % (len(data), kind.encode()) + data)
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"not ok - {self.process.args[0]} ended on {data!r}")
        return line.decode("utf-8", "surrogateescape").strip()


# ---- Objects as texts, so that a key can stand twice and a string can be broken.


def word(rng, text):
    """A JSON string, in one of the ways to write it, sometimes wrong."""
    how = rng.randrange(24 * rng.scale)
    if how == 0:
        return '"' + "".join("\\u%04x" % ord(c) for c in text) + '"'
    if how == 1:
        at = rng.randrange(len(text) + 1)
        return '"' + text[:at] + rng.choice(["\\u0000", "\\ud800", "\\udc00\\ud800", "\\ufeff", "\\/",
                                             "\u017f", "\u212a", "\x00", "\x7f", "\t", "\\x41"]) + text[at:] + '"'
    if how == 2:
        return '"' + rng.choice([text.upper(), text.capitalize(), text + " ", " " + text, text + "\\u200b"]) + '"'
    return '"' + text + '"'


def scalar(rng):
    return rng.choice(["null", "null", "true", "0", "-0", "1e400", "1E5", "01", "1.", '""', "{}", "[]", "[null]",
                       "9223372036854775808", "NaN", "1.5", '"\\ud83d\\ude00"', "{\"a\":{\"a\":null}}"])


def members(rng, pairs):
    """An object; a member may come twice, in another case, or with something else in its place."""
    out = []
    for key, value in pairs:
        if rng.rarely(12):
            out.append((key, scalar(rng)))
        out.append((key, value))
        if rng.rarely(12):
            out.append((key, rng.choice([scalar(rng), value])))
        if rng.rarely(25):
            out.append((key.swapcase() if rng.randrange(2) else key.capitalize(), scalar(rng)))
    if rng.rarely(3):
        rng.shuffle(out)
    comma = rng.choice([", ", ",\n", ",\r", ",,", ",\t", ",\x0b"]) if rng.rarely(6) else ","
    colon = rng.choice([" : ", ":\n", "=", ":\ufeff"]) if rng.rarely(6) else ":"
    return "{" + comma.join(word(rng, k) + colon + v for k, v in out) + (rng.choice([",}", "", "}}"]) if rng.rarely(20) else "}")


def listed(rng, values):
    if rng.rarely(12):
        values.insert(rng.randrange(len(values) + 1), scalar(rng))
    return "[" + ",".join(values) + "]"


def container(rng, image):
    pairs = [("name", word(rng, "c"))]
    for _ in range(rng.choice([1, 1, 1, 1, 2])):
        pairs.append(("image", word(rng, image)))
    if rng.randrange(4) == 0:
        pairs.append(("env", "[{\"name\":\"A\",\"value\":\"b\"}]"))
    if rng.randrange(8) == 0:
        pairs.append((rng.choice(["ports", "args", "resources", "imagePullPolicy"]), scalar(rng)))
    return members(rng, pairs)


def pod_spec(rng, forbidden):
    pairs = []
    names = rng.choices(LISTS, k=rng.choice([1, 1, 2, 3]))
    for name in names:
        images = [RELEASE] * rng.choice([0, 1, 1, 2, 3])
        if forbidden:
            images.insert(rng.randrange(len(images) + 1), FORBIDDEN)
        pairs.append((name, listed(rng, [container(rng, image) for image in images])))
    if rng.randrange(5) == 0:
        image = FORBIDDEN if forbidden else RELEASE
        volume = members(rng, [("name", '"v"'), ("image", members(rng, [("reference", word(rng, image))]))])
        pairs.append(("volumes", listed(rng, [volume])))
    return members(rng, pairs)


def an_object(rng, kind):
    inner = pod_spec(rng, rng.randrange(3) != 0)
    for key in reversed(PATHS[kind]):
        others = [(key, inner)]
        if rng.randrange(4) == 0:
            others.append((key, pod_spec(rng, False) if rng.randrange(2) else scalar(rng)))
        if rng.randrange(4) == 0:
            others.insert(0, ("metadata", members(rng, [("name", '"a"'), ("labels", "{}"),
                                                         ("managedFields", "[{\"fieldsV1\":{\"f:spec\":{}}}]")])))
        if rng.randrange(8) == 0:
            others.append(("status", members(rng, [("containers", "[]")])))
        inner = members(rng, others)
    before = rng.choice(["\ufeff", " ", "\n", "//\n"]) if rng.rarely(10) else ""
    behind = rng.choice(["\n", " ", "x", "{}", "\x00"]) if rng.rarely(10) else ""
    return before + inner + behind


def mangled(rng, data):
    """Bytes changed at random, now and then."""
    if not rng.rarely(6) or not data:
        return data
    data = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 4])):
        at = rng.randrange(len(data))
        how = rng.randrange(3)
        if how == 0:
            data[at] = rng.randrange(256)
        elif how == 1:
            del data[at]
        else:
            data[at:at] = bytes(data[rng.randrange(len(data)):][:rng.randrange(1, 9)])
        if not data:
            break
    return bytes(data)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("oracle")
    parser.add_argument("gate")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", default="build/fuzz/beside_go")
    options = parser.parse_args()
    rng = Chance(options.seed)
    oracle, gate = Peer([options.oracle]), Peer([options.gate])
    counts = dict.fromkeys(["objects", "read by both", "refused by both", "refused by us only", "differ"], 0)
    verdict_of = {}
    seen_forbidden = allowed = 0
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        kind = rng.choice(list(PATHS))
        rng.scale = rng.choice([1, 4, 16, 16, 64])
        data = mangled(rng, an_object(rng, kind).encode("utf-8", "surrogatepass"))
        images = json.loads(oracle.ask(kind, data))
        answer = gate.ask(kind, data)
        counts["objects"] += 1
        if images is None or answer == "refuse":
            both = images is None and answer == "refuse"
            counts["refused by both" if both else "refused by us only"] += images is not None or both
            continue
        counts["read by both"] += 1
        denied = []
        for image in images:
            if image not in verdict_of:
                verdict_of[image] = gate.ask("Image", image.encode("utf-8", "surrogateescape"))
            if verdict_of[image] == "deny":
                denied.append(image)
        seen_forbidden += bool(denied)
        allowed += answer == "allow"
        if denied and answer == "allow":
            counts["differ"] += 1
            folder = pathlib.Path(options.keep)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{kind}-{options.seed}-{counts['objects']}").write_bytes(data)
            print(f"#   {kind}: Go sees {denied}, the gate allows: {data!r}")
    told = ", ".join(f"{name}: {count}" for name, count in counts.items())
    good = counts["differ"] == 0 and seen_forbidden != 0 and allowed != 0
    print(f"{'ok' if good else 'not ok'} - no image that Go sees is hidden from the gate ({told}; forbidden seen: "
          f"{seen_forbidden}, allowed: {allowed})")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
