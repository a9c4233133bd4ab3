#!/usr/bin/python3
"""Hostile manifests, read by kubectl's own resource builder and by `release-gate check`.

    tests/fuzz/beside_kubectl.py ORACLE GATE [--seconds N] [--seed N] [--keep FOLDER] [--file FILE]...

kubectl may read no object, namespace or image that the gate does not, unless the gate says that the
file cannot be read. ORACLE is built from tests/fuzz/go/kubectl, GATE is file_stream. With files
these are read, and nothing is made up. What differs is written to FOLDER, a file each.
"""
import argparse
import base64
import json
import pathlib
import sys
import time

from beside_go import Chance, Peer, mangled, scalar, word

# What a plain scalar may turn out to be.
PLAIN = ["null", "~", "true", "yes", "on", "n", "y", "1.10", "0x1F", "017", "0o17", "08", "1e3", "1_000", "1__0", "_1",
         "12:30:45", "190:20:30", "2024-01-01", "2001-12-14t21:59:43.10-05:00", ".inf", "-.INF", ".nan", "+1", "-0", "0.",
         ".5", "._5", "1e400", "0b11", "0b2", "-0x1", "9223372036854775808", "18446744073709551616", "=", "<<", "-", "?",
         "a b", "a: b", "a #b", "a:b", "'", "@a", "`a", "%a", "a\tb", "\u00e4", "\u2028a", "a\u2028b", "a\u0085b",
         "a\ufeffb", "\u00a0", "a\U0001F600", "\x7f", "a\x07b", "[", "{", "]", "a,b", "!a", "&a", "*a", "|", ">", "\ud800"]
TAGS = ["!!str ", "!!map ", "!!seq ", "!custom ", "! ", "!!null ", "!!int ", "!!float ", "!!bool ", "!!binary ", "!!set ",
        "!!omap ", "!!merge ", "!!timestamp ", "!<tag:yaml.org,2002:str> ", "!<!x> ", "!e!str ", "!!value "]
BREAKS = ["\n", "\n", "\n", "\n\n", "\n# c\n", " # c\n", "\n \n", "\n\t\n"]
SEPARATORS = ["---\n", "---\n", "---\n", "--- # c\n", "---#c\n", "---\t\n", "---  \n", "---#c: d\n", "--- #\n---\n",
              "...\n", "...\n---\n", "---\r\n", "--- \r", "---\u00a0#c: d\n", "---\u0085", "----\n", " ---\n", "---\u2028",
              "---x: y\n", "--- |\n a\n---\n", "%YAML 1.1\n---\n", "...\n%TAG ! tag:yaml.org,2002:\n---\n", "--- {}\n",
              "---\n---\n", "... # c\n", "---\n\n\n", "\ufeff---\n", "---\n\ufeff", "---\n\ufeff\ufeff", "---\"\"\n", "---\x00\n", "\n", ""]


SAMPLES = pathlib.Path(__file__).parents[1] / "data/manifests/kubectl"


