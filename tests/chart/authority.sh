#!/usr/bin/env bash
# tls.mode auto: two replicas with the rights that the chart gives them make, share, renew and replace a
# CA while a real API server goes on asking them. All of it lives in a network namespace of its own.
#   tests/chart/authority.sh    prints "ok ..." and "not ok ..."
set -uo pipefail
cd "$(dirname "$0")/../.." || exit

if [ "${1-}" != --inside ]; then
    tests/tools/build helm4 kubectl etcd kube-apiserver || exit
    user=()
    [ "$(id -u)" = 0 ] || user=(--user --map-root-user)
    exec unshare --net "${user[@]}" "$0" --inside
fi

# shellcheck source=lib.sh
. tests/chart/lib.sh
pods=(192.0.2.10 192.0.2.11)
servers=() stream=''
trap 'kill "${servers[@]}" $stream 2>/dev/null; tests/tools/api-server --down "$work/cluster"
    rm -rf "$work"' EXIT

ip link set lo up || exit
for address in "${pods[@]}"; do ip address add "$address/32" dev lo || exit; done
tests/tools/api-server "$work/cluster" || exit
export KUBECONFIG=$work/cluster/kubeconfig
export HELM_CACHE_HOME=$work/helm HELM_CONFIG_HOME=$work/helm HELM_DATA_HOME=$work/helm
api_port=$("$kubectl" config view --minify -o 'jsonpath={.clusters[0].cluster.server}')
api_port=${api_port##*:}
account=$work/account

eventually() { # COMMAND...
    local deadline=$((SECONDS + 60))
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 0.2
    done
}

eventually_is() { # SENTENCE COMMAND...
    local sentence=$1
    shift
    if eventually "$@"; then ok "$sentence"; else not_ok "$sentence" "$(tail -n 3 "$work"/log*)"; fi
}

gate() { # COMMAND...
    "$kubectl" -n release-gate "$@"
}

# ---- What the kubelet and the endpoints controller would do.

give_token() { # ACCOUNT
    mkdir -p "$account"
    cp "$work/cluster/server.crt" "$account/ca.crt"
    printf release-gate >"$account/namespace"
    gate create token "$1" >"$account/token.new" && mv "$account/token.new" "$account/token"
}

in_pod=(env -u KUBECONFIG KUBERNETES_SERVICE_HOST=127.0.0.1 KUBERNETES_SERVICE_PORT="$api_port")

start_pod() { # NUMBER [OPTION...]
    local number=$1 address=${pods[$1]}
    shift
    "${in_pod[@]}" "$program" serve -c "$work/config.yaml" --service-account "$account" \
        --listen "$address:10250" --metrics-listen "$address:8080" --shutdown-delay 0s \
        --tls-check-interval 500ms "$@" >"$work/log$number" 2>&1 &
    servers[number]=$!
}

stop_pod() { # NUMBER
    kill "${servers[$1]}" && wait "${servers[$1]}"
}

is_ready() { # NUMBER
    curl --silent --fail --max-time 2 "http://${pods[$1]}:8080/readyz"
}

add_endpoints() {
    gate apply -f - <<SLICE
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: release-gate-test, labels: {kubernetes.io/service-name: release-gate}}
addressType: IPv4
endpoints: [{addresses: [${pods[0]}]}, {addresses: [${pods[1]}]}]
ports: [{name: https, port: 10250, protocol: TCP}]
SLICE
}

# ---- What there is.

bundle() {
    "$kubectl" get validatingwebhookconfigurations release-gate -o json |
        jq -r '[.webhooks[].clientConfig.caBundle // "none"] | unique[]' | base64 -d 2>/dev/null
}

secret() { # KEY
    gate get secret release-gate-auto-tls -o json | jq -r --arg key "$1" '.data[$key] // ""' | base64 -d
}

count_certificates() {
    grep -c 'BEGIN CERTIFICATE'
}

