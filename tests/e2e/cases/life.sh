# From nothing to the first denial with the commands of README.md, and back to nothing, with both Helms.
# shellcheck shell=bash disable=SC2154 # what e2e.sh and lib.sh set

mapfile -t commands < <(sed -n '/^helm install/,/^```/p' README.md | sed '/^```/d; s/ *#.*//')
is "README.md has three commands" "${#commands[@]}" 3

documented() { # INDEX
    local words
    read -ra words <<<"${commands[$1]}"
    "${words[@]}" 2>&1
}

deploy() { # NAME IMAGE
    kubectl -n demo-prod create deployment "$1" --image="$2" 2>&1
}

# What is in the cluster, but for what comes and goes by itself.
kinds=$(kubectl api-resources --verbs=list -o name | grep -vE '^(events|leases|componentstatuses)' |
    paste -sd,)
objects() {
    kubectl get "$kinds" --all-namespaces -o json 2>/dev/null | jq -r '.items[] |
        "\(.kind) \(.metadata.namespace // "-") \(.metadata.name)"' | sort
}

is_as_before() {
    [ "$(objects)" = "$before" ]
}

kubectl delete namespace demo-prod --wait >/dev/null
before=$(objects)
for helm in helm3 helm4; do
    use_helm "$helm"
    begin=$EPOCHREALTIME
    check "$helm: the first command" documented 0
    check "$helm: the second" documented 1
    answer=$(documented 2)
    took=$(awk -v from="$begin" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.1f", to - from }')
    has "$helm: the third is denied" "$answer" "$denial"
    has "$helm: by the webhook for globs" "$answer" '"production.glob.release-gate.power-edge.io"'
    check "$helm: all three in less than a minute" test "${took%.*}" -lt 60
    echo "# $helm: the first denial came after $took s"

    check "$helm test passes" helm test release-gate --namespace release-gate --timeout 180s
    is "its pod says why" "$(cat "$pods/release-gate-test.log")" \
        "ok - a pre-release is denied
ok - a release is allowed"
    rm "$pods/release-gate-test.log"

    check "$helm uninstalls" helm uninstall release-gate --namespace release-gate
    has "$helm: a deployment right after it works" "$(deploy later nginx:main)" created
    wait_for_pods_to_end
    kubectl delete namespace demo-prod release-gate --wait >/dev/null
    check "$helm: nothing is left" eventually is_as_before
    is "$helm: nothing" "$(objects)" "$before"
done
namespaces demo-prod