class Writer:
    """Writes trees of dict, list and str as YAML, each in one of many ways."""

    def __init__(self, rng):
        self.rng = rng
        self.anchors = []  # (name, type) of those that stand before
        self.numbers = 0

    def anchor(self, value):
        if not self.rng.rarely(8):
            return ""
        name = self.rng.choice(["a", "b", f"n{len(self.anchors)}"])
        self.anchors.append((name, type(value)))
        return f"&{name} "

    def alias(self, value):
        fitting = [name for name, of in self.anchors if of is type(value)]
        if fitting and self.rng.rarely(6):
            return "*" + self.rng.choice(fitting)
        if self.rng.rarely(400):
            return "*unknown"
        return None

    def properties(self, value):
        tag = self.rng.choice(TAGS) if self.rng.rarely(25) else ""
        parts = [self.anchor(value), tag]
        if self.rng.rarely(3):
            parts.reverse()
        return "".join(parts)

    # -- Scalars.

    def double_quoted(self, text):
        out = []
        for c in text:
            how = self.rng.randrange(12 * self.rng.scale)
            if how == 0:
                out.append("\\x%02x" % ord(c) if ord(c) < 256 else c)
            elif how == 1:
                out.append("\\u%04x" % ord(c) if ord(c) < 65536 else c)
            elif how == 2:
                out.append(self.rng.choice(["\\\n   ", "\\0", "\\N", "\\_", "\\L", "\\P", "\\e", "\\ ", "\\/", "\\ud800",
                                            "\\U0001F600", "\n  ", "\t", "\\t", "\\q", "\n\n  "]) + c)
            else:
                out.append("\\" + c if c in "\"\\" else c)
        return '"' + "".join(out) + '"'

    def block(self, text, indent):
        head = self.rng.choice("|>") + self.rng.choice(["", "-", "-", "+", "2", "-1", "1-", "+3", "9", "0"]) + \
            self.rng.choice(["", "", " # c", "\t", "#c", " x"])
        pad = " " * (indent + self.rng.choice([1, 2, 2, 2, 4, 0]))
        lines = [text] + self.rng.choice([[], [], [""], ["---"], ["# c"], ["  more"], ["\t"]])
        return head + "\n" + "\n".join((pad if line[:3] != "---" or self.rng.randrange(2) else "") + line for line in lines)

    def scalar(self, text, indent, flow=False):
        how = self.rng.randrange(14)
        if how < 2:
            return self.double_quoted(text)
        if how == 2:
            return "'" + text.replace("'", "''") + "'"
        if how == 3 and not flow:
            return self.block(text, indent)
        if how == 4 and self.rng.rarely(2):
            return "!!binary " + base64.b64encode(text.encode("utf-8", "replace")).decode()
        if how == 5 and self.rng.rarely(4) and len(text) > 2:
            at = self.rng.randrange(1, len(text))
            return text[:at] + "\n" + " " * (indent + 1) + text[at:]
        return text

    def key(self, text, indent, flow):
        how = self.rng.randrange(30 * self.rng.scale)
        if how == 0:
            return self.double_quoted(text) + ":"
        if how == 1:
            return "'" + text + "' :"
        if how == 2 and not flow:
            return "? " + self.scalar(text, indent + 1) + "\n" + " " * indent + ":"
        if how == 3:
            return self.rng.choice(["!!str ", "&k ", "! ", "!x "]) + text + ":"
        if how == 4:
            return "!!binary " + base64.b64encode(text.encode()).decode() + " :"
        if how == 5:
            return self.rng.choice([text.upper(), text.capitalize(), text.replace("s", "\u017f"), text + " ", "\ufeff" + text]) + ":"
        if how == 6:
            return "? " + text + " :"
        if how == 7:
            return self.rng.choice(["*k :", "*k:", "~:", "1:", "true:", "[a]:", "{a: b}:", "? [a]\n:", ":", "? :"])
        return text + ":"

    # -- Collections.

    def odd(self):
        return self.rng.choice(PLAIN)

    def members(self, pairs):
        """With what should not be there: keys twice, merges, keys of another case."""
        out = []
        for key, value in pairs:
            if self.rng.rarely(14):
                out.append((key, self.rng.choice([self.odd(), value, {}, []])))
            out.append((key, value))
            if self.rng.rarely(14):
                out.append((key, self.rng.choice(["null", self.odd(), value])))
        if self.rng.rarely(6) and self.anchors:
            maps = [name for name, of in self.anchors if of is dict] or ["none"]
            sources = ["*" + self.rng.choice(maps) for _ in range(self.rng.choice([1, 1, 2, 3]))]
            merge = sources[0] if len(sources) == 1 else "[" + ", ".join(sources) + "]"
            merge = self.rng.choice([merge, merge, merge, "{image: app:merged}", "[{image: app:m1}, {image: app:m2}]",
                                     "null", "[]", "{}", "[[" + sources[0] + "]]", "!!map " + merge, "x"])
            out.insert(self.rng.randrange(len(out) + 1),
                       (self.rng.choice(["<<", "<<", "<<", "<<", '"<<"', "!!merge <<", "!!str <<", "? <<", "'<<' ", "&m <<"]),
                        ("raw", merge)))
        if self.rng.rarely(10):
            self.rng.shuffle(out)
        return out

    def flow_value(self, value, indent):
        alias = self.alias(value)
        if alias:
            return alias + " "
        if isinstance(value, tuple):
            return value[1]
        before = self.properties(value)
        comma = self.rng.choice([", ", ",", ",\n" + " " * (indent + 1), " , "])
        end = self.rng.choice(["", "", "", ",", " ", "\n" + " " * (indent + 1), " # c\n" + " " * (indent + 1)])
        if isinstance(value, dict):
            pairs = [self.key(k, indent, True) + " " + self.flow_value(v, indent) for k, v in self.members(value.items())]
            return before + "{" + comma.join(pairs) + end + "}"
        if isinstance(value, list):
            return before + "[" + comma.join(self.flow_value(v, indent) for v in value) + end + "]"
        return before + self.scalar(value, indent, True)

    def value(self, value, indent):
        """What stands behind "key:", with the line end."""
        alias = self.alias(value)
        if alias:
            return " " + alias + self.line_end()
        if isinstance(value, tuple):
            return " " + value[1] + self.line_end()
        if not value or self.rng.rarely(10):
            return " " + self.flow_value(value, indent) + self.line_end()
        before = " " + self.properties(value)
        if isinstance(value, dict):
            return before.rstrip() + self.line_end() + self.mapping(value, indent + self.rng.choice([1, 2, 2, 2, 4]))
        if isinstance(value, list):
            return before.rstrip() + self.line_end() + self.sequence(value, indent + self.rng.choice([0, 2, 2]))
        gap = self.rng.choice(["", "", "", "\t", "\n" + " " * (indent + 1)]) if self.rng.rarely(6) else ""
        return before + gap + self.scalar(value, indent) + self.line_end()

    def line_end(self):
        return self.rng.choice(BREAKS) if self.rng.rarely(8) else "\n"

    def mapping(self, value, indent, first=None):
        out = []
        for key, item in self.members(value.items()):
            pad = " " * indent if first is None else first
            first = None
            if self.rng.rarely(150):
                pad += self.rng.choice([" ", "\t"])
            written = key + ":" if isinstance(item, tuple) and isinstance(item[1], str) and item[0] == "raw" \
                else self.key(key, indent, False)
            out.append(pad + written + self.value(item, indent))
        return "".join(out)

    def sequence(self, value, indent):
        out = []
        for item in value:
            if isinstance(item, dict) and item and self.rng.rarely(2):
                out.append(self.mapping(item, indent + 2, " " * indent + "- "))
            else:
                out.append(" " * indent + "-" + self.value(item, indent + 1))
        return "".join(out)

    # -- Objects.

    def image(self):
        if self.rng.rarely(8):
            return self.odd()
        self.numbers += 1
        return f"app:i{self.numbers}"

    def container(self):
        pairs = [("name", "c"), ("image", self.image())]
        if self.rng.randrange(4) == 0:
            pairs.insert(0, ("env", [{"name": "A", "value": self.odd() if self.rng.rarely(3) else "b"}]))
        if self.rng.randrange(6) == 0:
            pairs.append(("args", ["a", "text"]))
        return dict(pairs)

    def an_object(self, depth=0):
        kind = self.rng.choice(["Pod", "Pod", "Deployment", "ConfigMap", "List"])
        metadata = {"name": "a"}
        if self.rng.randrange(3) == 0:
            metadata["namespace"] = self.rng.choice(["prod", "dev"])
        if kind == "List" and depth < 2:
            return {"apiVersion": "v1", "kind": "List", "items": [self.an_object(depth + 1) for _ in range(self.rng.randrange(3))]}
        spec = {"containers": [self.container() for _ in range(self.rng.choice([1, 1, 2]))]}
        if self.rng.randrange(3) == 0:
            spec["initContainers"] = [self.container()]
        if kind == "ConfigMap":
            return {"apiVersion": "v1", "kind": kind, "metadata": metadata, "data": {"spec": "x", "image": "y"}}
        if kind == "Deployment":
            return {"apiVersion": "apps/v1", "kind": kind, "metadata": metadata, "spec": {"template": {"spec": spec}}}
        return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}

    def json(self, value):
        if isinstance(value, dict):
            pairs = [(k, v) for k, v in self.members(value.items()) if not isinstance(v, tuple)]
            return "{" + ",".join(word(self.rng, k) + ":" + self.json(v) for k, v in pairs) + "}"
        if isinstance(value, list):
            return "[" + ",".join(self.json(v) for v in value) + (",]" if self.rng.rarely(60) else "]")
        return word(self.rng, value) if value not in PLAIN else value if value == "null" else scalar(self.rng)

    def document(self):
        self.anchors = []
        tree = self.an_object()
        how = self.rng.randrange(9)
        if how == 0:
            return json.dumps(tree, indent=self.rng.choice([None, 1])) + self.rng.choice(["\n", "", " ", "\n\n", "}"])
        if how == 2:
            return self.json(tree) + self.rng.choice(["\n", "", "\n\n", "\n\0", "\f"])
        if how == 1:
            return self.flow_value(tree, 0) + "\n"
        return self.mapping(tree, self.rng.choice([1, 2]) if self.rng.rarely(20) else 0)

    def file(self):
        out = []
        if self.rng.randrange(20) == 0:
            return "".join(self.json(self.an_object()) + self.rng.choice(["\n", "", "\n---\n"]) for _ in range(3))
        if self.rng.rarely(5):
            out.append(self.rng.choice(SEPARATORS + ["# c\n", "\n\n", " ", "\ufeff", "\t\n", "\u00a0", "\x0b"]))
        for _ in range(self.rng.choice([1, 1, 2, 3])):
            out.append(self.document())
            out.append(self.rng.choice(SEPARATORS) if self.rng.rarely(3) else "---\n")
        return "".join(out[:-1] if self.rng.randrange(2) else out)


