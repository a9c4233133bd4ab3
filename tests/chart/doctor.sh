#!/usr/bin/env bash
# `release-gate doctor` at an installation that is well, and then ill in one way after the other.
#   tests/chart/doctor.sh    prints "ok ..." and "not ok ..."
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
pod_address=192.0.2.10
pod=''
trap 'stop_pod; tests/tools/api-server --down "$work/cluster"; rm -rf "$work"' EXIT

# ---- What a kubelet and the endpoints controller would do for one pod of the Deployment, whose address is
# one of the loopback device.

object_of() { # KIND NAME JQ-FILTER
    "$kubectl" -n release-gate get "$1" "$2" -o json | jq -r "$3"
}

start_pod() {
    local file
    mkdir -p "$work/tls"
    for file in tls.crt tls.key; do
        object_of secret release-gate-tls ".data[\"$file\"]" | base64 -d >"$work/tls/$file"
    done
    object_of configmap release-gate '.data["config.yaml"]' >"$work/config.yaml"
    "$program" serve -c "$work/config.yaml" --tls-cert "$work/tls/tls.crt" \
        --tls-key "$work/tls/tls.key" >"$work/log" 2>&1 &
    pod=$!
}

stop_pod() {
    [ -z "$pod" ] || kill "$pod" 2>/dev/null
    pod=''
}

add_endpoint() {
    "$kubectl" apply -f - <<SLICE
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: release-gate-test
  namespace: release-gate
  labels: {kubernetes.io/service-name: release-gate}
addressType: IPv4
endpoints: [{addresses: [$pod_address], conditions: {ready: true}}]
ports: [{name: https, port: 10250, protocol: TCP}]
SLICE
}

# ----

diagnose() { # [OPTION...]
    "$program" doctor --kubeconfig "$work/cluster/kubeconfig" "$@" 2>&1
}

ip link set lo up && ip address add "$pod_address/32" dev lo || exit
tests/tools/api-server "$work/cluster" || exit
export KUBECONFIG=$work/cluster/kubeconfig
export HELM_CACHE_HOME=$work/helm HELM_CONFIG_HOME=$work/helm HELM_DATA_HOME=$work/helm

has "an empty cluster: nothing is judged" "$(diagnose)" \
    'failure  webhook-configuration: there is no ValidatingWebhookConfiguration "release-gate"'

"$tools/helm4" install release-gate "$chart" --namespace release-gate --create-namespace \
    --set tls.mode=helm >/dev/null || exit
"$kubectl" create namespace shop-prod >/dev/null
"$kubectl" -n shop-prod create serviceaccount default >/dev/null
has "nobody answers: no endpoint" "$(diagnose)" "failure  endpoints: Service release-gate/release-gate has no ready endpoint"
has "and the dry run says so" "$(diagnose)" "failure  denial: API servers cannot ask the server"

start_pod
add_endpoint >/dev/null
"$kubectl" -n release-gate patch deployment release-gate --subresource=status --type=merge \
    --patch '{"status": {"replicas": 2, "readyReplicas": 2, "availableReplicas": 2}}' >/dev/null
for _ in $(seq 100); do
    answer=$(diagnose)
    case $answer in *"ok       denial"*) break ;; esac
    sleep 0.2
done
is "an installation that is well" \
    "$(sed 's/valid for [0-9]* more/valid for N more/; s/with [0-9]* webhooks/with N webhooks/' <<<"$answer" |
        grep -v '^ok ')" \
    "warning  namespaces: 1 namespace (default): no environment names them: they are in the default one, which takes everything
         cure: kubectl label namespace NAME release-gate.power-edge.io/environment=ENVIRONMENT, if it should not
0 failures, 1 warning, 0 not looked at"
diagnose >/dev/null
is "has the exit status 0" $? 0
is "as JSON, too" "$(diagnose -o json | jq -c '[.failures, (.diagnoses | length > 5)]')" '[0,true]'

# ---- One illness after the other, each cured before the next.

