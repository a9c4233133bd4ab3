# What the cases share: a cluster, Helm by its one name, a stream of creations. To be sourced, from the
# project's folder and inside the namespaces of e2e.sh.
# shellcheck shell=bash

# shellcheck source=../chart/lib.sh
. tests/chart/lib.sh
# shellcheck source=certificates.sh
. tests/e2e/certificates.sh
bin=$work/bin
pods=$work/pods
release=(release-gate "$chart" --namespace release-gate)
# shellcheck disable=SC2034 # for the cases
{
    denial='denied the request: production accepts full releases only'
    label='release-gate.power-edge.io/environment'
}
export PATH=$bin:$PATH
export HELM_CACHE_HOME=$work/helm HELM_CONFIG_HOME=$work/helm HELM_DATA_HOME=$work/helm

# ---- The cluster.

start_cluster() {
    mkdir "$bin"
    ln -s "$tools/kubectl" "$bin/kubectl"
    use_helm helm4
    # Names of network namespaces are files below /run.
    mount -t tmpfs tmpfs /run && ip link set lo up && ip address add 10.0.0.1/32 dev lo || exit
    tests/tools/api-server --with-controllers "$work/cluster" || exit
    export KUBECONFIG=$work/cluster/kubeconfig
    kubectl apply --server-side -f "$E2E_DEFINITIONS" >/dev/null &&
        wait_for_definitions || exit
    tests/e2e/kubelet "$KUBECONFIG" release-gate "$pods" "$(realpath "$program")" \
        >"$work/kubelet.log" 2>&1 &
    # shellcheck disable=SC2034 # for the cases
    kubelet=$!
    namespaces demo-prod demo-test demo
}

namespaces() { # NAME...
    local name
    for name; do
        kubectl get namespace "$name" >/dev/null 2>&1 ||
            kubectl create namespace "$name" >/dev/null || exit
    done
}

use_helm() { # helm3|helm4
    ln -sfn "$tools/$1" "$bin/helm"
}

show_logs() {
    local file
    for file in "$work/kubelet.log" "$pods"/*.log; do
        echo "#   ${file##*/}:"
        tail -n 5 "$file" | cut -c1-400 | sed 's/^/#     /'
    done
}

# ---- Waiting.

# Ends when the command succeeds, or fails after two minutes.
eventually() { # COMMAND...
    local deadline=$((SECONDS + 120))
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 0.25
    done
}

says() { # PART COMMAND...
    local part=$1
    shift
    case $("$@" 2>&1) in *"$part"*) ;; *) return 1 ;; esac
}

create() { # NAMESPACE TAG: asked, but not stored
    kubectl -n "$1" create deployment trial --image="nginx:$2" --dry-run=server 2>&1
}

# A configuration takes a moment to reach API servers, as a certificate does.
denies() { # SENTENCE
    check "$1" eventually says "$denial" create demo-prod main
}

# ---- The release.

install() { # [OPTION...]
    check "helm installs${1:+, $*}" helm install "${release[@]}" --create-namespace --wait \
        --timeout 180s "$@"
    denies "and production denies"
}

uninstall() {
    check "helm uninstalls" helm uninstall release-gate --namespace release-gate --wait --timeout 180s
}

gate_pods() { # JQ-FILTER, for each pod that does not end
    kubectl -n release-gate get pods -l app.kubernetes.io/component=webhook -o json |
        jq -r ".items[] | select(.metadata.deletionTimestamp == null) | $1" | sort
}

# A namespace that is deleted while pods end in it is looked at again much later only.
wait_for_pods_to_end() {
    kubectl -n release-gate wait pods --all --for=delete --timeout=180s >/dev/null 2>&1
}

# ---- Objects in production, created without a pause.

start_stream() {
    mkfifo "$work/stream.in"
    tests/e2e/stream "$KUBECONFIG" demo-prod <"$work/stream.in" >"$work/stream.out" 2>&1 &
    stream=$!
    exec 8>"$work/stream.in"
}

nothing_failed() { # SENTENCE
    exec 8>&-
    wait "$stream"
    rm "$work/stream.in"
    if jq -e '.failed == 0 and .created >= 20 and .denied >= 5' "$work/stream.out" >/dev/null; then
        ok "$1"
    else
        not_ok "$1" "$(cat "$work/stream.out")"
    fi
    jq -r '"# \(.created) created, \(.denied) denied, \(.failed) failed, the slowest took \(.slowest_ms) ms"' \
        "$work/stream.out"
    kubectl delete --raw /api/v1/namespaces/demo-prod/podtemplates >/dev/null
}
