#!/usr/bin/env bash
# Another certificate and another configuration every second under full load: no request fails.
#   tests/torture/rotation.sh    Environment: RELEASE_GATE, ROUNDS (10, a second each), CONNECTIONS (16 that stay)
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/../integration/lib.sh"

rounds=${ROUNDS:-10}
cd "$work" || exit
for name in 0 1; do
    openssl req -x509 "${new_key[@]}" -days 2 -subj "/CN=$name" -keyout "$name.key" -out "$name.crt" 2>/dev/null
    printf '%s\n' 'apiVersion: release-gate.power-edge.io/v1' 'kind: Configuration' 'environments:' \
        "- {name: production, rules: {release: $([ $name = 0 ] && echo allow || echo warn)}}" >"$name.yaml"
done

# As the kubelet does it: the folder is a link, and the link is exchanged.
mount_version() { # 0|1
    mkdir -p "mount/..$1"
    cp "$1.yaml" "mount/..$1/config.yaml"
    cp "$1.crt" "mount/..$1/tls.crt"
    cp "$1.key" "mount/..$1/tls.key"
    ln -sfn "..$1" mount/..new
    mv -T mount/..new mount/..data
}

load() { # CONNECTIONS
    BODIES=$(echo "$reviews"/*.json) wrk -t 1 -c "$1" -d "${rounds}s" --timeout 20s \
        -s "$here/../torture/post.lua" "https://$address/validate/production"
}

reloads() { # WHAT
    grep -c "\"msg\":\"$1 reloaded\"" "$log"
}

mount_version 0
start_server -c mount/..data/config.yaml --tls-cert mount/..data/tls.crt --tls-key mount/..data/tls.key \
    --reload-interval 100ms
load "${CONNECTIONS:-16}" >kept 2>&1 &
keeping=$!
CLOSE=yes load 2 >new 2>&1 &
opening=$!
for round in $(seq "$rounds"); do
    sleep 1
    mount_version $((round % 2))
done
wait "$keeping" "$opening"
echo "# on connections that stay: $(tail -n 1 kept)"
echo "# on a new connection each: $(tail -n 1 new)"
has "on connections that stay no request fails" "$(tail -n 1 kept)" ', 0 failed'
has "nor with a handshake for each" "$(tail -n 1 new)" ', 0 failed'
caught_up() { [ "$(reloads certificate)" = "$rounds" ] && [ "$(reloads configuration)" = "$rounds" ]; }
eventually caught_up
is "$rounds certificates were taken" "$(reloads certificate)" "$rounds"
is "and $rounds configurations" "$(reloads configuration)" "$rounds"
is "none was refused" "$(grep -c 'not reloaded' "$log")" 0
stop_server
finish
