#!/usr/bin/env bash
# Time and peak memory of an audit of clusters of growing size, as markdown: the memory must not grow
# with the number of pods.
#   tests/bench/audit.sh RELEASE_GATE
set -euo pipefail
cd "$(dirname "$0")/../.." || exit

program=$1
work=$(mktemp -d)
server=''
stop() { [ -z "$server" ] || kill "$server" 2>/dev/null || true; }
trap 'stop; rm -rf "$work"' EXIT

start_server() { # OPTION...: leaves a kubeconfig
    : >"$work/address"
    tests/integration/list_server.py "$@" >"$work/address" &
    server=$!
    until [ -s "$work/address" ]; do sleep 0.1; done
    printf 'apiVersion: v1\nkind: Config\ncurrent-context: a\nclusters: [{name: a, cluster: {server: "%s"}}]\ncontexts: [{name: a, context: {cluster: a, user: a}}]\nusers: [{name: a, user: {}}]\n' \
        "$(cat "$work/address")" >"$work/kubeconfig"
}

measure() { # PODS COMMAND...: seconds, processor seconds of the program, peak KiB
    local status=0
    shift
    /usr/bin/time -o "$work/time" -f '%e %U %S %M' "$@" >"$work/out" 2>"$work/complaint" || status=$?
    if [ "$status" -gt 1 ]; then
        cat "$work/complaint" >&2
        exit 1
    fi
    tail -n 1 "$work/time"
}

row() { # SOURCE PODS ELAPSED USER SYSTEM KIB
    awk -v source="$1" -v pods="$2" -v elapsed="$3" -v cpu="$(echo "$4 $5" | awk '{ print $1 + $2 }')" -v kib="$6" \
        'BEGIN { printf "| %s | %d | %.1f s | %.1f s | %.1f MiB |\n", source, pods, elapsed, cpu, kib / 1024 }'
}

echo '| from | pods | elapsed | CPU | peak memory |'
echo '|---|---|---|---|---|'
# As many workloads each time: what the report holds stays the same.
for pods in 1000 10000 100000; do
    start_server --pods "$pods" --each "$((pods / 500))"
    read -r -a figures < <(measure "$pods" "$program" audit -A --kubeconfig "$work/kubeconfig" -o json)
    row cluster "$pods" "${figures[@]}"
    for list in /api/v1/namespaces /apis/apps/v1/deployments /apis/apps/v1/replicasets /api/v1/pods; do
        curl -sS "$(cat "$work/address")$list"
    done >"$work/dump.json"
    read -r -a figures < <(measure "$pods" "$program" audit -f "$work/dump.json" -o json)
    row "dump of $(($(stat -c %s "$work/dump.json") >> 20)) MiB" "$pods" "${figures[@]}"
    stop
done
