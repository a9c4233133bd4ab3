#!/usr/bin/env bash
# Configuration and certificates that change while the server runs.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

deployment=$reviews/001-CREATE-deployments.json
cd "$work" || exit

# Allows nothing but digests, or all: one answer tells which is in force.
configuration() { # ACTION-FOR-RELEASES
    printf '%s\n' 'apiVersion: release-gate.power-edge.io/v1' 'kind: Configuration' 'environments:' \
        "- {name: dev, rules: {release: $1, floating: $1, latest: $1, pre-release: $1, sha: $1}}"
}

allowed() {
    post /validate/dev "$deployment"
    body .response.allowed
}

answers() { # true|false
    [ "$(allowed)" = "$1" ]
}

log_lines() { # MESSAGE
    jq -rR --arg msg "$1" 'fromjson? | select(.msg == $msg) | .msg' "$log" | wc -l
}

has_logged() { # MESSAGE COUNT
    [ "$(log_lines "$1")" = "$2" ]
}

eventually_is() { # SENTENCE COMMAND...
    local sentence=$1
    shift
    if eventually "$@"; then ok "$sentence"; else not_ok "$sentence" "$(tail -n 5 "$log")"; fi
}

certificate() { # NAME
    openssl req -x509 "${new_key[@]}" -days 2 -subj "/CN=$1" -keyout "$1.key" -out "$1.crt" 2>/dev/null
}

shown() { # the common name of the certificate
    openssl s_client -connect "$address" </dev/null 2>/dev/null | openssl x509 -noout -subject |
        sed 's/.*CN *= *//'
}

shows() { # NAME
    [ "$(shown)" = "$1" ]
}

# As the kubelet does it: the folder is a link, and the link is exchanged.
mount_files() { # VERSION FILE=SOURCE...
    local version=$1 pair
    shift
    mkdir -p "mount/..$version"
    for pair; do
        cp "${pair#*=}" "mount/..$version/${pair%%=*}"
        [ -L "mount/${pair%%=*}" ] || ln -s "..data/${pair%%=*}" "mount/${pair%%=*}"
    done
    ln -sfn "..$version" mount/..new
    mv -T mount/..new mount/..data
}

kept='the last good one stays in force'
certificate one
certificate two
configuration allow >open.yaml
configuration deny >closed.yaml
mount_files 1 config.yaml=open.yaml tls.crt=one.crt tls.key=one.key
start_server -c mount/config.yaml --tls-cert mount/tls.crt --tls-key mount/tls.key --reload-interval 50ms

# ---- The configuration.

is "the first configuration is in force" "$(allowed)" true
mount_files 2 config.yaml=closed.yaml tls.crt=one.crt tls.key=one.key
eventually_is "a new one takes its place" answers false
is "and is logged once" "$(log_lines 'configuration reloaded')" 1
is "with its policy" "$(jq -r 'select(.msg == "configuration reloaded") | .policy | length' "$log")" 16
is "the certificate is not touched" "$(log_lines 'certificate reloaded')" 0

printf 'apiVersion: release-gate.power-edge.io/v1\nkind: Configuration\nenvironmnets: []\nx: 1\n' >broken.yaml
mount_files 3 config.yaml=broken.yaml tls.crt=one.crt tls.key=one.key
eventually_is "a broken one is told" has_logged "configuration not reloaded: $kept" 1
sleep 0.3
is "once, however often it is looked at" "$(log_lines "configuration not reloaded: $kept")" 1
has "with file, line and suggestion" "$(jq -r 'select(.furtherErrors) | .error' "$log")" \
    'mount/config.yaml:3:1: unknown key "environmnets", did you mean "environments"?'
is "and the number of further mistakes" "$(jq -r 'select(.furtherErrors) | .furtherErrors' "$log")" 1
is "the last good one stays in force" "$(allowed)" false
rm mount/config.yaml
eventually_is "a file that is gone is told too" has_logged "configuration not reloaded: $kept" 2
is "the last good one still stays" "$(allowed)" false
mount_files 4 config.yaml=open.yaml tls.crt=one.crt tls.key=one.key
eventually_is "a good one is taken again" answers true
touch mount/..4/config.yaml
sleep 0.2
is "a file that was only touched is none" "$(log_lines 'configuration reloaded')" 2

