#!/usr/bin/env bash
# A row that is added to the table of kinds is read, explained and asked about, without a line of C.
#   tests/new_kind.sh    builds a copy of the project, and prints "ok ..." and "not ok ..."
# Environment: BUILD, the folder of what is built already (build/release)
set -uo pipefail
cd "$(dirname "$0")/.." || exit
build=${BUILD:-build/release}
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
failed=0

check() { # SENTENCE COMMAND...
    local sentence=$1 output
    shift
    if output=$("$@" 2>&1); then
        echo "ok - $sentence"
    else
        echo "not ok - $sentence"
        printf '%s\n' "$output" | tail -n 20 | sed 's/^/#   /'
        failed=$((failed + 1))
    fi
}

mkdir -p "$copy/$build" "$copy/docs"
cp -a Makefile src include scripts release-gate.pc.in "$copy"
cp -a docs/kinds.head.md "$copy/docs"
cp -a "$build"/src "$build"/*.a "$build/release-gate" "$copy/$build"
cat >>"$copy/src/core/kinds.table" <<'ROW'

# ---- Made up

example.com Machine machines v1,v1beta1 namespaced
    image spec.parts[].image
    revision spec.plan ref:git of url
    destination spec.target own
    gitops
ROW

judge() { # TAG REVISION NAMESPACE
    "$copy/$build/release-gate" check - <<OBJECT
apiVersion: example.com/v1
kind: Machine
metadata: {name: press, namespace: dev}
spec:
  parts: [{image: "press:$1"}]
  plan: {url: "https://git.example/plan", ref: $2}
  target: $3
OBJECT
}

refuses() { # PART TAG REVISION NAMESPACE
    local output status=0
    output=$(judge "${@:2}") || status=$?
    echo "$status $output"
    [[ $status = 1 && $output = *"$1"* ]]
}

holds() { # PART COMMAND...
    "${@:2}" | grep -F -- "$1"
}

check "it is built" make -C "$copy" "$build/release-gate"
check "its release is accepted" judge v1.2.3 v1.2.3 production
check "its pre-release is refused" refuses 'field "spec.parts[0].image" image "press:v1.2.3-rc.1" is a pre-release' \
    v1.2.3-rc.1 v1.2.3 production
check "and its branch" refuses 'set spec.plan.ref to a release tag' v1.2.3 main production
check "its destination decides" judge edge main dev
check "its page is made" holds '| Machine | v1,v1beta1 |' "$copy/scripts/kinds" docs
check "so are its rules" holds 'resources: [machines]' "$copy/scripts/kinds" rules
check "and its cases" holds 'spec.parts[].image' "$copy/scripts/kinds" places

[ "$failed" = 0 ]
