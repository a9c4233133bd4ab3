#!/usr/bin/env bash
# release-gate explain and release-gate test: an admin's questions to a policy.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

unset "${!RELEASE_GATE_@}"
tests=$here/../data/policy_tests

# Sets `exit_status`, `out` and `complaint`.
run() {
    "$program" "$@" >"$work/out" 2>"$work/complaint" </dev/null
    exit_status=$?
    out=$(cat "$work/out")
    complaint=$(cat "$work/complaint")
}

# ---- explain.

run explain ghcr.io/acme/web:v1.2.0-pre.145+abc1234
is "explain only shows: status 0" "$exit_status" 0
has "it shows the parts" "$out" "repository  acme/web"
has "and the class with its rule" "$out" "class       pre-release [RG005]"
has "and what each environment does" "$out" "production  deny"
has "and what no runtime can pull" "$out" "no runtime can pull"
run explain -e production app:edge
is "asked for one environment it is a verdict: status 1" "$exit_status" 1
run explain -e production -o json app:v1.2.3 'app:v1 2'
is "JSON has an element for each image" \
    "$(jq -c '[.[] | [.class, .rule, .pullable, .environments.production]]' <<<"$out")" \
    '[["release","RG007",true,"allow"],["invalid","RG001",false,"deny"]]'
run explain
is "without an image: status 2" "$exit_status" 2
run explain -e nowhere app
is "an unknown environment: status 2" "$exit_status" 2
has "it is named" "$complaint" '"nowhere"'
run explain -o xml app
is "an unknown format: status 2" "$exit_status" 2
run explain $'app:v1.2.3\e[2J'
is "no escape sequence reaches the terminal" "$(grep -c $'\e' "$work/out")" 0

# ---- test.

run test "$tests/passes.yaml"
is "expectations that hold: status 0" "$exit_status" 0
is "they are counted" "$out" "8 passed, 0 failed"
run test "$tests/fails.yaml"
is "expectations that do not hold: status 1" "$exit_status" 1
has "what was wanted" "$out" "- want: deny [RG005]"
has "stands above what came" "$out" "+ got:  deny [RG004]"
has "behind file and line" "$out" "fails.yaml:8: FAIL the wrong rule"
run test "$tests/broken.yaml"
is "a broken file: status 2" "$exit_status" 2
has "an unknown key is named with its place" "$complaint" 'broken.yaml:8:3: expected name'
has "and all else that is wrong too" "$complaint" 'no environment "prodution"'
run test "$work/none.yaml"
is "a missing file: status 3" "$exit_status" 3
run test
is "without a file: status 2" "$exit_status" 2
printf 'apiVersion: release-gate.power-edge.io/v1\nkind: PolicyTest\ntests:\n- {name: a, manifest: none.yaml, expect: deny}\n' \
    >"$work/lost.yaml"
run test "$work/lost.yaml"
is "a missing manifest: status 3" "$exit_status" 3

finish