patch_webhooks() { # JSON-PATCH
    "$kubectl" patch validatingwebhookconfigurations release-gate --type=json --patch "$1" >/dev/null
}
bundle=$("$kubectl" get validatingwebhookconfigurations release-gate -o 'jsonpath={.webhooks[0].clientConfig.caBundle}')
patch_webhooks '[{"op": "remove", "path": "/webhooks/0/clientConfig/caBundle"}]'
has "a bundle is missing" "$(diagnose)" "failure  ca-bundle: 1 webhook (production.label.release-gate.power-edge.io) with no caBundle"
diagnose >/dev/null
is "which has the exit status 1" $? 1
patch_webhooks "[{\"op\": \"add\", \"path\": \"/webhooks/0/clientConfig/caBundle\", \"value\": \"$bundle\"}]"

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 7 -keyout "$work/other.key" \
    -out "$work/other.crt" -subj /CN=other -addext subjectAltName=DNS:other 2>/dev/null
"$kubectl" -n release-gate get secret release-gate-tls -o json >"$work/secret.json"
"$kubectl" -n release-gate create secret generic release-gate-tls --dry-run=client -o yaml \
    --from-file=tls.crt="$work/other.crt" --from-file=tls.key="$work/other.key" | "$kubectl" replace -f - >/dev/null
answer=$(diagnose)
has "another certificate is not for the Service" "$answer" "failure  certificate: the serving certificate is not for release-gate.release-gate.svc"
has "ends soon" "$answer" "warning  certificate: the serving certificate expires in"
has "and was signed by somebody else" "$answer" "with a caBundle that did not sign the serving certificate"
"$kubectl" -n release-gate create secret generic release-gate-tls --dry-run=client -o yaml \
    --from-file=tls.crt="$work/tls/tls.crt" --from-file=tls.key="$work/other.key" | "$kubectl" replace -f - >/dev/null
has "a key of another" "$(diagnose)" "failure  certificate: tls.key is not the key of tls.crt"
"$kubectl" -n release-gate delete secret release-gate-tls >/dev/null
has "no Secret" "$(diagnose)" "failure  certificate: there is no Secret release-gate/release-gate-tls"
jq 'del(.metadata.resourceVersion, .metadata.uid)' "$work/secret.json" | "$kubectl" apply -f - >/dev/null 2>&1

"$kubectl" get validatingwebhookconfigurations release-gate -o json |
    jq '.webhooks |= map(select(.clientConfig.service.path != "/guard"))' | "$kubectl" replace -f - >/dev/null
has "nobody keeps the label" "$(diagnose)" "warning  namespace-guard: no webhook keeps the label"
for _ in $(seq 50); do # until the API server does not ask the guard any more
    "$kubectl" label namespace shop-prod release-gate.power-edge.io/environment=prodution >/dev/null 2>&1 && break
    sleep 0.2
done
has "a label with a slip" "$(diagnose)" "failure  namespaces: 1 namespace (shop-prod): the label release-gate.power-edge.io/environment names an environment that there is not"
"$kubectl" label namespace shop-prod release-gate.power-edge.io/environment- >/dev/null

patch_webhooks '[{"op": "replace", "path": "/webhooks/1/namespaceSelector", "value": {"matchLabels": {"a": "b"}}},
    {"op": "replace", "path": "/webhooks/2/namespaceSelector", "value": {"matchLabels": {"a": "b"}}},
    {"op": "replace", "path": "/webhooks/1/failurePolicy", "value": "Ignore"}]'
for _ in $(seq 50); do
    answer=$(diagnose)
    case $answer in *"admitted to production"*) break ;; esac
    sleep 0.2
done
has "a selector that looks elsewhere" "$answer" "failure  namespaces: 1 namespace (shop-prod): their environment denies images, but no webhook looks at them"
has "lets a pre-release in" "$answer" "failure  denial: a pre-release was admitted to production in a dry run"
has "a webhook that fails open" "$answer" "failurePolicy Ignore: while the server is away, everything gets in"

# ---- Who may not look, and a cluster that is away.

"$kubectl" create serviceaccount nobody >/dev/null
"$kubectl" config set-credentials nobody --token="$("$kubectl" create token nobody)" >/dev/null
"$kubectl" config set-context nobody --cluster=test --user=nobody >/dev/null
has "without rights it says what it could not see" "$(diagnose --context nobody)" \
    "unknown  webhook-configuration: the webhook configuration could not be read:"
tests/tools/api-server --down "$work/cluster"
diagnose >"$work/answer"
is "a cluster that is away has the exit status 4" $? 4
has "and its address is named" "$(cat "$work/answer")" "https://127.0.0.1:"

[ "$failed" = 0 ]
