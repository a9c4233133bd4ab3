#!/usr/bin/python3
"""release-gate beside nginx (a constant over TLS: the floor), a minimal Go webhook and OPA with the same
rule, on one core, asked from another; then as webhooks of a real API server. Writes the tables of
docs/benchmarks.md between their marks, and the charts beside it.

    tests/bench/bench.py RELEASE_GATE TOOLS     QUICK=1: a tenth of the time, prints and writes nothing
"""
import os
import pathlib
import subprocess
import sys
import tempfile

import api
import chart
import servers

ROOT = pathlib.Path(__file__).parents[2]
DOCUMENT = ROOT / "docs/benchmarks.md"
CHARTS = ROOT / "docs/benchmarks"
QUICK = "QUICK" in os.environ
SECONDS = 2 if QUICK else 4
SERVER_CORE, CLIENT_CORE = 0, 1
CONNECTIONS = (8, 64) if QUICK else (1, 8, 64, 256)
PEERS = ("release-gate", "nginx", "Go", "OPA")
BASE = "Go"
FLOOR = "nginx"
PICTURES = (("throughput", "requests per second by connections"), ("cpu", "CPU of a request by size"),
            ("added", "latency added to a create"))


def reviews(work):
    """Two recorded ones and two made from the same parts; all of their images are releases."""
    data = ROOT / "tests/data/reviews"
    create = (data / "001-CREATE-deployments.json").read_text()
    update = (data / "012-UPDATE-deployments.json").read_text()
    texts = {"2 KB": create, "8 KB": update.replace("power-edge:pre-latest", "power-edge:v1.2.4")}
    for name, size in (("100 KB", 100000), ("1 MB", 1000000)):
        texts[name] = subprocess.run([ROOT / "tests/bench/review.py", str(size)], check=True,
                                     capture_output=True, text=True).stdout
    paths = {}
    for name, text in texts.items():
        paths[name] = work / f"review-{name.replace(' ', '-')}.json"
        paths[name].write_text(text)
    return paths


def load(server, review, connections, closes, seconds):
    environment = {**os.environ, "REVIEW": str(review), **({"CLOSE": "yes"} if closes else {})}
    command = ["taskset", "-c", str(CLIENT_CORE), "wrk", "-t1", f"-c{connections}", f"-d{seconds}s",
               "--timeout", "20s", "-s", ROOT / "tests/bench/load.lua", server.url()]
    output = subprocess.run(command, capture_output=True, text=True, env=environment).stdout
    line = [each for each in output.splitlines() if each.startswith("RESULT ")]
    if not line:
        raise SystemExit(f"{server.name}: {output}")
    count, duration, errors, *latency = (int(each) for each in line[0].split()[1:])
    return count, duration / 1e6, errors, [each / 1000 for each in latency]


def measure(server, review, connections, closes):
    load(server, review, connections, closes, 1)
    before = server.cpu_seconds()
    count, seconds, errors, latency = load(server, review, connections, closes, SECONDS)
    if errors or count == 0:
        print(f"{server.name}: {errors} errors in {count}", file=sys.stderr)
    cpu = (server.cpu_seconds() - before) / max(count, 1)
    return {"rate": count / seconds, "latency": latency, "cpu": cpu * 1e6, "memory": server.memory()}


HEAD = (f"| connections | server | requests/s | {BASE} = 1 | {FLOOR} = 1 | p50 ms | p99 ms | p99.9 ms |"
        " CPU µs/request | RSS MiB |\n|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|")


def row(connections, name, got, base, floor):
    latency = " | ".join(f"{each:.2f}" for each in got["latency"])
    shown = f"**{name}**" if name == "release-gate" else name
    return (f"| {connections} | {shown} | {got['rate']:,.0f} | {got['rate'] / max(base['rate'], 1e-9):.2f} | "
            f"{got['rate'] / max(floor['rate'], 1e-9):.2f} | {latency} | {got['cpu']:.0f} | {got['memory']:.0f} |")


def table(all_servers, review, closes, results, key):
    rows = [HEAD]
    for connections in CONNECTIONS:
        got = {}
        for name in PEERS:
            got[name] = measure(all_servers[name], review, connections, closes)
            print(f"{key} {connections} {name}: {got[name]['rate']:,.0f}/s", file=sys.stderr)
        rows += [row(connections, name, got[name], got[BASE], got[FLOOR]) for name in PEERS]
        results[key, connections] = got
    return "\n".join(rows)


