#!/usr/bin/env bash
# A real API server with the definitions of all custom resources in the table of kinds asks a server by
# the chart's webhooks: a release is admitted at each place, a candidate denied. Argo CD's and Flux' have
# their own definitions; the others take any object.
#   tests/chart/kinds.sh    prints "ok ..." and "not ok ..."
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
# shellcheck source=lib.sh
. tests/chart/lib.sh
server=''
trap '[ -z "$server" ] || kill "$server"; tests/tools/api-server --down "$work/cluster"
    rm -rf "$work"' EXIT

tests/tools/build helm4 || exit
start_api_server

objects() { # OPTION...
    scripts/kinds places | python3 tests/integration/kinds.py "$@"
}

mapfile -t theirs < <("$kubectl" get crds -o json | jq -r '.items[].metadata.name')
objects --definitions "${theirs[@]}" >"$work/definitions"
check "the API server takes a definition of each kind" \
    "$kubectl" apply --server-side -f "$work/definitions"
check "and serves it" wait_for_definitions
for namespace in argocd flux-system production customer-a shop-staging release-gate; do
    "$kubectl" create namespace "$namespace" >/dev/null
done

# ---- The server, and the chart's webhooks with its address in place of the Service. What is cluster-wide
# has the default environment.

"$program" serve --listen 127.0.0.1:0 --metrics-listen 127.0.0.1:0 --default-environment production \
    --tls-cert "$work/cluster/server.crt" --tls-key "$work/cluster/server.key" 2>"$work/log" &
server=$!
for _ in $(seq 200); do
    address=$(jq -rR 'fromjson? | select(.msg == "serving") | .address' "$work/log")
    [ -z "$address" ] || break
    sleep 0.1
done
check "the chart's webhooks are there" "$kubectl" apply -f <(webhooks_at "$address" \
    --set defaultEnvironment=production,namespaceGuard.enabled=false)
for _ in $(seq 100); do
    "$kubectl" -n production run probe --image=app:main --dry-run=server >/dev/null 2>&1 || break
    sleep 0.2
done

# ---- Every place of every kind.

apply() { # FILE: prints what kubectl does
    "$kubectl" apply --server-side --dry-run=server -f "$1" 2>&1
}

objects --objects allow "${theirs[@]}" >"$work/allow"
objects --objects deny "${theirs[@]}" >"$work/deny"
apply "$work/allow" >"$work/allowed"
is "every release is admitted" "$(grep -v ' serverside-applied (server dry run)$' "$work/allowed")" ""
is "as many as there are" "$(wc -l <"$work/allowed")" "$(wc -l <"$work/allow")"
apply "$work/deny" >"$work/denied"
is "no candidate is admitted" "$(grep ' serverside-applied' "$work/denied")" ""
is "each is denied by the gate" \
    "$(grep -c 'denied the request: production ' "$work/denied")" "$(wc -l <"$work/deny")"

# ---- Argo CD and Flux with their own definitions.

for controller in argocd flux; do
    examples=deploy/$controller/examples
    check "the API server takes $examples/accepted.yaml" "$kubectl" apply -f "$examples/accepted.yaml"
    apply "$examples/refused.yaml" >"$work/refused"
    is "and nothing of $examples/refused.yaml" \
        "$(grep -c 'denied the request: production ' "$work/refused") $(grep -c ' serverside-applied' \
            "$work/refused")" "$(grep -c '^kind: ' "$examples/refused.yaml") 0"
done
has "kubectl shows source, revision and what to set" \
    "$("$kubectl" apply -f deploy/argocd/examples/refused.yaml 2>&1)" \
    'production accepts full releases only: Application argocd/pre-latest source "https://github.com/example/shop" revision "pre-latest" is a branch, which moves with every commit [RG004]; set spec.source.targetRevision to a release tag (vX.Y.Z)'

patch() { # JSON
    "$kubectl" -n argocd patch application shop-staging --type=merge --patch "$1" 2>&1
}
has "what runs a branch can still be changed" "$(patch '{"metadata": {"labels": {"a": "b"}}}')" patched
has "but cannot be turned to production" \
    "$(patch '{"spec": {"destination": {"namespace": "production"}}}')" "denied the request"
has "nor be synchronised to a commit there" "$("$kubectl" -n argocd patch application shop --type=merge \
    --patch '{"operation": {"sync": {"revision": "0123456789abcdef0123456789abcdef01234567"}}}' 2>&1)" \
    'operation.sync.revision'
has "a controller writes its status" "$("$kubectl" -n argocd patch application shop --type=merge \
    --patch '{"status": {"sync": {"status": "Synced", "revision": "0123456789abcdef0123456789abcdef01234567",
    "comparedTo": {"source": {"repoURL": "x"}, "destination": {}}}}}' 2>&1)" patched

[ "$failed" = 0 ]
