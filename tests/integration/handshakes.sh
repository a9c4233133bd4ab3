#!/usr/bin/env bash
# Handshakes: that they take one round, and clients that stop in the middle of one.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

# Clients that have got the server's half and owe theirs.
stop_halfway() { # COUNT
    keep_clients "$here/half_handshakes.py" "$address" "$1"
}

# Sets `answered`.
go_on() {
    let_go
    answered=$(tail -n 1 "$work/kept")
}

start_server --threads 2
hellos=$(openssl s_client -connect "$address" -groups X25519:P-256 -msg </dev/null 2>/dev/null |
    grep -c 'ClientHello')
is "a handshake takes one round" "$hellos" 1

stop_halfway 40
before=$(used)
sleep 1
after=$(used)
if [ $((after - before)) -lt 50 ]; then
    ok "waiting for the rest of handshakes takes no processor"
else
    not_ok "waiting for the rest of handshakes takes no processor" "$((after - before)) % of one"
fi
post /validate "$reviews/001-CREATE-deployments.json"
is "others are served meanwhile" "$status" 200
go_on
is "who goes on is served" "$answered" 40

stop_halfway 10
kill -KILL "$clients"
wait "$clients" 2>/dev/null
exec 3>&-
post /validate "$reviews/001-CREATE-deployments.json"
is "who hangs up halfway does no harm" "$status" 200
stop_server

start_server --header-timeout 1s
stop_halfway 5
is_cut_off() {
    [ "$(curl --silent "http://$plain/metrics" |
        sed -n 's/^release_gate_shed_total{reason="slow_headers"} //p')" = 5 ]
}
eventually is_cut_off
go_on
is "who takes too long is cut off" "$answered" 0
stop_server

start_server --drain-timeout 1s
stop_halfway 20
stop_server
go_on
is "and nobody in the middle of one keeps it from ending" "$answered" 0

finish