def start_table(all_servers, sizes):
    """Times of the median of five starts."""
    rows = ["| server | ready after ms | RSS idle MiB | program MiB |", "|---|---:|---:|---:|"]
    for name in PEERS:
        server, times = all_servers[name], []
        for _ in range(5):
            server.stop()
            times.append(server.start())
        rows.append(f"| {name} | {sorted(times)[2] * 1000:.0f} | {server.memory():.1f} | "
                    f"{sizes[name] / 2**20:.1f} |")
    return "\n".join(rows)


def program_sizes(program, tools, work):
    stripped = work / "stripped"
    subprocess.run(["strip", "-o", stripped, program], check=True)
    return {"release-gate": stripped.stat().st_size, "OPA": (tools / "opa").stat().st_size,
            "Go": (tools / "bench-webhook").stat().st_size,
            "nginx": pathlib.Path("/usr/sbin/nginx").stat().st_size}


def behind(results):
    """Where another one that judges is ahead, so that no row hides it."""
    figures = (("requests/s", lambda got: -got["rate"]), ("p50", lambda got: got["latency"][0]),
               ("p99", lambda got: got["latency"][1]), ("p99.9", lambda got: got["latency"][2]),
               ("CPU", lambda got: got["cpu"]), ("RSS", lambda got: got["memory"]))
    lines = []
    for (key, connections), got in results.items():
        for name in ("Go", "OPA"):
            ahead = [label for label, of in figures if of(got[name]) < of(got["release-gate"])]
            if ahead:
                where = "new connections" if key == "new" else key
                lines.append(f"- {where}, {connections} connections: {name} in {', '.join(ahead)}")
    return "\n".join(lines) or "- nowhere"


def write_charts(results, added):
    rate = [(f"{connections} conn.", [(name, got[name]["rate"]) for name in PEERS])
            for (key, connections), got in results.items() if key == "8 KB"]
    cpu = [(key, [(name, got[name]["cpu"]) for name in PEERS])
           for (key, connections), got in results.items() if connections == 8 and key[0].isdigit()]
    CHARTS.mkdir(exist_ok=True)
    (CHARTS / "throughput.svg").write_text(
        chart.bars("Requests per second on one core, a review of 8 KB", rate))
    (CHARTS / "cpu.svg").write_text(chart.bars("CPU for one request, in microseconds", cpu))
    (CHARTS / "added.svg").write_text(
        chart.bars("Added to a create at the API server, median, in milliseconds", added))


def write_document(text):
    document = DOCUMENT.read_text()
    before, rest = document.split("<!-- make bench begins -->\n")
    after = rest.split("<!-- make bench ends -->\n")[1]
    DOCUMENT.write_text(f"{before}<!-- make bench begins -->\n{text}<!-- make bench ends -->\n{after}")


def run(program, tools, work):
    servers.make_certificate(work)
    files = reviews(work)
    all_servers = servers.all_servers(program, tools, work, SERVER_CORE)
    results, parts = {}, []
    try:
        parts.append("### Start, memory, size\n\n" +
                     start_table(all_servers, program_sizes(program, tools, work)))
        for key in ("8 KB",) if QUICK else files:
            parts.append(f"### A review of {key} ({files[key].stat().st_size:,} bytes), connections kept "
                         "alive\n\n" + table(all_servers, files[key], False, results, key))
        parts.append("### A review of 8 KB, each on a connection of its own\n\n" +
                     table(all_servers, files["8 KB"], True, results, "new"))
        for server in all_servers.values():
            server.stop()
        tables, added = api.compare(all_servers, tools, work, 3 if QUICK else 10)
        parts.append("### Added to a create at the API server\n\n" + tables)
    finally:
        for server in all_servers.values():
            server.stop()
    parts.append("### Where Go or OPA is ahead of release-gate\n\n" + behind(results))
    parts += [f"![{alt}](benchmarks/{file}.svg)" for file, alt in PICTURES]
    text = "\n\n".join(parts) + "\n"
    print(text)
    if not QUICK:
        write_charts(results, added)
        write_document(text)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="release-gate-bench-") as folder:
        os.chmod(folder, 0o755)
        run(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]), pathlib.Path(folder))
