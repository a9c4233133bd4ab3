#!/usr/bin/env bash
# How the server starts, says that it is ready, and ends.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

deployment=$reviews/001-CREATE-deployments.json
size=$(wc -c <"$deployment")

request_head() {
    printf 'POST /validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
    printf 'Content-Length: %s\r\n\r\n' "$size"
}

# Sends the first half of a review, waits, and sends the rest.
in_two_halves() { # SECONDS
    request_head
    head -c 500 "$deployment"
    sleep "$1"
    tail -c +501 "$deployment"
}

has_open_request() {
    curl --silent --max-time "$patience" "http://$plain/metrics" |
        grep -q '^release_gate_requests_in_flight 1$'
}

has_threads() {
    [ "$(find "/proc/$server/task" -mindepth 1 -maxdepth 1 2>/dev/null | wc -l)" -gt 2 ]
}

messages() {
    jq -r .msg "$log"
}

probe() { # PATH
    curl --silent --insecure --max-time 5 --write-out ' %{http_code}' "https://$address$1"
}

# ---- The start.

start_server --threads 3
is "one line says that it serves" "$(messages | grep -c '^serving$')" 1
is "it has the version" "$(logged version)" "$("$program" version | sed -n 's/^release-gate //p')"
is "and the threads" "$(logged threads)" 3
is "and the environments" "$(logged environments | tr -d ' \n')" '["production","test","dev"]'
is "and the hash of the policy" "$(logged policy | tr -d 0-9a-f | wc -c)" 1
is "every line is JSON with time, level and message" \
    "$(jq -c 'select((.time | test("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$")) and
        (.level | IN("error", "warn", "info", "debug")) and .msg) | 1' "$log" | wc -l)" \
    "$(wc -l <"$log")"

timeout "$patience" "$program" serve --listen "$address" --metrics-listen '' 2>"$work/second"
is "a port in use ends a second server with status 5" $? 5
has "its message has address and reason" "$(cat "$work/second")" \
    "cannot listen on $address: Address already in use"
timeout "$patience" "$program" serve --listen 127.0.0.1:0 --metrics-listen "$address" 2>"$work/second"
has "so has that of the plain port" "$(cat "$work/second")" "cannot listen on $address"
timeout "$patience" "$program" serve --listen 192.0.2.1:8443 --metrics-listen '' 2>"$work/second"
has "an address of another machine is named" "$(cat "$work/second")" "cannot listen on 192.0.2.1:8443"

# ---- SIGHUP does not end it, SIGTERM does.

kill -HUP "$server"
sleep 0.3
still_answers
stop_server
is "the last line says that it stopped" "$(messages | tail -n 1)" stopped

start_server
kill -INT "$server"
wait_for_server
is "SIGINT ends it with status 0 too" "$exit_status" 0

# ---- While it shuts down: not ready, but serving, and every connection is closed.

start_server --shutdown-delay 8s
is "before, it is ready" "$(probe /readyz)" "ok 200"
kill -TERM "$server"
eventually grep -q '"shutting down"' "$log"
sleep 0.1
has "then it is not ready" "$(probe /readyz)" "shutting down"
has "and says 503" "$(probe /readyz)" " 503"
is "the same on the plain port" \
    "$(curl -s --max-time 5 -o /dev/null -w '%{http_code}' "http://$plain/readyz")" 503
is "it is alive" "$(probe /livez)" "ok 200"
post /validate "$deployment"
is "reviews are still answered" "$status" 200
is "with an end to the connection" "$(header Connection)" close
wait_for_server
is "after the delay it ends with status 0" "$exit_status" 0

# ---- A request that is open when the signal comes is answered.

start_server
in_two_halves 5 | raw 20 >"$work/open" &
client=$!
eventually has_open_request
kill -TERM "$server"
wait_for_server
wait "$client"
is "an open request is answered" "$(head -n 1 "$work/open" | tr -d '\r')" "HTTP/1.1 200 OK"
is "and the server ends with status 0" "$exit_status" 0

start_server --drain-timeout 1s
in_two_halves 30 | raw 1 >"$work/open" &
client=$!
eventually has_open_request
kill -TERM "$server"
wait_for_server
is "a request that takes too long is not waited for" "$(cat "$work/open")" ""
is "the end is orderly all the same" "$exit_status" 0
has "the log says that it was cut off" "$(messages)" "requests cut off"
kill "$client" 2>/dev/null
wait "$client" 2>/dev/null

