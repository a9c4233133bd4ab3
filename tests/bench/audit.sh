#!/usr/bin/env bash
# Processor time and peak memory of an audit of clusters of growing size, as markdown: the memory must
# not grow with the number of pods. How long it takes is up to the server that makes the lists.
#   tests/bench/audit.sh RELEASE_GATE    Environment: PODS, how many, in place of the usual ones
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

measure() { # COMMAND...: user and system seconds, peak KiB
    local status=0
    /usr/bin/time -o "$work/time" -f '%U %S %M' "$@" >"$work/out" 2>"$work/complaint" || status=$?
    if [ "$status" -gt 1 ]; then
        cat "$work/complaint" >&2
        exit 1
    fi
    tail -n 1 "$work/time"
}

row() { # SOURCE PODS USER SYSTEM KIB
    awk -v source="$1" -v pods="$2" -v user="$3" -v system_s="$4" -v kib="$5" \
        'BEGIN { printf "| %d | %s | %.1f s | %.1f MiB |\n", pods, source, user + system_s, kib / 1024 }'
}

echo '| pods | from | CPU | peak memory |'
echo '|---:|---|---:|---:|'
# As many workloads each time: what the report holds stays the same.
for pods in ${PODS:-1000 10000 100000}; do
    start_server --pods "$pods" --each "$((pods / 500))"
    read -r -a figures < <(measure "$program" audit -A --kubeconfig "$work/kubeconfig" -o json)
    row "API server" "$pods" "${figures[@]}"
    for list in /api/v1/namespaces /apis/apps/v1/deployments /apis/apps/v1/replicasets /api/v1/pods; do
        curl -sS "$(cat "$work/address")$list"
    done >"$work/dump.json"
    read -r -a figures < <(measure "$program" audit -f "$work/dump.json" -o json)
    row "dump of $(($(stat -c %s "$work/dump.json") >> 20)) MiB" "$pods" "${figures[@]}"
    stop
done
