#!/usr/bin/env bash
# The chart in a cluster: a real API server with its controllers, Helm 3 and 4, and the server's pods,
# each in a network namespace, asked through the chart's Service. All of it lives in namespaces of its
# own (network, mounts, processes) and ends with them. Needs root.
#   tests/e2e/e2e.sh            all cases, side by side in several clusters, since most of their time is
#                               waiting
#   tests/e2e/e2e.sh CASE...    these in one cluster, one after the other; CASE: a name in tests/e2e/cases
# Both print "ok ..." and "not ok ...".
# Environment: RELEASE_GATE (the program)
set -uo pipefail
cd "$(dirname "$0")/../.." || exit

longest_seconds=1200
lanes=(changes certificates life "decisions outages gitops audit")

run_lanes() {
    local number pids=() status=0
    for number in "${!lanes[@]}"; do
        # shellcheck disable=SC2086 # several words
        "$0" ${lanes[number]} >"$folder/$number" 2>&1 &
        pids+=($!)
    done
    trap 'kill "${pids[@]}" 2>/dev/null' INT TERM
    for number in "${!lanes[@]}"; do
        wait "${pids[number]}" || status=1
        cat "$folder/$number"
    done
    return "$status"
}

if [ "$#" = 0 ]; then
    folder=$(mktemp -d) || exit
    trap 'rm -rf "$folder"' EXIT
    tests/tools/build helm3 helm4 kubectl etcd kube-apiserver kube-controller-manager || exit
    run_lanes
    exit
fi

definitions=${E2E_DEFINITIONS-}
if [ -z "$definitions" ]; then
    tests/tools/build helm3 helm4 kubectl etcd kube-apiserver kube-controller-manager || exit
    E2E_DEFINITIONS=$(mktemp) || exit
    export E2E_DEFINITIONS
    # Outside, where there is a network.
    tests/chart/crds >"$E2E_DEFINITIONS" || exit
    exec timeout --signal=KILL "$longest_seconds" \
        unshare --net --mount --pid --fork --kill-child --mount-proc "$0" "$@"
fi

# shellcheck source=lib.sh
. tests/e2e/lib.sh

start_cluster
rm "$E2E_DEFINITIONS"
for name; do
    SECONDS=0
    # shellcheck source=/dev/null
    . "tests/e2e/cases/$name.sh"
    echo "# $name took $SECONDS s"
done

[ "$failed" = 0 ] || show_logs
[ "$failed" = 0 ]
