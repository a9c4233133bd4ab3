#!/usr/bin/env bash
# Which certificates a client may ask with, and what those are told who may not.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

deployment=$reviews/001-CREATE-deployments.json
cd "$work" || exit

# ---- Authorities and clients.

authority() { # NAME [SUBJECT]
    openssl req -x509 "${new_key[@]}" -days 2 -subj "${2:-/CN=$1}" -keyout "$1.key" -out "$1.crt" 2>/dev/null
}

# Valid from and until a given moment (YYYYMMDDHHMMSSZ), by default now.
signed() { # NAME AUTHORITY SUBJECT EXTENSIONS [FROM UNTIL]
    : >index.txt
    printf '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nrand_serial=yes\nnew_certs_dir=.\n%s\n' \
        $'default_md=sha256\nunique_subject=no\npolicy=p\n[p]\ncommonName=supplied\norganizationalUnitName=optional' >ca.conf
    printf '%s\n' "$4" >"$1.ext"
    openssl req "${new_key[@]}" -subj "$3" -keyout "$1.key" -out "$1.csr" 2>/dev/null
    openssl ca -batch -config ca.conf -cert "$2.crt" -keyfile "$2.key" -in "$1.csr" -notext -extfile "$1.ext" \
        -startdate "${5:-20240101000000Z}" -enddate "${6:-20990101000000Z}" -out "$1.crt" 2>/dev/null
}

for_clients=extendedKeyUsage=clientAuth
authority root
authority stranger
authority twin /CN=root
signed issuing root /CN=issuing $'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign'
signed lapsed root /CN=lapsed $'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign' 20200101000000Z 20200201000000Z

signed direct root /CN=kube-apiserver $for_clients
signed behind issuing /CN=kube-apiserver $for_clients
signed orphan issuing /CN=kube-apiserver $for_clients
signed behind-lapsed lapsed /CN=kube-apiserver $for_clients
signed behind-leaf direct /CN=kube-apiserver $for_clients
signed expired root /CN=kube-apiserver $for_clients 20200101000000Z 20200201000000Z
signed future root /CN=kube-apiserver $for_clients 20980101000000Z 20990101000000Z
signed server-only root /CN=kube-apiserver extendedKeyUsage=serverAuth
signed any-use root /CN=kube-apiserver keyUsage=digitalSignature
signed both-uses root /CN=kube-apiserver extendedKeyUsage=serverAuth,clientAuth
signed strange stranger /CN=kube-apiserver $for_clients
signed of-twin twin /CN=kube-apiserver $for_clients
cat issuing.crt >>behind.crt
cat lapsed.crt >>behind-lapsed.crt
cat direct.crt >>behind-leaf.crt
# What is signed by nobody in the chain, with the right one behind it.
signed claimed stranger /CN=kube-apiserver $for_clients
cat issuing.crt root.crt >>claimed.crt

# ---- Who may.

as() { # NAME [PATH [CURL OPTION...]]
    post "${2:-/validate}" "$deployment" --cert "$1.crt" --key "$1.key" "${@:3}"
    echo "$status"
}

is_as() { # NAME STATUS
    [ "$(as "$1")" = "$2" ]
}

start_server --client-ca root.crt
is "a certificate of the authority" "$(as direct)" 200
is "one of an intermediate authority, which the client sends too" "$(as behind)" 200
is "one that is for clients and servers" "$(as both-uses)" 200
is "one that says nothing of its use" "$(as any-use)" 200
while read -r name sentence; do
    is "not $sentence" "$(as "$name")" 403
done <<'CASES'
orphan one of an intermediate authority that nobody sends
behind-lapsed one behind an intermediate authority that has expired
behind-leaf one behind a certificate that is no authority
expired one that has expired
future one that is not valid yet
server-only one for servers only
strange one of another authority
of-twin one of another authority of the same name
claimed one that shows a chain it does not belong to
CASES
stop_server

cp issuing.crt only-issuing.crt
start_server --client-ca only-issuing.crt
is "an intermediate authority can be the one that is trusted" "$(as orphan)" 200
is "and then not the one above it" "$(as direct)" 403
stop_server

