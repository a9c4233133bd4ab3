#!/usr/bin/env bash
# The program as the chart configures it, asked by a real API server through the chart's Service. All of
# it lives in a network namespace of its own, where the pod's address is one of the loopback device.
#   tests/chart/serving.sh    prints "ok ..." and "not ok ..."
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
# shellcheck source=pod.sh
. tests/chart/pod.sh
trap 'stop_pod; tests/tools/api-server --down "$work/cluster"; rm -rf "$work"' EXIT

ip link set lo up && ip address add "$pod_address/32" dev lo || exit
tests/tools/api-server "$work/cluster" || exit
export KUBECONFIG=$work/cluster/kubeconfig
export HELM_CACHE_HOME=$work/helm HELM_CONFIG_HOME=$work/helm HELM_DATA_HOME=$work/helm

"$tools/helm4" install release-gate "$chart" --namespace release-gate --create-namespace \
    --set tls.mode=helm --set 'namespaceGuard.groups={owners}' >/dev/null || exit

start_pod
check "the Service has an endpoint" add_endpoint

# ---- The three commands of README.md: the last one, as it stands there.

mapfile -t commands < <(grep '^kubectl .*demo-prod' README.md | sed 's/ *#.*//')
is "README.md has two commands for kubectl" "${#commands[@]}" 2
documented() { # INDEX
    local words
    read -ra words <<<"${commands[$1]}"
    "$kubectl" "${words[@]:1}" 2>&1
}
documented 0 >/dev/null
denial='denied the request: production accepts full releases only'
# Until API servers have seen Service, endpoint and webhook configuration.
for _ in $(seq 100); do
    answer=$(documented 1)
    case $answer in *"$denial"*) break ;; esac
    "$kubectl" -n demo-prod delete deployment web --ignore-not-found >/dev/null
    sleep 0.2
done
has "the last one is denied" "$answer" "$denial"
has "by the webhook for globs" "$answer" '"production.glob.release-gate.power-edge.io"'

in_prod() { # COMMAND...
    "$kubectl" -n demo-prod "$@" 2>&1
}
has "a release is created" "$(in_prod create deployment web --image=nginx:1.27.0)" created
has "an image cannot be set" "$(in_prod set image deployment/web nginx=nginx:main)" "$denial"
has "not as a dry run" "$(in_prod set image deployment/web nginx=nginx:main --dry-run=server)" "$denial"
has "a Pod is denied" "$(in_prod run one --image=nginx:main)" "$denial"
has "other changes go on" "$(in_prod scale deployment/web --replicas=3)" scaled
"$kubectl" create namespace demo-test >/dev/null
has "test warns of a commit" "$("$kubectl" -n demo-test run one --image=nginx:abc1234 2>&1)" Warning:
has "dev takes all" "$("$kubectl" -n default run one --image=nginx:main 2>&1)" created

# ---- The guard, and the label that it guards.

"$kubectl" create clusterrolebinding all --clusterrole=cluster-admin --group=everybody >/dev/null
as() { # GROUP COMMAND...
    local group=$1
    shift
    "$kubectl" --as=someone --as-group=everybody --as-group="$group" "$@" 2>&1
}
label=release-gate.power-edge.io/environment
has "who is not in the group cannot choose an environment" \
    "$(as others label namespace demo-prod $label=dev)" "$label would change from no environment"
has "not with the status" "$(as others patch namespace demo-prod --subresource=status --type=merge \
    --patch "{\"metadata\": {\"labels\": {\"$label\": \"dev\"}}}")" "would change"
has "who is can" "$(as owners label namespace demo-prod $label=dev)" labeled
for _ in $(seq 50); do
    answer=$(in_prod run two --image=nginx:main --dry-run=server)
    case $answer in *created*) break ;; esac
    sleep 0.2
done
has "and the label wins over the name" "$answer" created
has "it cannot be removed by others" "$(as others label namespace demo-prod $label-)" "would change"
has "a namespace cannot begin with it" "$(as others create -f - <<<"{\"apiVersion\": \"v1\",
    \"kind\": \"Namespace\", \"metadata\": {\"name\": \"sly\", \"labels\": {\"$label\": \"dev\"}}}")" \
    "would change"

# ---- helm test: its objects, and its script with the rights that they give.

render helm4 --show-only templates/tests/test.yaml >"$work/test.yaml"
/usr/bin/python3 - "$work/test.yaml" "$work" <<'SPLIT'
import json, sys, yaml
manifests = [m for m in yaml.safe_load_all(open(sys.argv[1])) if m]
pod = next(m for m in manifests if m["kind"] == "Pod")
others = [m for m in manifests if m["kind"] != "Pod"]
json.dump({"apiVersion": "v1", "kind": "List", "items": others}, open(sys.argv[2] + "/others.json", "w"))
open(sys.argv[2] + "/script", "w").write(pod["spec"]["containers"][0]["args"][0])
SPLIT
check "the objects of helm test are made" "$kubectl" apply -f "$work/others.json"
mkdir -p "$work/account"
cp "$work/cluster/server.crt" "$work/account/ca.crt"
"$kubectl" -n release-gate create token release-gate-test >"$work/account/token"
sed -i "s,/var/run/secrets/kubernetes.io/serviceaccount,$work/account," "$work/script"
helm_test() {
    local url
    url=$("$kubectl" config view --minify -o 'jsonpath={.clusters[0].cluster.server}')
    NAMESPACE=release-gate-test-prod KUBERNETES_SERVICE_HOST=127.0.0.1 \
        KUBERNETES_SERVICE_PORT=${url##*:} sh "$work/script" 2>&1
}
is "its script proves a denial and an admission" "$(helm_test)" \
    "ok - a pre-release is denied
ok - a release is allowed"
"$kubectl" delete validatingwebhookconfigurations release-gate >/dev/null
sleep 1
has "and fails where nothing is denied" "$(helm_test)" "not ok - a pre-release is denied"

[ "$failed" = 0 ] || tail -n 20 "$work/log" | sed 's/^/#   /'
[ "$failed" = 0 ]
