#!/usr/bin/env bash
# Two instances behind a switch-over, restarted in turn under load: no request fails. Then kill -9.
#   tests/torture/restarts.sh    Environment: RELEASE_GATE, RESTARTS (10; a second each), KILLS (5)
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/../integration/lib.sh"

review=$reviews/001-CREATE-deployments.json
cd "$work" || exit
openssl req -x509 "${new_key[@]}" -days 2 -subj /CN=one -keyout tls.key -out tls.crt 2>/dev/null
with=(--tls-cert tls.crt --tls-key tls.key --shutdown-delay 200ms --threads 1)

python3 "$here/../torture/switch.py" target >switch 2>switch.log &
switch=$!
trap 'kill "$switch" 2>/dev/null; clean_up' EXIT
eventually test -s switch

start_server "${with[@]}"
echo "$address" >target
mkfifo until
python3 "$here/steady_load.py" "$(cat switch)" /validate/dev "$review" <until >load &
load=$!
exec 3>until

bad_ends=0
started=$SECONDS
for _ in $(seq "${RESTARTS:-10}"); do
    old=$server
    start_server "${with[@]}" 3>&-
    echo "$address" >target.new && mv target.new target
    kill -TERM "$old"
    wait "$old" || bad_ends=$((bad_ends + 1))
done
exec 3>&-
wait "$load"
has "${RESTARTS:-10} rolling restarts: no request fails" "$(cat load)" ', 0 failed'
is "and each instance ends in order" "$bad_ends" 0
echo "# $(cat load) in $((SECONDS - started)) s"

# ---- Killed, it leaves nothing that hinders the next one.

for _ in $(seq "${KILLS:-5}"); do
    sleep 60 | python3 "$here/steady_load.py" "$address" /validate/dev "$review" >/dev/null 2>&1 &
    load=$!
    sleep 0.2
    kill -KILL "$server"
    wait "$server" 2>/dev/null
    kill "$load" 2>/dev/null
    port=${address##*:}
    start_server "${with[@]}" --listen "127.0.0.1:$port"
done
post /validate/production "$reviews/011-UPDATE-deployments.json"
is "after ${KILLS:-5} times kill -9 under load it serves on the same port" "$status $(body .response.allowed)" "200 false"
stop_server
finish
