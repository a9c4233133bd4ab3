# A pre-release that was in production before the gate: the pods' own account lists it, holds the Lease,
# tells it as metrics, as a Report and by Events; a release ends it.
# shellcheck shell=bash disable=SC2154 # what e2e.sh and lib.sh set

shop=demo-prod

metrics() { # of all pods
    local ip
    for ip in $(gate_pods .status.podIP); do
        curl --silent --max-time 5 "http://$ip:8080/metrics"
    done
}

# Not with grep -q, which would end before what writes to it, a failure of the pipe.
tells() { # SAMPLE VALUE, by one pod at least
    metrics | grep -xF "$1 $2" >/dev/null
}

report() {
    kubectl -n "$shop" get report release-gate -o json | jq -r '.results[] | select(.resources[0].name == "edge").message'
}

is_clean() {
    ! says RG005 report
}

edge="release_gate_workload_info{environment=\"production\",namespace=\"$shop\",workload=\"Deployment/edge\""
image='container="power-edge",image="ghcr.io/power-edge/power-edge"'

# Nobody runs pods in this namespace: without them a rollout needs none.
kubectl -n "$shop" create deployment edge --replicas=0 \
    --image=ghcr.io/power-edge/power-edge:v1.3.0-rc.1 >/dev/null
has "audit lists what was there before the gate" "$("$program" audit -n "$shop" 2>/dev/null)" \
    "Deployment $shop/edge container \"power-edge\" image \"ghcr.io/power-edge/power-edge:v1.3.0-rc.1\" is a pre-release [RG005]"

install --set audit.enabled=true,audit.interval=1s,audit.report.openreports=true,events.enabled=true
check "one pod tells it" eventually tells \
    "$edge,$image,version=\"v1.3.0-rc.1\",class=\"pre-release\",result=\"fail\"}" 1
check "it has the Lease" eventually tells release_gate_audit_leader 1
is "and no other one" "$(metrics | grep -cxF 'release_gate_audit_leader 1')" 1
is "which says so" "$(kubectl -n release-gate get lease release-gate-audit -o json | jq '.spec.holderIdentity != ""')" true
check "a Report is in the namespace" eventually says "pre-release [RG005]" report

has "another pre-release is denied" "$(kubectl -n "$shop" create deployment late --image=nginx:main 2>&1)" "$denial"
check "which kubectl get events shows" eventually says deployment/late \
    kubectl -n "$shop" get events --field-selector reason=ImageDenied

kubectl -n "$shop" set image deployment/edge power-edge=ghcr.io/power-edge/power-edge:v1.3.0 >/dev/null
check "a release ends it" eventually tells "$edge,$image,version=\"v1.3.0\",class=\"release\",result=\"pass\"}" 1
is "and the pre-release is told no more" "$(metrics | grep -cF "$edge,$image,version=\"v1.3.0-rc.1\"")" 0
check "the Report does not name it any more" eventually is_clean
is "the pods' rights were enough" \
    "$(metrics | grep -E '^release_gate_(audit_report_writes|events)_total.*result="fail' | sed 's/.* //' | sort -u)" 0
uninstall
kubectl -n "$shop" delete deployment edge >/dev/null