def encoded(rng, text):
    if rng.rarely(12):
        text = text.replace("\n", rng.choice(["\r\n", "\r", "\u0085", "\u2028", "\n\r"]))
    elif rng.rarely(12):
        text = "".join(rng.choice(["\r\n", "\r", "\n", "\u0085"]) if c == "\n" and rng.rarely(9) else c for c in text)
    if rng.rarely(25):
        codec, mark = rng.choice([("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("utf-16-le", b""), ("utf-8", b"\xef\xbb\xbf"),
                                  ("utf-32-le", b"\xff\xfe\0\0")])
        return mark + text.encode(codec, "surrogatepass")
    return text.encode("utf-8", "surrogatepass")


def spliced(rng, samples):
    """Files that somebody wrote, one behind the other, with bytes changed."""
    data = rng.choice(samples)
    for _ in range(rng.randrange(3)):
        data += rng.choice(SEPARATORS).encode("utf-8", "surrogatepass") + rng.choice(samples)
    for _ in range(rng.randrange(12)):
        data = mangled(rng, data)
    return data


# ---- What both make of it.

def knows(ours, theirs):
    """Whether one of our objects shows all that kubectl reads in its own."""
    return any(o["kind"] == theirs["kind"] and o["namespace"] == theirs["namespace"] and
               (not o["readable"] or set(theirs["images"]) <= set(o["images"])) for o in ours)


def hidden(theirs, ours):
    if ours["error"]:
        return []
    return [o for o in theirs["objects"] if o["images"] and not knows(ours["objects"], o)]


class Comparison:
    def __init__(self, options):
        self.oracle, self.gate = Peer([options.oracle]), Peer([options.gate])
        self.keep = pathlib.Path(options.keep)
        self.show = options.show
        self.counts = dict.fromkeys(["files", "read by both", "refused by both", "refused by us only",
                                     "refused by kubectl only", "images", "differ"], 0)

    def put(self, data, name):
        theirs, ours = (json.loads(peer.ask("file.yaml", data)) for peer in (self.oracle, self.gate))
        pair = bool(theirs.get("error")), bool(ours["error"])
        self.counts["files"] += 1
        self.counts[{(False, False): "read by both", (True, True): "refused by both",
                     (False, True): "refused by us only", (True, False): "refused by kubectl only"}[pair]] += 1
        self.counts["images"] += sum(len(o["images"]) for o in theirs["objects"])
        if self.show and pair == (False, True):
            print(f"#   {name}: {ours['error']}")
        objects = hidden(theirs, ours)
        if objects:
            self.counts["differ"] += 1
            self.keep.mkdir(parents=True, exist_ok=True)
            (self.keep / name).write_bytes(data)
            print(f"#   {self.keep / name}: kubectl reads {objects}, the gate {ours['objects']}")
        return pair == (False, True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("oracle")
    parser.add_argument("gate")
    parser.add_argument("--file", action="append", default=[], help="read these instead of making some up")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", default="build/fuzz/beside_kubectl")
    parser.add_argument("--show", action="store_true", help="why the gate refused what kubectl takes")
    options = parser.parse_args()
    rng = Chance(options.seed)
    both = Comparison(options)
    samples = [path.read_bytes() for path in sorted(SAMPLES.iterdir())]
    for path in options.file:
        both.put(pathlib.Path(path).read_bytes(), pathlib.Path(path).name)
    end = time.monotonic() + options.seconds
    while not options.file and time.monotonic() < end:
        rng.scale = rng.choice([1, 4, 16, 16, 64])
        data = spliced(rng, samples) if rng.randrange(5) == 0 else mangled(rng, encoded(rng, Writer(rng).file()))
        both.put(data, f"{options.seed}-{both.counts['files']}.yaml")
    told = ", ".join(f"{name}: {count}" for name, count in both.counts.items())
    good = both.counts["differ"] == 0 and both.counts["images"] != 0 and both.counts["read by both"] != 0
    print(f"{'ok' if good else 'not ok'} - kubectl reads no image that the gate does not ({told})")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