# ---- By name.

signed other root /CN=kubelet $for_clients
signed by-san root /CN=kubelet "$for_clients"$'\nsubjectAltName=DNS:aggregator.kube-system.svc'
signed by-mail root /CN=kubelet "$for_clients"$'\nsubjectAltName=email:kube-apiserver'
signed by-unit root /OU=kube-apiserver/CN=kubelet $for_clients
signed longer root /CN=kube-apiserver.evil $for_clients
signed named-authority root /CN=kube-apiserver $'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign'
signed below named-authority /CN=kubelet $for_clients
cat named-authority.crt >>below.crt
cp root.crt secret-place.crt

configuration() { # NAMES
    printf '%s\n' 'apiVersion: release-gate.power-edge.io/v1' 'kind: Configuration' \
        "tls: {clientCAFile: secret-place.crt, clientNames: [$1]}" \
        'environments: [{name: hidden-place, namespaces: [hidden-place-*]}]' >config.new
    mv config.new config.yaml
}

configuration 'kube-apiserver, aggregator.kube-system.svc'
start_server -c config.yaml --reload-interval 50ms
is "by the common name" "$(as direct)" 200
is "by a DNS name" "$(as by-san)" 200
while read -r name sentence; do
    is "not $sentence" "$(as "$name")" 403
done <<'CASES'
other another name
by-mail the name as that of a mailbox
by-unit the name of a unit
longer a name that begins so
below the name of the authority in the chain
of-twin the name alone
CASES

# ---- What the others are told.

refusals() {
    local name path
    for name in other strange expired server-only; do
        for path in /validate /validate/hidden-place /validate/nowhere /guard /imagereview /imagereview/nowhere; do
            as "$name" "$path" >/dev/null
            echo "$name $status $(body .message)"
            as "$name" "$path" -H 'Content-Type: text/plain' >/dev/null
            echo "$name $status $(body .message)"
        done
    done
    post /validate/nowhere "$deployment"
    echo "none $status $(body .message)"
}
refusals | sort -u >told
is "whatever they ask for, they are told the same" "$(wc -l <told)" 5
is "and the status is the same" "$(cut -d ' ' -f 2 told | sort -u)" 403
if grep -iE 'apiserver|aggregator|hidden|secret-place|root|\.crt|production' told; then
    not_ok "neither names, files nor environments are told"
else
    ok "neither names, files nor environments are told"
fi
has "the log tells why" "$(jq -rR 'fromjson? | select(.msg == "client refused") | .error' "$log" | head -n 1)" \
    "the client certificate"

# ---- Another authority, other names: at once, also on a connection that stays.

coproc kept {
    python3 -c '
import http.client, ssl, sys
context = ssl._create_unverified_context()
context.load_cert_chain("direct.crt", "direct.key")
connection = http.client.HTTPSConnection(sys.argv[1], context=context)
body = open(sys.argv[2], "rb").read()
for line in sys.stdin:
    connection.request("POST", "/validate", body, {"Content-Type": "application/json"})
    port = connection.sock.getsockname()[1]
    answer = connection.getresponse()
    answer.read()
    print(answer.status, port, flush=True)
' "$address" "$deployment"
}
ask_kept() { # sets `kept_status` and `kept_port`
    echo >&"${kept[1]}"
    read -r kept_status kept_port <&"${kept[0]}"
}

ask_kept
port=$kept_port
is "a connection that stays is answered" "$kept_status" 200
configuration kubelet
eventually is_as other 200
is "a name that was added may ask" "$(as other)" 200
is "one that was taken away may not" "$(as direct)" 403
ask_kept
is "not on the connection that it had either" "$kept_status $kept_port" "403 $port"
cp stranger.crt place.new && mv place.new secret-place.crt
configuration kube-apiserver
eventually is_as strange 200
is "another authority is taken" "$(as strange)" 200
is "and the last one's clients may ask no more" "$(as direct)" 403
ask_kept
is "not on a connection that they had either" "$kept_status" 403
kept_input=${kept[1]}
exec {kept_input}>&-
stop_server

finish
