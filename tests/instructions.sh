#!/usr/bin/env bash
# Counts the instructions of one decision for reviews of growing size: what costs twice as much must
# be twice as large. Counts do not depend on the machine's load, so runs can be compared.
#   tests/instructions.sh JUDGE_FILE    the program from tests/bench
set -euo pipefail

judge_file=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# More decisions than one, so that start-up cancels out of the difference.
few=1
many=11

# A Deployment as the API server sends it, in which every container is judged in full and passes.
write_review() { # CONTAINERS
    awk -v n="$1" 'BEGIN {
        printf "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":{"
        printf "\"uid\":\"cf0b9c02-5574-4cb0-9b09-0d3e02b171db\",\"operation\":\"CREATE\","
        printf "\"kind\":{\"group\":\"apps\",\"version\":\"v1\",\"kind\":\"Deployment\"},"
        printf "\"resource\":{\"group\":\"apps\",\"version\":\"v1\",\"resource\":\"deployments\"},"
        printf "\"name\":\"web\",\"namespace\":\"production\",\"userInfo\":{\"username\":\"admin\"},"
        printf "\"object\":{\"kind\":\"Deployment\",\"apiVersion\":\"apps/v1\","
        printf "\"metadata\":{\"name\":\"web\",\"namespace\":\"production\"},"
        printf "\"spec\":{\"template\":{\"spec\":{\"containers\":["
        for (i = 0; i < n; i++) {
            printf "%s{\"name\":\"c%d\",\"image\":\"ghcr.io/power-edge/service-%d:v1.%d.%d\",", \
                i ? "," : "", i, i, i % 97, i % 13
            printf "\"resources\":{},\"terminationMessagePath\":\"/dev/termination-log\","
            printf "\"terminationMessagePolicy\":\"File\",\"imagePullPolicy\":\"IfNotPresent\"}"
        }
        printf "]}}}},\"oldObject\":null,\"dryRun\":false}}"
    }'
}

instructions() { # COUNT FILE
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$judge_file" "$1" "$2" 2>&1 |
        sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}

printf '| containers | bytes | instructions per decision | per container | per byte |\n'
printf '|---:|---:|---:|---:|---:|\n'
first=0
for containers in 1 10 100 1000 10000; do
    review=$work/$containers.json
    write_review "$containers" >"$review"
    bytes=$(wc -c <"$review")
    each=$((($(instructions "$many" "$review") - $(instructions "$few" "$review")) / (many - few)))
    printf '| %d | %d | %d | %d | %d |\n' "$containers" "$bytes" "$each" $((each / containers)) \
        $((each / bytes))
    [ "$containers" != 100 ] || first=$((each / containers))
    last=$((each / containers))
done

# From 100 to 10000 containers the price of one may not double.
if [ "$last" -ge $((first * 2)) ]; then
    echo "the cost grows faster than the review: $first instructions per container became $last" >&2
    exit 1
fi
