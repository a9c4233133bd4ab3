# What is done to a gate that is asked without a pause: restarts, upgrades, roll-backs, new policies, a
# node that is drained. With the delays that the chart has by itself.
# shellcheck shell=bash disable=SC2154 # what e2e.sh and lib.sh set

rolled_out() {
    kubectl -n release-gate rollout status deployment/release-gate --timeout=180s
}

upgrade() { # [OPTION...]
    helm upgrade "${release[@]}" --wait --timeout 180s "$@"
}

gone() { # POD...
    [ -z "$(kubectl -n release-gate get pods "$@" --ignore-not-found -o name)" ]
}

use_helm helm3
install
mapfile -t first < <(gate_pods .metadata.name)
is "two replicas are there" "${#first[@]}" 2
is "on two nodes" "$(gate_pods .spec.nodeName | xargs)" "node-a node-b"

start_stream
check "a rolling restart begins" kubectl -n release-gate rollout restart deployment/release-gate
check "and comes to its end" rolled_out
check "the first pods end" eventually gone "${first[@]}"
nothing_failed "no creation failed during a rolling restart"
is "the old pods ended by themselves" \
    "$(grep -cE "(${first[0]}|${first[1]}): ended with 0" "$work/kubelet.log")" 2

# ---- Upgrade to Helm 4 with another policy, and back.

use_helm helm4
namespaces shop-live
start_stream
has "a namespace that no environment names is free" "$(create shop-live main)" created
check "Helm 4 upgrades what Helm 3 installed, with an environment more" upgrade \
    --set environments.live.order=5 --set 'environments.live.namespaces={*-live}' \
    --set environments.live.rules.sha=allow
has "the policy is in force at once" "$(create shop-live main)" "denied the request: live"
has "with its own rules" "$(create shop-live abc1234)" created
check "Helm rolls back" helm rollback release-gate 1 --namespace release-gate --wait --timeout 180s
check "and the namespace is free again" eventually says created create shop-live main
denies "production denies as before"
nothing_failed "no creation failed during upgrade and rollback"

# ---- A node is drained.

drained() {
    [ "$(gate_pods .spec.nodeName | xargs)" = "node-b node-b" ]
}

start_stream
check "a node is drained" kubectl drain node-a --timeout=180s
check "all pods are on the other one" eventually drained
kubectl uncordon node-a >/dev/null
check "and the next one" kubectl drain node-b --timeout=180s
kubectl uncordon node-b >/dev/null
nothing_failed "no creation failed while nodes were drained"

# ---- A new policy without a restart.

change_configuration() { # JQ-FILTER
    kubectl -n release-gate get configmap release-gate -o json | jq ".data[\"config.yaml\"] |= $1" |
        kubectl replace -f - >/dev/null
}

all_said() { # MESSAGE
    local name
    for name in $(gate_pods .metadata.name); do
        grep -q "$1" "$pods/$name.log" || return 1
    done
}

before=$(gate_pods .metadata.name)
change_configuration 'sub("pre-release: deny"; "pre-release: allow")'
check "a policy that is changed in place is taken by all" eventually all_said '"configuration reloaded"'
has "and takes effect" "$(create demo-prod 1.27.0-rc.1)" created
change_configuration 'sub("pre-release: allow"; "pre-release: alow")'
check "one that cannot be is complained of" eventually all_said '"configuration not reloaded'
has "and the last good one stays" "$(create demo-prod 1.27.0-rc.1)" created
has "in whole" "$(create demo-prod main)" "denied the request: production"
is "all that with the same pods" "$(gate_pods .metadata.name)" "$before"
uninstall
