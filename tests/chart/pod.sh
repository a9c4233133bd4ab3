# What a kubelet and the endpoints controller would do for one pod of the chart's Deployment, whose address
# is one of the loopback device. To be sourced after lib.sh.
# shellcheck shell=bash

# shellcheck disable=SC2154 # lib.sh sets them
{
    pod_address=192.0.2.10
    pod=''
}

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