verifies() { # NUMBER
    bundle >"$work/bundle"
    openssl s_client -connect "${pods[$1]}:10250" -servername release-gate.release-gate.svc \
        -CAfile "$work/bundle" -verify_hostname release-gate.release-gate.svc \
        -verify_return_error </dev/null
}

logged() { # TEXT
    grep -q "$1" "$work"/log*
}

is_trusted() { # PEM
    [ "$(bundle)" = "$1" ]
}

# ---- Installed, and at work.

installed=$SECONDS
check "helm installs" "$tools/helm4" install release-gate "$chart" --namespace release-gate \
    --create-namespace
gate get configmap release-gate -o json | jq -r '.data["config.yaml"]' >"$work/config.yaml"
give_token release-gate
short=(--tls-certificate-lifetime 24s --tls-authority-lifetime 60s)
start_pod 0 "${short[@]}"
start_pod 1 "${short[@]}"
eventually_is "the first replica is ready" is_ready 0
eventually_is "the second replica is ready" is_ready 1
check "the Service has endpoints" add_endpoints
"$kubectl" create namespace demo-prod >/dev/null

is_denied() {
    [[ $("$kubectl" -n demo-prod create deployment web --image=nginx:1.27.0-rc.1 --dry-run=server 2>&1) == \
        *'production accepts full releases only'* ]]
}
eventually_is "the first denial comes" is_denied
is "within 60 s of the installation" "$((SECONDS - installed < 60))" 1
is "one of the two made the CA, the other took it" \
    "$(cat "$work"/log* | grep -c '"why":"first of all"')" 1
is "it is the one in the caBundle" "$(bundle)" "$(secret ca.crt)"
check "the first replica's certificate verifies" verifies 0
check "the second replica's certificate verifies" verifies 1

# ---- Away in an emergency, and there again: by then the pause after failures would be 8 s.

"$kubectl" get validatingwebhookconfigurations release-gate -o json |
    jq 'del(.webhooks[].clientConfig.caBundle, .metadata.resourceVersion, .metadata.uid)' >"$work/webhooks.json"
"$kubectl" delete validatingwebhookconfigurations release-gate >/dev/null
sleep 8
"$kubectl" create -f "$work/webhooks.json" >/dev/null
sleep 2
is "webhooks that come again have the caBundle soon" "$(bundle)" "$(secret ca.crt)"

# ---- Put right what somebody breaks, renewed what ages: the last two under load.

webhook_patch() { # JSON-PATCH
    "$kubectl" patch validatingwebhookconfigurations release-gate --type=json --patch "$1"
}
create_release() {
    curl --silent --max-time 20 --output "$work/created" --write-out '%{http_code}\n' \
        --cacert "$work/cluster/server.crt" --header "@$work/header" \
        --header 'Content-Type: application/json' --data '{"apiVersion": "v1", "kind": "Pod",
            "metadata": {"name": "p"}, "spec": {"containers": [{"name": "c", "image": "nginx:1.27.0"}]}}' \
        "https://127.0.0.1:$api_port/api/v1/namespaces/demo-prod/pods?dryRun=All"
}
is_another_ca() { # PEM
    local now
    now=$(secret ca.crt)
    [ -n "$now" ] && [ "$now" != "$1" ]
}
is_forgotten() {
    [ "$(bundle | count_certificates)" = 1 ] && [ "$(secret ca-old.crt)" = "" ]
}

webhook_patch '[{"op": "remove", "path": "/webhooks/0/clientConfig/caBundle"}]' >/dev/null
eventually_is "a caBundle that was removed comes back" is_trusted "$(secret ca.crt)"
(umask 077 && echo "Authorization: Bearer $(cut -d, -f1 "$work/cluster/tokens.csv")" >"$work/header")
sleep 1 # until the API server has it
while :; do create_release; sleep 0.02; done >"$work/stream" &
stream=$!