{ configuration allow; echo 'server: {threads: 3}'; echo 'logging: {level: warn}'; } >fixed.yaml
mount_files 5 config.yaml=fixed.yaml tls.crt=one.crt tls.key=one.key
eventually_is "what needs a restart is named" has_logged 'changed settings that need a restart' 1
is "by its key" "$(jq -r 'select(.keys) | .keys[]' "$log")" server.threads
mount_files 6 config.yaml=closed.yaml tls.crt=one.crt tls.key=one.key
eventually_is "all else is in force" answers false

# ---- The certificate.

is "the first certificate is shown" "$(shown)" one
mount_files 7 config.yaml=closed.yaml tls.crt=two.crt tls.key=two.key
eventually_is "a new one takes its place" shows two
is "and is logged with its fingerprint" "$(jq -r 'select(.msg == "certificate reloaded") | .sha256' "$log" | tail -n 1)" \
    "$(openssl x509 -in two.crt -noout -fingerprint -sha256 | cut -d = -f 2)"
mount_files 8 config.yaml=closed.yaml tls.crt=one.crt tls.key=two.key
eventually_is "a key of another is told" has_logged "certificate not reloaded: $kept" 1
sleep 0.3
is "once" "$(jq -r --arg m "certificate not reloaded: $kept" 'select(.msg == $m) | .error' "$log")" \
    'mount/tls.key: the key is not that of the first certificate'
is "and the last good one stays" "$(shown)" two
self_signed_between expired 20200101000000Z 20200201000000Z
mount_files 9 config.yaml=closed.yaml tls.crt=expired.crt tls.key=expired.key
eventually_is "one that has expired is told" has_logged "certificate not reloaded: $kept" 2
has "with its file" "$(grep 'certificate not reloaded' "$log" | tail -n 1)" 'mount/tls.crt: the certificate has expired'
is "and the last good one stays" "$(shown)" two
mount_files 10 config.yaml=closed.yaml tls.crt=one.crt tls.key=one.key
eventually_is "a good one is taken again" shows one

# ---- Under load: nobody notices.

mkfifo until
python3 "$here/steady_load.py" "$address" /validate/dev "$deployment" <until >load &
load=$!
exec 3>until
for round in $(seq 20); do
    name=$([ $((round % 2)) = 0 ] && echo one || echo two)
    mount_files "load$round" config.yaml="$([ $((round % 3)) = 0 ] && echo open || echo closed).yaml" \
        tls.crt="$name.crt" tls.key="$name.key"
    sleep 0.1
done
exec 3>&-
wait "$load"
has "no request fails while both change ten times a second" "$(cat load)" ', 0 failed'
[ "$(log_lines 'certificate reloaded')" -gt 10 ]
is "and they did change" $? 0
stop_server

# ---- The clients' authority.

certificate old-authority
certificate new-authority
client() { # NAME AUTHORITY
    openssl req "${new_key[@]}" -subj "/CN=$1" -keyout "$1.key" -out "$1.csr" 2>/dev/null
    openssl x509 -req -in "$1.csr" -days 2 -CA "$2.crt" -CAkey "$2.key" -CAcreateserial \
        -out "$1.crt" 2>/dev/null
}
client old old-authority
client new new-authority
as_status() { # NAME
    post /validate "$deployment" --cert "$1.crt" --key "$1.key"
    echo "$status"
}
is_as() { # NAME STATUS
    [ "$(as_status "$1")" = "$2" ]
}
cp old-authority.crt authority.crt
start_server --client-ca authority.crt --reload-interval 50ms
is "the authority admits its clients" "$(as_status old)" 200
is "and no others" "$(as_status new)" 403
cp new-authority.crt authority.new && mv authority.new authority.crt
eventually_is "a new authority admits its own" is_as new 200
is "and the old one's no more" "$(as_status old)" 403
echo junk >authority.new && mv authority.new authority.crt
eventually_is "one that is none is told" has_logged "configuration not reloaded: $kept" 1
is "and the last good one stays" "$(as_status new)" 200
stop_server

# ---- SIGHUP.

cp open.yaml config.yaml
start_server -c config.yaml --reload-interval 0s
cp closed.yaml config.yaml
sleep 0.2
is "without an interval nothing is looked at" "$(allowed)" true
kill -HUP "$server"
eventually_is "but at SIGHUP" answers false
stop_server

finish
