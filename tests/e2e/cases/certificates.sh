# Certificates, each tls.mode: whoever makes them, the gate serves with them and takes new ones while it
# is asked.
# shellcheck shell=bash disable=SC2154 # what e2e.sh and lib.sh set

served_by() { # ADDRESS: the fingerprint
    openssl s_client -connect "$1:10250" </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256
}

all_serve() { # LEAF
    local address want
    want=$(openssl x509 -in "$work/$1.crt" -noout -fingerprint -sha256)
    for address in $(gate_pods .status.podIP); do
        [ "$(served_by "$address")" = "$want" ] || return 1
    done
}

restarts() {
    gate_pods '"\(.metadata.name) \(.status.containerStatuses[0].restartCount)"'
}

make_ca first-ca
make_ca second-ca
names=(release-gate.release-gate.svc release-gate.release-gate.svc.cluster.local)
for pair in first-ca:first first-ca:second second-ca:third; do
    make_leaf "${pair%:*}" "${pair#*:}" "${names[@]}"
done
fast=(--set server.reloadInterval=1s --set server.shutdownDelay=2s)

# ---- existingSecret: a new certificate of a new authority.

namespaces release-gate
write_secret gate-certificate first-ca first
existing=(--set tls.mode=existingSecret --set tls.existingSecret.name=gate-certificate "${fast[@]}")
install "${existing[@]}" --set-file "tls.existingSecret.caBundle=$work/first-ca.crt"
check "the pods serve with it" all_serve first
before=$(restarts)
cat "$work/first-ca.crt" "$work/second-ca.crt" >"$work/both.crt"

start_stream
check "both authorities are trusted" helm upgrade "${release[@]}" "${existing[@]}" \
    --set-file "tls.existingSecret.caBundle=$work/both.crt"
check "the Secret gets a certificate of the second" write_secret gate-certificate second-ca third
check "all pods take it" eventually all_serve third
check "the first is trusted no more" helm upgrade "${release[@]}" "${existing[@]}" \
    --set-file "tls.existingSecret.caBundle=$work/second-ca.crt"
denies "production denies with the new one"
nothing_failed "no creation failed while certificate and authority changed"
is "no pod was replaced or restarted" "$(restarts)" "$before"
uninstall

# ---- certManager, whose part is played here: it makes the Secret, and writes the caBundle later.

play_cert_manager &
install --set tls.mode=certManager "${fast[@]}"
wait $!
check "the pods serve with what it made" all_serve made
before=$(restarts)
start_stream
check "it renews the certificate" write_secret release-gate-tls first-ca second
check "all pods take that" eventually all_serve second
check "an upgrade meanwhile" helm upgrade "${release[@]}" --set tls.mode=certManager "${fast[@]}" \
    --set webhook.timeoutSeconds=7
denies "production denies with that, too"
nothing_failed "no creation failed while cert-manager renewed"
is "nobody was restarted for it" "$(restarts)" "$before"
uninstall
kubectl -n release-gate delete secret release-gate-tls gate-certificate >/dev/null

# ---- auto, with certificates that live for seconds: the server renews them, and its CA.

was_done() { # WHY: one replica does it for all
    cat "$pods"/release-gate-*.log | grep -q "\"why\":\"$1\""
}

all_serve_anew() {
    local address
    for address in $(gate_pods .status.podIP); do
        case $begin in *"$(served_by "$address")"*) return 1 ;; esac
    done
}

install --set tls.auto.certificateLifetime=24s,tls.auto.authorityLifetime=48s,tls.auto.checkInterval=1s
begin=$(for address in $(gate_pods .status.podIP); do served_by "$address"; done)
before=$(restarts)
start_stream
for why in 'certificate renewed' 'next CA announced' 'next CA in use'; do
    check "the server did it: $why" eventually was_done "$why"
done
check "all pods serve with another certificate" eventually all_serve_anew
denies "production denies with it"
nothing_failed "no creation failed while the server renewed certificate and CA"
is "and nobody was restarted" "$(restarts)" "$before"
uninstall
