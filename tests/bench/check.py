#!/usr/bin/python3
"""release-gate check beside conftest (OPA) on the same manifests, in one run, as markdown.

    tests/bench/check.py RELEASE_GATE CONFTEST [RUNS]

Each manifest is a Deployment of about 5 KiB in a file of its own; in one of a hundred an image is a
pre-release. The commands take turns, so that a machine that slows down slows them all.
"""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

BYTES = 5 * 1024
COUNTS = (100, 1000, 10000)
EVERY = 100  # one of so many is refused

# The nearest that a policy of a few lines comes to the built-in one: what is no release is denied.
POLICY = r"""
package main

import rego.v1

deny contains message if {
    input.kind == "Deployment"
    some container in input.spec.template.spec.containers
    tag := regex.replace(container.image, `^.*:`, "")
    not regex.match(`^v?\d+\.\d+\.\d+$`, tag)
    message := sprintf("%s: container %s image %s is no release", [input.metadata.name, container.name, container.image])
}
"""


def manifest(number):
    tag = f"v1.2.0-pre.{number}" if number % EVERY == 0 else f"v1.{number % 50}.{number % 9}"
    lines = [
        "apiVersion: apps/v1",
        "kind: Deployment",
        "metadata:",
        f"  name: web-{number}",
        "  namespace: production",
        "spec:",
        "  selector: {matchLabels: {app: web}}",
        "  template:",
        "    metadata: {labels: {app: web}}",
        "    spec:",
        "      containers:",
        "      - name: app",
        f"        image: ghcr.io/power-edge/service-{number}:{tag}",
        "        env:",
    ]
    size = sum(len(line) + 1 for line in lines)
    while size < BYTES:
        variable = f"        - {{name: VARIABLE_{len(lines)}, value: \"value of variable {len(lines)}\"}}"
        lines.append(variable)
        size += len(variable) + 1
    return "\n".join(lines) + "\n"


def write_manifests(folder, count):
    folder.mkdir()
    for number in range(count):
        (folder / f"{number}.yaml").write_text(manifest(number))


def run(command, refused):
    """Wall and CPU seconds and peak memory in MiB of one run that must find what is refused."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    output = process.stdout.read()
    _, _, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    found = output.count(b"v1.2.0-pre.")
    if found != refused:
        sys.exit(f"{command[0]} refused {found} images, not {refused}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measure(commands, refused, runs):
    """The medians of each command's runs."""
    figures = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            figures[name].append(run(command, refused))
    return {name: [statistics.median(column) for column in zip(*rows)] for name, rows in figures.items()}


def main():
    release_gate, conftest = sys.argv[1:3]
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    print("| manifests | command | wall | CPU | peak memory | wall, conftest = 1 |")
    print("|---:|---|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        (work / "policy").mkdir()
        (work / "policy" / "main.rego").write_text(POLICY)
        for count in COUNTS:
            folder = work / str(count)
            write_manifests(folder, count)
            check = [release_gate, "check", "-e", "production", str(folder)]
            medians = measure({
                "release-gate check": check,
                "release-gate check --jobs 1": check + ["--jobs", "1"],
                "conftest test": [conftest, "test", "--policy", str(work / "policy"), "--no-color", str(folder)],
            }, count // EVERY, runs)
            slowest = medians["conftest test"][0]
            for name, (wall, cpu, memory) in medians.items():
                print(f"| {count:,} | `{name}` | {wall:.2f} s | {cpu:.2f} s | {memory:.0f} MiB | {wall / slowest:.3f} |",
                      flush=True)


main()
