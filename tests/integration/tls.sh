#!/usr/bin/env bash
# Certificates, TLS versions, and who may ask.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

deployment=$reviews/001-CREATE-deployments.json
cd "$work" || exit

# ---- What is needed: two authorities, and what they signed.

authority() { # NAME
    openssl req -x509 "${new_key[@]}" -days 2 -subj "/CN=$1" -keyout "$1.key" -out "$1.crt" 2>/dev/null
}

signed() { # NAME AUTHORITY USE SUBJECT [SUBJECT-ALT-NAME]
    openssl req "${new_key[@]}" -subj "$4" -keyout "$1.key" -out "$1.csr" 2>/dev/null
    printf 'extendedKeyUsage=%s\n%s\n' "$3" "${5:+subjectAltName=$5}" >"$1.ext"
    openssl x509 -req -in "$1.csr" -days 2 -CA "$2.crt" -CAkey "$2.key" -CAcreateserial \
        -extfile "$1.ext" -out "$1.crt" 2>/dev/null
}

authority cluster
authority stranger
signed server cluster serverAuth /CN=localhost DNS:localhost,IP:127.0.0.1
signed apiserver cluster clientAuth /CN=kube-apiserver
signed aggregator cluster clientAuth /CN=other DNS:aggregator.kube-system.svc
signed kubelet cluster clientAuth /CN=kubelet
signed impostor stranger clientAuth /CN=kube-apiserver
signed wrong-use cluster serverAuth /CN=kube-apiserver
self_signed_between expired 20200101000000Z 20200201000000Z
self_signed_between future 20990101000000Z 20990201000000Z
openssl ec -in server.key -aes256 -passout pass:x -out secret.key 2>/dev/null
echo 'not PEM' >junk

# ---- What the server shows.

speaks() { # OPTION...
    openssl s_client -connect "$address" "$@" </dev/null 2>/dev/null |
        sed -n 's/^New, \(TLSv[0-9.]*\), Cipher is \(.*\)/\1 \2/p'
}

has_version() { # SENTENCE WANT OPTION...
    local sentence=$1 want=$2
    shift 2
    is "$sentence" "$(speaks "$@" | cut -d ' ' -f 1)" "$want"
}

start_server --tls-cert server.crt --tls-key server.key
has_version "TLS 1.3 is spoken" TLSv1.3
has_version "TLS 1.2 is spoken" TLSv1.2 -tls1_2
has_version "TLS 1.1 is refused" "" -tls1_1 -cipher ALL:@SECLEVEL=0
has_version "TLS 1.0 is refused" "" -tls1 -cipher ALL:@SECLEVEL=0
has_version "no key exchange without forward secrecy" "" -tls1_2 -cipher AES128-GCM-SHA256
has_version "no cipher without authentication of its own" "" -tls1_2 -cipher ECDHE-ECDSA-AES128-SHA
is "the certificate given is served, and verifies" \
    "$(curl -s --max-time "$patience" --cacert cluster.crt "https://localhost:${address##*:}/livez")" ok
has "HTTP/1.1 is offered by ALPN" \
    "$(openssl s_client -connect "$address" -alpn h2,http/1.1 </dev/null 2>/dev/null)" \
    "ALPN protocol: http/1.1"
if grep -q self-signed "$log"; then
    not_ok "nothing is said of a self-signed certificate"
else
    ok "nothing is said of a self-signed certificate"
fi
stop_server

start_server --tls-cert server.crt --tls-key server.key --tls-min-version 1.3
has_version "with a minimum of 1.3, 1.3 is spoken" TLSv1.3
has_version "with a minimum of 1.3, 1.2 is refused" "" -tls1_2
stop_server

start_server
fingerprint=$(openssl s_client -connect "$address" </dev/null 2>/dev/null |
    openssl x509 -noout -fingerprint -sha256 | cut -d = -f 2)
