#!/usr/bin/env bash
# slowhttptest's slow headers, slow bodies and slow reads; a good client meanwhile.
#   tests/torture/slow.sh    Environment: RELEASE_GATE, CONNECTIONS (200), TIME (5 s of each), P99_MS (2000:
# attacker and client share the machine; 5 on one of its own)
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/../integration/lib.sh"

ulimit -n 20000
start_server --threads 2 --max-connections 10000
printf 'wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\nlocal f = io.open("%s")\nwrk.body = f:read("*a")\n' \
    "$reviews/011-UPDATE-deployments.json" >"$work/post.lua"

good_client() { # prints the 99th percentile in ms
    wrk -t 1 -c 1 -d "${TIME:-5}s" --latency --timeout 20s -s "$work/post.lua" \
        "https://$address/validate/production" >"$work/wrk" 2>&1
    sed -nE 's/^ *99% +([0-9.]+)us$/\1 0.001/p; s/^ *99% +([0-9.]+)ms$/\1 1/p; s/^ *99% +([0-9.]+)s$/\1 1000/p' \
        "$work/wrk" | awk '{ print $1 * $2 }'
}

echo "# alone: p99 $(good_client) ms"
for attack in headers:-H body:-B read:-X; do
    slowhttptest "${attack#*:}" -c "${CONNECTIONS:-200}" -r "${CONNECTIONS:-200}" -l "$((${TIME:-5} + 3))" -i 1 -p 3 \
        -u "https://$address/validate/production" -s 8192 >"$work/slow" 2>&1 &
    slow=$!
    sleep 2
    p99=$(good_client)
    kill "$slow" 2>/dev/null
    wait "$slow"
    echo "# slow ${attack%:*} on ${CONNECTIONS:-200} connections: p99 $p99 ms"
    is "slow ${attack%:*}: a good client's p99 is under ${P99_MS:-2000} ms" \
        "$(awk -v p="$p99" -v most="${P99_MS:-2000}" 'BEGIN { print (p != "" && p + 0 < most) }')" 1
    is "and it got only answers" "$(grep -cE 'Non-2xx|Socket errors' "$work/wrk")" 0
done
still_answers
stop_server
finish
