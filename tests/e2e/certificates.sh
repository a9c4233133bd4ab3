# Certificates made by hand, and the part of cert-manager. To be sourced.
# shellcheck shell=bash disable=SC2154 # what lib.sh sets

new_key=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)

make_ca() { # NAME
    openssl req -x509 "${new_key[@]}" -days 2 -subj "/CN=$1" -keyout "$work/$1.key" \
        -out "$work/$1.crt" 2>/dev/null
}

# Into NAME.crt and NAME.key.
make_leaf() { # CA NAME DNS-NAME...
    local ca=$work/$1 leaf=$work/$2
    shift 2
    openssl req "${new_key[@]}" -subj / -keyout "$leaf.key" -out "$leaf.request" 2>/dev/null &&
        openssl x509 -req -in "$leaf.request" -days 1 -CA "$ca.crt" -CAkey "$ca.key" -CAcreateserial \
            -extfile <(printf 'subjectAltName=%s\n' "$(printf 'DNS:%s\n' "$@" | paste -sd,)") \
            -out "$leaf.crt" 2>/dev/null
}

write_secret() { # NAME CA LEAF
    kubectl -n release-gate create secret generic "$1" --from-file=tls.crt="$work/$3.crt" \
        --from-file=tls.key="$work/$3.key" --from-file=ca.crt="$work/$2.crt" --dry-run=client -o yaml |
        kubectl apply -f - >/dev/null
}

# ---- cert-manager: it makes the Secret that a Certificate asks for, and writes the caBundle later.

inject() { # CA
    kubectl get validatingwebhookconfigurations release-gate -o json |
        jq --arg bundle "$(base64 -w0 "$work/$1.crt")" '{apiVersion, kind, metadata: {name: .metadata.name},
            webhooks: [.webhooks[] | {name, sideEffects, admissionReviewVersions,
                clientConfig: {caBundle: $bundle}}]}' |
        kubectl apply --server-side --field-manager=cert-manager-cainjector -f - >/dev/null
}

play_cert_manager() {
    eventually kubectl -n release-gate get certificates release-gate-tls || return
    local wanted
    mapfile -t wanted < <(kubectl -n release-gate get certificates release-gate-tls -o json |
        jq -r '.spec.dnsNames[]')
    make_leaf first-ca made "${wanted[@]}" && write_secret release-gate-tls first-ca made &&
        inject first-ca
}