# ---- Clients that keep their connections and go on asking notice nothing but the end.

for delay in 1s 0s; do
    start_server --shutdown-delay "$delay"
    python3 "$here/drain_clients.py" "$address" "$deployment" >"$work/clients" 2>&1 &
    client=$!
    eventually grep -q ready "$work/clients"
    kill -TERM "$server"
    wait_for_server
    is "with $delay of delay it ends with status 0" "$exit_status" 0
    wait "$client"
    is "no client loses a request" "$(sed -n 's/ refused.*//p' "$work/clients")" "0 lost, 8"
done

# A client that keeps its connection and is silent holds nothing up.
start_server --drain-timeout 60s
{ printf 'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n'; sleep 20; } | raw 20 >"$work/open" &
client=$!
eventually grep -q ok "$work/open"
kill -TERM "$server"
SECONDS=0
wait_for_server
[ "$SECONDS" -lt 15 ]
is "a silent connection holds nothing up (it took $SECONDS s)" $? 0
kill "$client" 2>/dev/null

# ---- A second signal is an order.

start_server --shutdown-delay 60s
kill -TERM "$server"
eventually grep -q '"shutting down"' "$log"
kill -TERM "$server"
wait_for_server
is "a second SIGTERM ends it at once" "$exit_status" $((128 + 15))
start_server --shutdown-delay 60s
kill -TERM "$server"
eventually grep -q '"shutting down"' "$log"
kill -INT "$server"
wait_for_server
is "so does a SIGINT after it" "$exit_status" $((128 + 2))

# ---- Nobody stops the gate by not reading its log.

mkfifo "$work/pipe"
# shellcheck disable=SC2217 # it is to hold the pipe open, not to read it
sleep 600 <"$work/pipe" &
reader=$!
"$program" serve --listen 127.0.0.1:0 --metrics-listen '' --shutdown-delay 0s --log-format text \
    2>"$work/pipe" &
server=$!
eventually has_threads
kill "$reader"
wait "$reader" 2>/dev/null
kill -TERM "$server"
wait_for_server
is "a log pipe that was closed does not matter" "$exit_status" 0
if [ -w /dev/full ]; then
    "$program" serve --listen 127.0.0.1:0 --metrics-listen '' --shutdown-delay 0s 2>/dev/full &
    server=$!
    eventually has_threads
    kill -TERM "$server"
    wait_for_server
    is "nor does a full disk" "$exit_status" 0
fi

# ---- Settings, from strongest to weakest.

printf 'apiVersion: release-gate.power-edge.io/v1\nkind: Configuration\n%s\n' \
    'server: {threads: 5, drainTimeout: 1s}' >"$work/config.yaml"
start_server --config "$work/config.yaml"
is "a file sets the threads" "$(logged threads)" 5
stop_server
SERVER_ENV=RELEASE_GATE_SERVER_THREADS=4 start_server --config "$work/config.yaml"
is "a variable wins over it" "$(logged threads)" 4
stop_server
SERVER_ENV=RELEASE_GATE_SERVER_THREADS=4 start_server --config "$work/config.yaml" --threads 2
is "an option wins over both" "$(logged threads)" 2
stop_server
SERVER_ENV=RELEASE_GATE_SERVER_THREDS=4 start_server
has "a variable that nobody knows is pointed out" "$(cat "$log")" \
    "RELEASE_GATE_SERVER_THREDS; did you mean RELEASE_GATE_SERVER_THREADS?"
stop_server
SERVER_ENV=RELEASE_GATE_SERVICE_HOST=10.0.0.1 start_server
is "Kubernetes' own variables are not" "$(grep -c 'unknown environment variable' "$log")" 0
stop_server

start_server --listen '[::1]:0'
has "IPv6 works" "$address" "[::1]:"
is "and answers" "$(probe /livez)" "ok 200"
stop_server
start_server --listen '[::]:0'
address=127.0.0.1:${address##*:}
is "[::] takes IPv4 too" "$(probe /livez)" "ok 200"
stop_server

finish
