# What is asked of the gate, and by whom: each way to change an image, each environment, the guard.
# shellcheck shell=bash disable=SC2154 # what e2e.sh and lib.sh set

in_prod() { # COMMAND...
    kubectl -n demo-prod "$@" 2>&1
}

manifest() { # IMAGE
    kubectl create deployment web --image="$1" --dry-run=client -o yaml
}

is_rolled_out() { # REVISION
    [ "$(in_prod get deployment web -o 'jsonpath={.metadata.annotations.deployment\.kubernetes\.io/revision}')" = "$1" ]
}

# Before there is a gate: a history with a pre-release in it.
for image in nginx:1.26.0 nginx:1.27.0-rc.1 nginx:1.27.0; do
    manifest "$image" | in_prod apply -f - >/dev/null
    revision=$((${revision-0} + 1))
    eventually is_rolled_out "$revision"
done
in_prod run old --image=nginx:1.27.0 >/dev/null

install --set 'namespaceGuard.groups={owners}' --set logging.decisions=true

logged() { # NAMESPACE: how many decisions
    cat "$pods"/release-gate-*.log | jq -rR --arg namespace "$1" \
        'fromjson? | select(.msg == "decision" and .namespace == $namespace and .kind != "Namespace") | .uid' | wc -l
}

# ---- Each way.

has "kubectl apply is denied" "$(manifest nginx:main | in_prod apply -f -)" "$denial"
has "create deployment is" "$(in_prod create deployment two --image=nginx:main)" "$denial"
has "set image is" "$(in_prod set image deployment/web nginx=nginx:main)" "$denial"
has "run is" "$(in_prod run one --image=nginx:main)" "$denial"
has "debug is" "$(in_prod debug old --image=busybox:main --profile=general)" "$denial"
has "rollout undo to the pre-release is" "$(in_prod rollout undo deployment/web)" "$denial"
has "a revision that a StatefulSet would make pods of is" "$(in_prod create -f - <<<'{"apiVersion": "apps/v1",
    "kind": "ControllerRevision", "metadata": {"name": "web-1"}, "revision": 1, "data": {"spec":
    {"template": {"spec": {"containers": [{"name": "nginx", "image": "nginx:main"}]}}}}}')" "$denial"
has "so is a dry run" "$(in_prod set image deployment/web nginx=nginx:main --dry-run=server)" "$denial"
has "apply as a dry run is" "$(manifest nginx:main | in_prod apply --server-side --dry-run=server \
    --force-conflicts -f -)" "$denial"
has "nothing of it was stored" "$(in_prod get deployment web \
    -o 'jsonpath={.spec.template.spec.containers[0].image}')" nginx:1.27.0

has "rollout undo to the release goes on" "$(in_prod rollout undo deployment/web --to-revision=1)" \
    "rolled back"
has "set image to a release does" "$(in_prod set image deployment/web nginx=nginx:1.27.1)" updated
has "debug with a release does" "$(in_prod debug old --image=busybox:1.36.1 --profile=general \
    && echo went on)" "went on"
has "scaling does" "$(in_prod scale deployment/web --replicas=2)" scaled

# ---- Each environment.

has "test takes a pre-release" "$(create demo-test 1.27.0-rc.1)" created
answer=$(create demo-test abc1234)
has "warns of a commit" "$answer" "Warning: "
has "which it takes" "$answer" created
has "and refuses what is no tag" "$(create demo-test 'v1 2')" "denied the request: test"
answer=$(create demo main)
has "dev takes all" "$answer" created
is "without a word" "$(grep -c Warning <<<"$answer")" 0

for namespace in release-gate kube-system kube-public kube-node-lease; do
    kubectl label namespace "$namespace" "$label=production" --as=owner --as-group=system:masters \
        --as-group=owners >/dev/null
    has "$namespace is never judged, whatever its label" "$(create "$namespace" main)" created
    kubectl label namespace "$namespace" "$label-" --as=owner --as-group=system:masters \
        --as-group=owners >/dev/null
done
is "the gate is not even asked" "$(logged kube-system) $([ "$(logged demo-prod)" -gt 0 ] && echo asked)" \
    "0 asked"

# ---- The guard, and the label that it guards.

kubectl create clusterrolebinding everybody --clusterrole=cluster-admin --group=everybody >/dev/null
as() { # GROUP COMMAND...
    local group=$1
    shift
    kubectl --as=someone --as-group=everybody --as-group="$group" "$@" 2>&1
}
has "who is not in the group cannot choose an environment" \
    "$(as others label namespace demo-prod "$label=dev")" "$label would change from no environment"
has "not with the status" "$(as others patch namespace demo-prod --subresource=status --type=merge \
    --patch "{\"metadata\": {\"labels\": {\"$label\": \"dev\"}}}")" "would change"
has "who is can" "$(as owners label namespace demo-prod "$label=dev")" labeled
check "and the label wins over the name" eventually says created create demo-prod main
has "it cannot be removed by others" "$(as others label namespace demo-prod "$label-")" "would change"
has "a namespace cannot begin with it" "$(as others create -f - <<<"{\"apiVersion\": \"v1\",
    \"kind\": \"Namespace\", \"metadata\": {\"name\": \"sly\", \"labels\": {\"$label\": \"dev\"}}}")" \
    "would change"
has "nobody can choose what is no environment" "$(as owners label --overwrite namespace demo-prod \
    "$label=prod")" 'which is no environment [RG012]; use one of: production, test, dev'
has "other labels are everybody's" "$(as others label namespace demo-prod team=shop)" labeled
has "who is can make dev production" "$(as owners label namespace demo "$label=production")" labeled
check "which it is, then" eventually says "$denial" create demo main
as owners label namespace demo demo-prod "$label-" \
    >/dev/null
denies "without the label the name decides again"

uninstall
kubectl delete clusterrolebinding everybody >/dev/null
in_prod delete deployment,pod --all >/dev/null
