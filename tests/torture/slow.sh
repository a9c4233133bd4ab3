#!/usr/bin/env bash
# slowhttptest's slow headers, slow bodies and slow reads from one address, and a good client from another:
# once with room for all, once with a limit for each address that a tenth of the attack reaches.
#   tests/torture/slow.sh    Environment: RELEASE_GATE, CONNECTIONS (200), TIME (3 s of each), P99_MS (2000:
# attacker and client share the machine; 5 on one of its own)
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/../integration/lib.sh"

connections=${CONNECTIONS:-200} seconds=${TIME:-3} most=${P99_MS:-2000}
ulimit -n "$(ulimit -Hn)"

good_client() {
    "$here/../torture/good_client.py" "$address" /validate/production "$reviews/011-UPDATE-deployments.json" \
        "$seconds" 127.0.0.2
}

open_connections() {
    curl -s "http://$plain/metrics" | sed -n 's/^release_gate_connections_open //p'
}

attack() { # NAME OPTION SETTING
    slowhttptest "$2" -c "$connections" -r "$connections" -l $((seconds + 6)) -i 1 -p 3 \
        -u "https://$address/validate/production" -s 8192 >"$work/slow" 2>&1 &
    slow=$!
    sleep 3
    local open got
    open=$(open_connections)
    got=$(good_client)
    kill "$slow" 2>/dev/null
    wait "$slow"
    echo "# slow $1, $3, $open of $connections connections open: $got"
    has "slow $1, $3: all of a good client's requests are answered" "$got" ' 0 failed'
    is "and their p99 is under $most ms" \
        "$(sed -n 's/.*p99 \([0-9.]*\) ms.*/\1/p' <<<"$got" | awk -v most="$most" '{ print ($1 < most) }')" 1
}

attack_all() { # SETTING OPTION...
    local setting=$1
    shift
    start_server --threads 2 "$@"
    echo "# alone: $(good_client)"
    attack headers -H "$setting"
    attack bodies -B "$setting"
    attack reads -X "$setting"
    still_answers
    stop_server
}

attack_all "room for all" --max-connections $((connections * 2)) --max-connections-per-address 0
attack_all "a limit for each address" --max-connections $((connections * 2)) \
    --max-connections-per-address $((connections / 10))
finish
