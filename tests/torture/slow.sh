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

# Handshakes take their time where there is not much processor.
attack_is_on() { # CONNECTIONS
    local deadline=$((SECONDS + 30))
    until [ "$(open_connections)" -ge $(($1 * 9 / 10)) ]; do
        [ "$SECONDS" -lt "$deadline" ] || return
        sleep 0.2
    done
}

attack() { # NAME OPTION SETTING CONNECTIONS
    slowhttptest "$2" -c "$connections" -r "$connections" -l $((seconds + 40)) -i 1 -p 3 \
        -u "https://$address/validate/production" -s 8192 >"$work/slow" 2>&1 &
    slow=$!
    attack_is_on "$4"
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

attack_all() { # SETTING CONNECTIONS OPTION...
    local setting=$1 open=$2
    shift 2
    start_server --threads 2 "$@"
    echo "# alone: $(good_client)"
    attack headers -H "$setting" "$open"
    attack bodies -B "$setting" "$open"
    attack reads -X "$setting" "$open"
    still_answers
    stop_server
}

attack_all "room for all" "$connections" --max-connections $((connections * 2)) --max-connections-per-address 0
attack_all "a limit for each address" $((connections / 10)) --max-connections $((connections * 2)) \
    --max-connections-per-address $((connections / 10))
finish
