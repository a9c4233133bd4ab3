#!/usr/bin/env bash
# More clients than there is room for, slow ones, and no descriptors left.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

deployment=$reviews/001-CREATE-deployments.json

shed() { # REASON
    curl --silent --max-time "$patience" "http://$plain/metrics" |
        sed -n "s/^release_gate_shed_total{reason=\"$1\"} //p"
}

has_shed() { # REASON
    [ "$(shed "$1")" -gt 0 ]
}

open_connections() {
    curl --silent --max-time "$patience" "http://$plain/metrics" |
        sed -n 's/^release_gate_connections_open //p'
}

has_connections() { # COUNT
    [ "$(open_connections)" = "$1" ]
}

keep() { # hold|silent|unread COUNT
    keep_clients python3 "$here/overload_clients.py" "$address" "$1" "$2"
}

review_status() { # [CURL OPTION...]
    post /validate "$deployment" "$@"
    echo "$status"
}

is_answered() {
    [ "$(review_status)" = 200 ]
}

# ---- Too many connections.

start_server --max-connections 8
keep hold 8
post /validate "$deployment"
is "one too many is told so" "$status" 503
is "and when to come again" "$(header Retry-After)" 1
is "and not to stay" "$(header Connection)" close
has "in words" "$(body .message)" "too many connections"
ask /livez
is "a kubelet is still answered" "$status" 200
is "they are counted" "$(has_shed connections && echo yes)" yes
let_go
eventually is_answered
is "when they have gone there is room again" "$status" 200
stop_server

start_server --max-connections-per-address 4
keep hold 4
is "one too many from an address is told so" "$(review_status)" 503
is "from another address it is not" "$(review_status --interface 127.0.0.2)" 200
is "and is counted" "$(has_shed connections_of_address && echo yes)" yes
let_go
stop_server

# ---- Those who never asked give way to those who do.

start_server --max-connections 8
keep silent 8
eventually has_connections 8
sleep 1.2
is "silent connections give way" "$(review_status)" 200
is "one for one" "$(open_connections)" 7
let_go
stop_server

# Past the reserve a connection is closed at once, and nobody is lost for it.
start_server --max-connections 8
keep silent 150
let_go
eventually has_connections 0
is "a flood passes" "$(review_status)" 200
stop_server

# ---- Slow clients.

within() { # SENTENCE FROM UNTIL SECONDS
    awk -v from="$2" -v until="$3" -v got="$4" 'BEGIN { exit !(got >= from && got <= until) }'
    is "$1 (after $4 s)" $? 0
}

trickle() { # WHAT
    python3 "$here/overload_clients.py" "$address" "$1"
}

start_server --header-timeout 3s --request-timeout 3s
trickles=()
for what in handshake headers more-headers body; do
    trickle "$what" >"$work/$what" &
    trickles+=("$!")
done
wait "${trickles[@]}"
within "a handshake that does not end is cut off" 0.5 20 "$(cat "$work/handshake")"
within "headers that do not end are cut off" 0.5 20 "$(cat "$work/headers")"
within "also those of a second request" 0.9 10 "$(cat "$work/more-headers")"
within "a body that does not end is cut off" 0.5 20 "$(cat "$work/body")"
is "slow headers are counted" "$(shed slow_headers)" 3
is "slow bodies too" "$(shed slow_body)" 1
still_answers
stop_server

start_server
within "a body that hardly moves is cut off before its time" 9.9 25 "$(trickle body)"
stop_server

# Answers that nobody reads fill the buffers of both sides, and then wait.
start_server --request-timeout 2s
keep unread 2
is "who does not read holds up nobody" "$(review_status)" 200
eventually has_connections 0
is "and is cut off" "$(open_connections)" 0
is "slow readers are counted" "$(shed slow_reader)" 2
let_go
stop_server

# ---- No descriptors.

descriptors() {
    find "/proc/$server/fd" -mindepth 1 2>/dev/null | wc -l
}

without_descriptors() { # SENTENCE
    local before after limit
    limit=$(ulimit -n)
    prlimit --pid "$server" --nofile="$(descriptors):$limit"
    (exec 9<>"/dev/tcp/${address%:*}/${address##*:}"; sleep 2) 2>/dev/null &
    local waiting=$!
    sleep 0.3
    before=$(used)
    sleep 1.5
    after=$(used)
    wait "$waiting"
    [ $((after - before)) -lt 30 ]
    is "$1 (it took $((after - before)) of 150 ticks)" $? 0
    prlimit --pid "$server" --nofile="$limit:$limit"
    eventually is_answered
    is "with descriptors it goes on" "$status" 200
    is "the pauses are counted" "$(has_shed descriptors && echo yes)" yes
}

if command -v prlimit >/dev/null && [ -z "${VALGRIND-}" ]; then
    start_server
    without_descriptors "without a descriptor for the first connection it does not spin"
    keep hold 3
    without_descriptors "nor with connections open"
    let_go
    stop_server

    printf '%s\n' 'apiVersion: release-gate.power-edge.io/v1' 'kind: Configuration' >"$work/config.yaml"
    start_server -c "$work/config.yaml" --reload-interval 50ms
    prlimit --pid "$server" --nofile="4:$(ulimit -n)"
    echo '# changed' >>"$work/config.yaml"
    eventually grep -q 'configuration not reloaded: the last good one stays' "$log"
    has "a configuration that no descriptor is left for is not taken" "$(cat "$log")" "Too many open files"
    prlimit --pid "$server" --nofile="$(ulimit -n):$(ulimit -n)"
    eventually grep -q '"configuration reloaded"' "$log"
    is "and is when there is one" "$(review_status)" 200
    stop_server

    (ulimit -n 256 && exec "$program" serve --listen 127.0.0.1:0 --metrics-listen '' \
        --shutdown-delay 0s 2>"$log") &
    server=$!
    eventually is_up_or_gone
    has "a limit that is too low is told" "$(cat "$log")" '"connections":32'
    stop_server
fi

finish
