#!/usr/bin/env bash
# A server that is about to end asks an API server for nothing any more, and complains of nothing: in an
# uninstall its permissions go before it does.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

unset "${!RELEASE_GATE_@}"
cd "$work" || exit

serve_lists --pods 40
cat >config.yaml <<YAML
apiVersion: release-gate.power-edge.io/v1
kind: Configuration
tls: {mode: auto, secret: tls, service: gate, webhookConfiguration: gate, checkInterval: 1s}
audit: {enabled: true, interval: 1s, kubeconfig: $work/lists.kubeconfig}
YAML

holder() {
    curl --silent "$(cat lists.address)/apis/coordination.k8s.io/v1/namespaces/production/leases/release-gate-audit" |
        jq -r .spec.holderIdentity
}
has_holder() { [ -n "$(holder)" ]; }
has_none() { [ -z "$(holder)" ]; }

export KUBECONFIG=$work/lists.kubeconfig
start_server -c config.yaml --shutdown-delay 4s
eventually has_holder
eventually grep -q 'the certificate cannot be looked after' "$log"
is "a Secret that cannot be had is told" $? 0
kill -TERM "$server"
eventually grep -q '"shutting down"' "$log"
eventually has_none
stop_lists
ask /livez
is "the Lease is given back while it still serves" "$status" 200
wait_for_server
is "the server ends with status 0" "$exit_status" 0
is "nothing is complained of meanwhile" "$(sed '1,/"shutting down"/d' "$log" | jq -r .msg)" stopped

finish
