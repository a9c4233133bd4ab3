# Controllers that apply what Helm renders: deploy/install.yaml, server-side, with other managers beside.
# shellcheck shell=bash disable=SC2154 # what e2e.sh and lib.sh set

apply_as() { # MANAGER [SED-EXPRESSION]
    sed "s/shutdownDelay: 10s/shutdownDelay: 1s/; ${2-}" deploy/install.yaml |
        kubectl apply --server-side --field-manager="$1" -f - 2>&1
}

caBundles() {
    kubectl get validatingwebhookconfigurations release-gate -o json |
        jq -r '[.webhooks[].clientConfig.caBundle // ""] | unique[]'
}

check "Argo CD applies deploy/install.yaml" apply_as argocd-controller
check "the pods become ready" kubectl -n release-gate wait deployment/release-gate \
    --for=condition=Available --timeout=180s
denies "and production denies"
bundle=$(caBundles)
is "with the caBundle of the server, for all webhooks the same" "$(wc -w <<<"$bundle")" 1
check "Argo CD applies a change" apply_as argocd-controller 's/timeoutSeconds: 5/timeoutSeconds: 6/'
is "which comes" "$(kubectl get validatingwebhookconfigurations release-gate -o json |
    jq -r '[.webhooks[].timeoutSeconds] | unique[]')" 6
is "the caBundle stays with whom it belongs to" "$(caBundles)" "$bundle"
check "Flux applies the same without a conflict" apply_as kustomize-controller \
    's/timeoutSeconds: 5/timeoutSeconds: 6/'
denies "production denies as before"
has "whoever wants something else is told who has it" \
    "$(apply_as somebody 's/timeoutSeconds: 5/timeoutSeconds: 9/')" 'conflicts with "argocd-controller"'

delete_all() {
    kubectl delete -f deploy/install.yaml --ignore-not-found --timeout=180s 2>&1 && return
    kubectl get namespace release-gate -o json | jq -c '.status.conditions[]'
    kubectl -n release-gate get pods -o wide
    return 1
}

kubectl delete validatingwebhookconfigurations release-gate >/dev/null
kubectl -n release-gate scale deployment release-gate --replicas=0 >/dev/null
wait_for_pods_to_end
check "all of it can be deleted again" delete_all
