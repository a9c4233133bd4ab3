#!/usr/bin/env bash
# Counts the instructions of one decision: for reviews of four sizes, which may not exceed what
# tests/bench/instructions.tsv records by more than 5 %, and for one of ever more containers: what costs
# twice as much must be twice as large. Counts do not depend on the machine's load, so runs can be
# compared; they depend a little on the libraries and on the processor's instruction set.
#   tests/instructions.sh JUDGE_FILE            the program from tests/bench
#   tests/instructions.sh JUDGE_FILE --update   records what was counted
set -euo pipefail
cd "$(dirname "$0")/.."

judge_file=$1
recorded=tests/bench/instructions.tsv
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# More decisions than one, so that start-up cancels out of the difference.
few=1
many=11
tolerance_percent=5

# A Deployment as the API server sends it, in which every container is judged in full and passes.
write_review() { # CONTAINERS
    awk -v n="$1" 'BEGIN {
        printf "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":{"
        printf "\"uid\":\"cf0b9c02-5574-4cb0-9b09-0d3e02b171db\","
        printf "\"kind\":{\"group\":\"apps\",\"version\":\"v1\",\"kind\":\"Deployment\"},"
        printf "\"resource\":{\"group\":\"apps\",\"version\":\"v1\",\"resource\":\"deployments\"},"
        printf "\"name\":\"web\",\"namespace\":\"production\",\"operation\":\"CREATE\","
        printf "\"userInfo\":{\"username\":\"admin\"},"
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

each_decision() { # FILE
    echo $((($(instructions "$many" "$1") - $(instructions "$few" "$1")) / (many - few)))
}

count_sizes() {
    local size review bytes each
    # The recorded update has an image that is denied, so that what the object was before counts.
    sed 's/power-edge:pre-latest/power-edge:v1.2.4/' tests/data/reviews/012-UPDATE-deployments.json \
        >"$work/012-UPDATE-of-releases.json"
    tests/bench/review.py 100000 >"$work/generated-100-KB.json"
    tests/bench/review.py 1000000 >"$work/generated-1-MB.json"
    for review in tests/data/reviews/{001-CREATE,012-UPDATE}-deployments.json \
        "$work"/012-*.json "$work"/*-KB.json "$work"/*-MB.json; do
        size=$(basename "$review" .json)
        bytes=$(wc -c <"$review")
        each=$(each_decision "$review")
        printf '%s\t%d\t%d\n' "$size" "$bytes" "$each"
    done
}

count_sizes >"$work/sizes"
[ "${2-}" != --update ] || {
    { echo "# review, bytes, instructions of one decision" && cat "$work/sizes"; } >"$recorded"
}

status=0
printf '| review | bytes | instructions per decision | recorded | per byte |\n'
printf '|---|---:|---:|---:|---:|\n'
while IFS=$'\t' read -r size bytes each; do
    bound=$(awk -F'\t' -v size="$size" '$1 == size { print $3 }' "$recorded")
    printf '| %s | %d | %d | %d | %d |\n' "$size" "$bytes" "$each" "$bound" $((each / bytes))
    if [ $((each * 100)) -gt $((bound * (100 + tolerance_percent))) ]; then
        echo "$size: more than $tolerance_percent % above $recorded" >&2
        status=1
    fi
done <"$work/sizes"

printf '\n| containers | bytes | instructions per decision | per container | per byte |\n'
printf '|---:|---:|---:|---:|---:|\n'
first=0
for containers in 1 10 100 1000 10000; do
    review=$work/$containers.json
    write_review "$containers" >"$review"
    bytes=$(wc -c <"$review")
    each=$(each_decision "$review")
    printf '| %d | %d | %d | %d | %d |\n' "$containers" "$bytes" "$each" $((each / containers)) \
        $((each / bytes))
    [ "$containers" != 100 ] || first=$((each / containers))
    last=$((each / containers))
done

# From 100 to 10000 containers the price of one may not double.
if [ "$last" -ge $((first * 2)) ]; then
    echo "the cost grows faster than the review: $first instructions per container became $last" >&2
    status=1
fi
exit "$status"