is "a certificate of its own is announced with its fingerprint" \
    "$(jq -r 'select(.msg | startswith("no certificate")) | .sha256' "$log")" "$fingerprint"
openssl s_client -connect "$address" </dev/null 2>/dev/null | openssl x509 >self.crt
for name in localhost 127.0.0.1; do
    is "it is good for $name" \
        "$(curl -s --max-time "$patience" --cacert self.crt "https://$name:${address##*:}/livez")" ok
done
openssl x509 -in self.crt -noout -checkend $((29 * 86400)) >/dev/null &&
    ! openssl x509 -in self.crt -noout -checkend $((30 * 86400)) >/dev/null
is "it is valid for 30 days" $? 0
stop_server

# ---- Pairs that cannot be used: said at the start, with the file.

refuses_to_start() { # SENTENCE MESSAGE OPTION...
    local sentence=$1 message=$2
    shift 2
    timeout "$patience" "$program" serve --listen 127.0.0.1:0 --metrics-listen '' "$@" 2>"$log"
    is "$sentence: status 2" $? 2
    has "$sentence: the message says so" "$(cat "$log")" "$message"
}

refuses_to_start "no certificate file" "absent.crt: No such file" --tls-cert absent.crt --tls-key server.key
refuses_to_start "no key file" "absent.key: No such file" --tls-cert server.crt --tls-key absent.key
refuses_to_start "a folder for a certificate" ".: Is a directory" --tls-cert . --tls-key server.key
refuses_to_start "a certificate that is none" "junk: there is no PEM certificate" --tls-cert junk --tls-key server.key
refuses_to_start "a key that is none" "junk: there is no PEM private key" --tls-cert server.crt --tls-key junk
refuses_to_start "a key with a pass phrase" "secret.key: the private key has a pass phrase" \
    --tls-cert server.crt --tls-key secret.key
refuses_to_start "another's key" "kubelet.key: the key is not that of" --tls-cert server.crt --tls-key kubelet.key
refuses_to_start "a certificate that has expired" "expired.crt: the certificate has expired" \
    --tls-cert expired.crt --tls-key expired.key
refuses_to_start "a certificate of the future" "future.crt: the certificate is not valid yet" \
    --tls-cert future.crt --tls-key future.key
refuses_to_start "an authority that is none" "junk: there is no PEM certificate" \
    --tls-cert server.crt --tls-key server.key --client-ca junk
refuses_to_start "a certificate without a key" "tls.keyFile" --tls-cert server.crt

# ---- Only clients with a certificate.

as() { # NAME
    post /validate "$deployment" --cert "$1.crt" --key "$1.key"
}

start_server --tls-cert server.crt --tls-key server.key --client-ca cluster.crt
post /validate "$deployment"
is "without a certificate nobody may ask" "$status" 403
is "the refusal is a Status" "$(body '"\(.kind) \(.reason)"')" "Status Forbidden"
has "it says what is missing" "$(body .message)" "a client certificate is required"
post /validate/dev "$deployment"
is "nor for an environment" "$status" 403
as kubelet
is "a certificate of the authority is enough" "$status" 200
as impostor
is "one of another authority is not" "$status" 403
as wrong-use
is "nor is one that is not for clients" "$status" 403
ask /livez
is "probes need none" "$status" 200
ask /readyz
is "neither of the two" "$status" 200
stop_server

cat >config.yaml <<'YAML'
apiVersion: release-gate.power-edge.io/v1
kind: Configuration
tls: {certFile: server.crt, keyFile: server.key, clientCAFile: cluster.crt,
      clientNames: [kube-apiserver, aggregator.kube-system.svc]}
YAML
start_server --config config.yaml
as apiserver
is "a client may ask by its common name" "$status" 200
as aggregator
is "or by its DNS name" "$status" 200
as kubelet
is "another name may not" "$status" 403
has "and is told so" "$(body .message)" "none of the accepted names"
as impostor
is "the right name from another authority may not" "$status" 403
stop_server

finish
