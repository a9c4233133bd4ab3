#!/usr/bin/env python3
"""Holds reports against their schemas and against the JSON report of the same case.

validate.py REPORTS SCHEMAS    prints "ok - ..." and "not ok - ..."
"""
import json
import pathlib
import re
import sys
import urllib.parse
import xml.etree.ElementTree

import jsonschema
import yaml

LEVELS = {"error": "error", "warning": "warning", "notice": "note"}


def read_json(path):
    return json.loads(path.read_text(encoding="utf-8"))


def check_schema(document, schema):
    jsonschema.validators.validator_for(schema)(schema).validate(document)


def expect(what, got, want):
    assert got == want, f"{what}: got {got!r}, want {want!r}"


def shown(report, case):
    """What a format without levels of its own shows of the report."""
    with_notes = case.endswith("-shown")
    return [f for f in report["findings"] if f["level"] != "note" or with_notes]


def check_sarif(path, report, schemas):
    log = read_json(path)
    check_schema(log, read_json(schemas / "sarif-schema-2.1.0.json"))
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    expect("results", len(run["results"]), len(report["findings"]))
    for result, finding in zip(run["results"], report["findings"]):
        expect("rule", rules[result["ruleIndex"]]["id"], finding["rule"])
        expect("rule id", result["ruleId"], finding["rule"])
        expect("level", result["level"], finding["level"])
        expect("suppressed", "suppressions" in result, finding["inBaseline"])
        location = result["locations"][0]["physicalLocation"]
        expect("line", location["region"]["startLine"], finding["line"])
        uri = location["artifactLocation"]["uri"]
        assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri), uri
        file = re.sub(r"^\./", "", finding["file"]) if finding["file"] != "-" else "stdin"
        expect("file", urllib.parse.unquote(uri, errors="replace"), file)
    notifications = run["invocations"][0]["toolExecutionNotifications"]
    expect("notifications", len(notifications), len(report["problems"]))
    expect("success", run["invocations"][0]["executionSuccessful"], not report["problems"])


def check_gitlab(path, report, schemas):
    issues = read_json(path)
    check_schema(issues, read_json(schemas / "gitlab-code-quality.schema.json"))
    findings = shown(report, path.stem)
    expect("issues", len(issues), len(findings) + len(report["problems"]))
    for issue, finding in zip(issues, findings):
        expect("fingerprint", issue["fingerprint"], finding["fingerprint"])
        expect("line", issue["location"]["lines"]["begin"], finding["line"])
    fingerprints = [issue["fingerprint"] for issue in issues]
    expect("distinct fingerprints", len(set(fingerprints)), len(fingerprints))


def check_yaml(path, report, _):
    expect("tree", yaml.safe_load(path.read_text(encoding="utf-8")), report)


def check_json(path, report, schemas):
    check_schema(read_json(path), read_json(schemas / "report.schema.json"))
    dropped = report["summary"]["droppedFindings"]
    total = sum(report["summary"][level + "s"] for level in ("error", "warning", "note"))
    expect("findings", len(report["findings"]) + dropped, total)


def check_junit(path, report, _):
    suites = xml.etree.ElementTree.parse(path).getroot()
    cases = suites.findall(".//testcase")
    expect("tests", int(suites.get("tests")), len(cases))
    expect("cases", len(cases), report["summary"]["objects"] + len(report["problems"]))
    expect("failures", int(suites.get("failures")), len(suites.findall(".//failure")))
    expect("errors", int(suites.get("errors")), len(report["problems"]))
    rules = {f["rule"] for f in report["findings"] if f["level"] == "error"} | {"release-gate"}
    assert {f.get("type") for f in suites.findall(".//failure")} <= rules, "type of a failure"


def unescape(text):
    """As the runner does: actions/runner, ActionCommand.cs."""
    for escape, character in ("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"):
        text = text.replace(escape, character)
    return text


def parse_command(line):
    match = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
    assert match, f"no command: {line!r}"
    pairs = (pair.split("=", 1) for pair in match[2].split(","))
    return match[1], {key: unescape(value) for key, value in pairs}, match[3]


def check_github(path, report, _):
    text = path.read_bytes().decode("utf-8", errors="replace")
    commands = [parse_command(line) for line in text.split("\n") if line]
    hints = [c for c in commands if c[1]["title"] == "release-gate"]
    commands = [c for c in commands if c[1]["title"] != "release-gate"]
    errors = report["summary"]["errors"] + len(report["problems"])
    expect("hint", len(hints), int(max(errors, report["summary"]["warnings"]) > 10))
    problems = commands[: len(report["problems"])]
    assert all(c[1]["title"] == "unreadable input" for c in problems), "problems come first"
    order = ["error", "warning", "note"]
    findings = sorted(shown(report, path.stem), key=lambda f: order.index(f["level"]))
    expect("commands", len(commands), len(problems) + len(findings))
    for (name, properties, _), finding in zip(commands[len(problems) :], findings):
        expect("level", LEVELS[name], finding["level"])
        expect("title", properties["title"], f"{finding['rule']} {finding['ruleName']}")
        if finding["file"] != "-":
            expect("line", properties["line"], str(finding["line"]))
            file = re.sub(r"^\./", "", finding["file"]).replace("\x1b", "?")
            expect("file", properties["file"], file)


def check_terminal(path, report, _):
    text = path.read_text(encoding="ascii")
    if path.stem != "color":
        assert re.fullmatch(r"[\n -~]*", text), "something else than printable ASCII"
    places = re.findall(r"^\S.*?:(?:\x1b\[[0-9;]*m)* (?:\x1b\[[0-9;]*m)?(?:error|warning|note):", text, re.MULTILINE)
    expect("lines", len(places), len(shown(report, path.stem)))


CHECKS = {
    "json": ("json", check_json),
    "yaml": ("yaml", check_yaml),
    "sarif": ("json", check_sarif),
    "gitlab": ("json", check_gitlab),
    "junit": ("xml", check_junit),
    "github": ("txt", check_github),
    "text": ("txt", check_terminal),
}


def main():
    reports, schemas = map(pathlib.Path, sys.argv[1:3])
    failed = False
    for name, (extension, check) in CHECKS.items():
        for path in sorted((reports / name).glob(f"*.{extension}")):
            try:
                check(path, read_json(reports / "json" / f"{path.stem}.json"), schemas)
                print(f"ok - {path} is valid and agrees with the JSON report")
            except Exception as error:  # whatever is wrong with it is the result
                failed = True
                print(f"not ok - {path} is valid and agrees with the JSON report")
                print("\n".join(f"#   {line}" for line in str(error).splitlines()[:12]))
    return failed


if __name__ == "__main__":
    sys.exit(main())
