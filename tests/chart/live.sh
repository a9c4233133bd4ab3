#!/usr/bin/env bash
# The chart's objects in a real API server, where nothing runs: what upgrades keep, what is refused
# without the server, and that the documentation opens the cluster.
#   tests/chart/live.sh    prints "ok ..." and "not ok ..."
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
# shellcheck source=lib.sh
. tests/chart/lib.sh

tests/tools/build helm3 helm4 || exit
start_api_server
export HELM_CACHE_HOME=$work/helm HELM_CONFIG_HOME=$work/helm HELM_DATA_HOME=$work/helm

helm() { # helm3|helm4 COMMAND [OPTION...]
    local which=$1 command=$2
    shift 2
    "$tools/$which" "$command" release-gate "$chart" --namespace release-gate "$@"
}

uninstall() { # helm3|helm4
    "$tools/$1" uninstall release-gate --namespace release-gate --no-hooks --wait
}

webhooks() { # JQ-FILTER
    "$kubectl" get validatingwebhookconfigurations release-gate -o json | jq -r ".webhooks | $1"
}

secret() {
    "$kubectl" -n release-gate get secret release-gate-tls -o json | jq -c .data
}

# As cert-manager's CA injector does.
inject() { # TEXT
    webhooks "[range(length)] | map({op: \"add\", path: \"/webhooks/\(.)/clientConfig/caBundle\",
        value: \"$(base64 -w0 <<<"$1")\"})" |
        "$kubectl" patch validatingwebhookconfigurations release-gate --type=json \
            --field-manager=ca-injector --patch-file=/dev/stdin
}

caBundles() {
    webhooks '[.[].clientConfig.caBundle // ""] | unique[]' | base64 -d
}

# ---- Upgrades.

certificate=$(openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null \
    -subj /CN=test 2>/dev/null)

for pair in helm3:helm3 helm3:helm4 helm4:helm4; do
    first=${pair%:*} then=${pair#*:}
    check "$first installs" helm "$first" install --create-namespace --set tls.mode=certManager
    check "somebody else writes the caBundle" inject "$certificate"
    check "$then upgrades what $first installed" helm "$then" upgrade --set tls.mode=certManager \
        --set webhook.timeoutSeconds=7
    is "the upgrade has come, $pair" "$(webhooks '[.[].timeoutSeconds] | unique[]')" 7
    is "the caBundle is still there, $pair" "$(caBundles)" "$certificate"
    check "$then rolls it back" "$tools/$then" rollback release-gate 1 --namespace release-gate
    is "that has come, too, $pair" "$(webhooks '[.[].timeoutSeconds] | unique[]')" 5
    is "and the caBundle is still there, $pair" "$(caBundles)" "$certificate"
    check "$then uninstalls" uninstall "$then"
done

for pair in helm3:helm3 helm3:helm4 helm4:helm4; do
    first=${pair%:*} then=${pair#*:}
    check "$first installs with certificates from Helm" helm "$first" install --set tls.mode=helm
    before=$(secret)
    check "$then upgrades that" helm "$then" upgrade \
        --set tls.mode=helm,replicaCount=3
    is "the certificate stays, $pair" "$(secret)" "$before"
    is "its CA is what API servers know, $pair" "$(caBundles)" \
        "$(jq -r '.["ca.crt"]' <<<"$before" | base64 -d)"
    check "$then uninstalls it" uninstall "$then"
done
check "helm4 installs with certificates from Helm, to change that" helm helm4 install \
    --set tls.mode=helm
check "it lets somebody else write the caBundle" helm helm4 upgrade --set tls.mode=certManager
is "and takes its own away" "$(caBundles)" ""
check "who does so" inject "$certificate"
has "it does not take it back unasked" "$(helm helm4 upgrade --set tls.mode=helm 2>&1)" \
    "$(sed -n 's/^## \(conflict .*\)/\1/p' docs/troubleshooting.md)"
check "but does if told to" helm helm4 upgrade --set tls.mode=helm --force-conflicts
is "and has its own" "$(caBundles)" "$(secret | jq -r '.["ca.crt"]' | base64 -d)"
check "helm4 uninstalls after that" uninstall helm4

is "nothing is left that could deny" \
    "$("$kubectl" get validatingwebhookconfigurations -o name | wc -l)" 0

# ---- Without a server.

deploy() { # NAMESPACE NAME
    "$kubectl" -n "$1" create deployment "$2" --image=example.com/app:v1.2.3 2>&1
}

for namespace in shop-prod shop-test shop; do
    "$kubectl" create namespace "$namespace" >/dev/null
done
helm helm4 install >/dev/null
# API servers take a moment to see a webhook configuration.
for _ in $(seq 50); do
    deploy shop-prod "early-$RANDOM" >/dev/null || break
    sleep 0.2
done
has "production refuses, with a text that the documentation knows" "$(deploy shop-prod web)" \
    "$(sed -n 's/^## \(no endpoints.*\)/\1/p' docs/troubleshooting.md)"
has "test goes on" "$(deploy shop-test web)" created
has "dev goes on" "$(deploy shop web)" created
has "so does the gate's own namespace" "$(deploy release-gate web)" created
check "namespaces can be made" "$kubectl" create namespace another
check "and labelled" "$kubectl" label namespace another team=shop
has "but the environment of one cannot be chosen" "$("$kubectl" label namespace shop-prod \
    release-gate.power-edge.io/environment=dev 2>&1)" 'namespace-guard.release-gate.power-edge.io'
has "nor with its status" "$("$kubectl" patch namespace shop-prod --subresource=status --type=merge \
    --patch '{"metadata": {"labels": {"release-gate.power-edge.io/environment": "dev"}}}' 2>&1)" \
    'namespace-guard.release-gate.power-edge.io'

# ---- The documentation.

# shellcheck disable=SC2016 # backquotes, not commands
emergency=$(sed -n '1s/^`\(kubectl .*\)`$/\1/p' docs/emergency.md)
check "the first line of docs/emergency.md is a command" test -n "$emergency"
check "it runs" bash -c "${emergency/kubectl/\"$kubectl\"}"
for _ in $(seq 50); do
    if deploy shop-prod "late-$RANDOM" >/dev/null; then break; fi
    sleep 0.2
done
has "and opens the cluster" "$(deploy shop-prod opened)" created
check "the command below closes it again" helm helm4 upgrade --reset-then-reuse-values
is "and the webhooks are back" "$(webhooks 'length > 0')" true

# shellcheck disable=SC2016 # backquotes, not commands
grep -ohE '(--set |`)[a-zA-Z]+(\.[a-zA-Z]+)*=[^ `]+' docs/install.md docs/emergency.md \
    docs/troubleshooting.md | sed -E 's/^(--set |`)//' | grep -v '^tls.mode=existingSecret$' |
    sort -u >"$work/options"
is "the documentation sets values" "$(test -s "$work/options" && echo yes)" yes
while read -r option; do
    port=10260
    check "the chart knows $option" render helm4 --set "server.port=$port" --set "${option//\"/}"
done <"$work/options"

[ "$failed" = 0 ]