ca=$(secret ca.crt)
gate delete secret release-gate-auto-tls >/dev/null
eventually_is "a Secret that was removed comes back" gate get secret release-gate-auto-tls
is "with the same CA" "$(secret ca.crt)" "$ca"
gate patch secret release-gate-auto-tls --patch '{"data": {"ca.key": "bm8=", "tls.crt": "bm8="}}' >/dev/null
eventually_is "one with other content is told" logged 'the Secret cannot be used: it is written anew'
eventually_is "and put right" verifies 0
is "with the same CA again" "$(secret ca.crt)" "$ca"
eventually_is "another CA follows" is_another_ca "$ca"
is "the old one is trusted for a while" "$(bundle | count_certificates)" 2
eventually_is "and forgotten in the end" is_forgotten
for step in 'certificate renewed' 'next CA announced' 'next CA in use' 'old CA forgotten'; do
    check "it was logged: $step" logged "\"why\":\"$step\""
done
kill "$stream" && wait "$stream" 2>/dev/null
stream=''
is "no creation failed meanwhile, of $(wc -l <"$work/stream")" "$(sort -u "$work/stream")" 201
[ "$(wc -l <"$work/stream")" -gt 50 ]
is "and there were many" $? 0
check "the first replica's certificate verifies" verifies 0
check "the second replica's certificate verifies" verifies 1

# ---- The token, and the rights.

echo expired >"$account/token"
eventually_is "a token that is not accepted is told" logged 'answered 401'
give_token release-gate
eventually_is "its successor is used without a restart" logged 'the certificate is looked after again'
stop_pod 1
"$kubectl" delete clusterrolebinding release-gate-release-gate release-gate --ignore-not-found >/dev/null
start_pod 1
eventually_is "a missing right is told with what is needed" logged \
    'a permission is missing.*ClusterRole with get and patch of this ValidatingWebhookConfiguration'
is "and such a replica is not ready" "$(is_ready 1 || echo no)" no
stop_pod 1

# ---- Everything goes.

render helm4 --show-only templates/cleanup.yaml >"$work/cleanup.yaml"
/usr/bin/python3 - "$work/cleanup.yaml" >"$work/cleanup.json" <<'OTHERS'
import json, sys, yaml
manifests = [m for m in yaml.safe_load_all(open(sys.argv[1])) if m and m["kind"] != "Job"]
print(json.dumps({"apiVersion": "v1", "kind": "List", "items": manifests}))
OTHERS
check "the objects of the hook are made" "$kubectl" apply -f "$work/cleanup.json"
give_token release-gate-cleanup
cleanup() {
    "${in_pod[@]}" "$program" cleanup --service-account "$account" --webhook-configuration release-gate \
        --secret release-gate-auto-tls --release "${1-release-gate}"
}
cleanup other >"$work/other" 2>&1
is "what Helm did not install as this release stays" "$? $("$kubectl" -n release-gate get \
    validatingwebhookconfigurations/release-gate secrets/release-gate-auto-tls -o name | wc -l)" "0 2"
check "cleanup says so" grep -q 'was not installed by Helm as release other: nothing is deleted' "$work/other"
check "cleanup runs" cleanup
check "and again" cleanup
sleep 2
is "no webhook is left, and no Secret comes back" \
    "$("$kubectl" -n release-gate get validatingwebhookconfigurations,secrets -o json |
        jq -r '[.items[] | select(.type != "helm.sh/release.v1").metadata.name] | join(" ")')" ""
"$kubectl" delete -f "$work/cleanup.json" >/dev/null
check "helm uninstalls" "$tools/helm4" uninstall release-gate --namespace release-gate --no-hooks
is "nothing of the release is left" "$("$kubectl" get clusterroles,clusterrolebindings -o name |
    grep release-gate; gate get all,roles,rolebindings,secrets,configmaps,serviceaccounts -o name |
    grep release-gate)" ""

# ---- Without an API server.

tests/tools/api-server --down "$work/cluster"
is "the server goes on without an API server" "$(curl --silent --insecure \
    "https://${pods[0]}:10250/readyz")" ok
cleanup >/dev/null 2>&1
is "cleanup has the exit status 4 without one" "$?" 4

[ "$failed" = 0 ] || tail -n 20 "$work"/log* | sed 's/^/#   /'
[ "$failed" = 0 ]
