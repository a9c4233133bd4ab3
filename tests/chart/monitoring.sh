#!/usr/bin/env bash
# A pre-release that was in production before the gate came: audit lists it, the page shows it, the
# alert of a real Prometheus raises it, and a release ends it. Every query of the dashboard is asked of
# that Prometheus, and none gives nothing.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/../integration/lib.sh"

unset "${!RELEASE_GATE_@}" KUBECONFIG KUBERNETES_SERVICE_HOST GITHUB_STEP_SUMMARY
top=$(cd "$here/../.." && pwd)
patience=120
prometheus='' traffic=''
"$top/tests/tools/build" kubectl etcd kube-apiserver || exit
kubectl=$("$top/tests/tools/build" --folder)/kubectl
# shellcheck disable=SC2317,SC2329 # a trap
end() {
    [ -z "$prometheus" ] || kill "$prometheus" 2>/dev/null
    [ -z "$traffic" ] || kill "$traffic" 2>/dev/null
    "$top/tests/tools/api-server" --down "$work/api"
    clean_up
}
trap end EXIT
cd "$work" || exit

# ---- A cluster without the gate.

"$top/tests/tools/api-server" "$work/api" || exit
export KUBECONFIG=$work/api/kubeconfig
"$kubectl" create namespace production >/dev/null
"$kubectl" -n production create deployment edge --image=ghcr.io/power-edge/power-edge:v1.3.0-rc.1 >/dev/null

audit() { # OPTION...: sets `exit_status` and `out`
    "$program" audit -A "$@" >out 2>complaint
    exit_status=$?
    out=$(cat out)
}

audit -o json
is "audit lists what was there before: status 1" "$exit_status" 1
is "and names it" "$(jq -r '.findings[] | "\(.environment) \(.kind) \(.namespace)/\(.name) \(.rule) \(.image)"' out)" \
    "production Deployment production/edge RG005 ghcr.io/power-edge/power-edge:v1.3.0-rc.1"
audit -o html=page.html
if python3 "$top/tests/page.py" page.html >complaint; then ok "the page is sound"; else not_ok "the page is sound" "$(cat complaint)"; fi
is "and shows it as denied" "$(grep -c 'data-standing="denied".*v1.3.0-rc.1' page.html)" 3

# ---- The gate, and a Prometheus.

cat >config.yaml <<YAML
apiVersion: release-gate.power-edge.io/v1
kind: Configuration
audit: {enabled: true, interval: 1s, kubeconfig: "$KUBECONFIG", infoMetric: edge_state_info}
exemptions:
- {name: vendor, images: ["docker.io/vendor/*"], reason: a test, until: 2099-12-31}
YAML
start_server -c config.yaml
read -r port < <(python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])')
sed 's/^    for: .*/    for: 0s/' "$top/deploy/prometheus/release-gate.rules.yaml" >rules.yaml
cat >prometheus.yaml <<YAML
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [rules.yaml]
scrape_configs:
- {job_name: release-gate, static_configs: [{targets: ["$plain"]}]}
YAML
prometheus --config.file=prometheus.yaml --storage.tsdb.path=data \
    --web.listen-address="127.0.0.1:$port" >prometheus.log 2>&1 &
prometheus=$!
# A rate needs change between two scrapes.
cp "$reviews/001-CREATE-deployments.json" allowed.json
jq '(.request.object.spec.template.spec.containers[].image) = "app:main" | .request.dryRun = false' \
    allowed.json >denied.json
(while sleep 0.2; do
    for review in allowed denied; do
        curl --silent --insecure --output /dev/null -H 'Content-Type: application/json' \
            --data-binary @"$review.json" "https://$address/validate/production"
    done
done) &
traffic=$!

query() { # EXPRESSION: how many series
    curl --silent --get "http://127.0.0.1:$port/api/v1/query" --data-urlencode "query=$1" |
        jq '.data.result | length'
}

gives() { # EXPRESSION
    [ "$(query "$1")" -gt 0 ] 2>/dev/null
}

gives_nothing() { # EXPRESSION
    [ "$(query "$1")" = 0 ] 2>/dev/null
}

alert='ALERTS{alertname="PreReleaseInProduction",alertstate="firing",workload="Deployment/edge",version="v1.3.0-rc.1"}'
if eventually gives "$alert"; then ok "the alert is raised"; else not_ok "the alert is raised" "$(tail -n 5 prometheus.log "$log")"; fi
if eventually gives 'edge_state_info{environment="production",version="v1.3.0-rc.1"}'; then
    ok "the metric of old dashboards is there"
else
    not_ok "the metric of old dashboards is there"
fi

# shellcheck disable=SC2016 # the variables are Grafana's
jq -r '.. | .expr? // empty' "$top/deploy/grafana/release-gate.json" |
    sed 's/\$environment/.*/g; s/\$__rate_interval/30s/g' >queries
while IFS= read -r expression; do
    if eventually gives "$expression"; then ok "$expression"; else not_ok "$expression" "nothing"; fi
done <queries
is "the dashboard has queries" "$([ "$(wc -l <queries)" -gt 20 ] && echo yes)" yes
is "every rule can be evaluated" \
    "$(curl --silent "http://127.0.0.1:$port/api/v1/rules" | jq -r '[.data.groups[].rules[] | select(.health != "ok") | .name] | join(" ")')" ""

# ---- A release ends it.

"$kubectl" -n production set image deployment/edge power-edge=ghcr.io/power-edge/power-edge:v1.3.0 >/dev/null
if eventually gives_nothing "$alert"; then ok "the alert ends with kubectl set image"; else not_ok "the alert ends with kubectl set image"; fi
audit -o table
is "audit has nothing to say: status 0" "$exit_status" 0
has "the release is where the pre-release was" "$out" "power-edge  v1.3.0"
is "the lease has a holder" "$("$kubectl" get lease -A -o json | jq '[.items[] | select(.metadata.name == "release-gate-audit" and .spec.holderIdentity != "")] | length')" 1
stop_server
is "who ends gives it back" "$("$kubectl" get lease -A -o json | jq '[.items[] | select(.metadata.name == "release-gate-audit" and (.spec.holderIdentity // "") == "")] | length')" 1

finish
