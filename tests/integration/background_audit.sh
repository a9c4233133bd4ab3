#!/usr/bin/env bash
# The audit in the server: by one replica at a time, told as metrics.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

unset "${!RELEASE_GATE_@}"
cd "$work" || exit

serve_lists --pods 400 --bare 3
cat >config.yaml <<YAML
apiVersion: release-gate.power-edge.io/v1
kind: Configuration
audit:
  enabled: true
  interval: 1s
  kubeconfig: $work/lists.kubeconfig
  maxWorkloads: 15
  infoMetric: edge_state_info
  infoImages: ["ghcr.io/acme/app-1", "ghcr.io/acme/app-2"]
environments:
- name: customers
  namespaces: [team-02]
  rules: {pre-latest: deny}
exemptions:
- {name: candidate, images: ["ghcr.io/acme/app-0"], reason: a test, until: 2099-12-31}
YAML

scrape() { # ADDRESS
    curl --silent --max-time "$patience" "http://$1/metrics"
}

value() { # ADDRESS SERIES
    scrape "$1" | grep -F "$2 " | sed -n '/^[^#]/s/.* //p'
}

has_value() { # ADDRESS SERIES VALUE
    [ "$(value "$1" "$2")" = "$3" ]
}

has_audited() { # ADDRESS TIMES
    [ "$(value "$1" 'release_gate_audits_total{result="success"}')" -ge "$2" ] 2>/dev/null
}

lease() {
    curl --silent "$(cat lists.address)/apis/coordination.k8s.io/v1/namespaces/production/leases/release-gate-audit"
}

start_server -c config.yaml
first=$plain first_server=$server first_log=$log
if eventually has_audited "$first" 2; then ok "it audits again and again"; else not_ok "it audits again and again" "$(cat "$log")"; fi
is "this replica is the one that audits" "$(value "$first" release_gate_audit_leader)" 1
is "its lease is held" "$(lease | jq -r '.spec.holderIdentity | test("_[0-9]+$")')" true
is "the lease's times are such as client-go reads" \
    "$(lease | jq -r '.spec.renewTime | test("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{6}Z$")')" true
scrape "$first" >metrics
if command -v promtool >/dev/null; then
    # shellcheck disable=SC2094 # a word, and a file
    is "promtool has nothing to say" "$(promtool check metrics <metrics 2>&1)" ""
fi
sed -n 's/^# TYPE \([a-z_]*\) .*/\1/p' metrics | while read -r family; do
    grep -qF "| \`$family\` |" "$here/../../docs/metrics.md" || echo "$family"
done >undocumented
is "each family has a row in docs/metrics.md" "$(grep -v '^edge_state_info$' undocumented)" ""
is "workloads are told up to the limit, and beyond it what breaks the rules, unless it is exempted" \
    "$(grep -c '^release_gate_workload_info{' metrics) $(grep '^release_gate_workload_info{.*result="fail"' metrics | sed 's/.*environment="\([a-z]*\)".*workload="\([^"]*\)".*/\1 \2/' | sort | xargs)" \
    "17 customers Pod/bare-000402 production Pod/bare-000400"
is "the rest is counted" "$(value "$first" release_gate_workload_info_dropped)" 7
is "what a workload runs" "$(grep -m 1 '^release_gate_workload_info{.*app-000000' metrics)" \
    'release_gate_workload_info{environment="production",namespace="production",workload="Deployment/app-000000",container="app",image="ghcr.io/acme/app-0",version="v1.0.0",class="release",result="pass"} 1'
is "violations by environment and rule" \
    "$(value "$first" 'release_gate_audit_violations{environment="production",rule="RG004"}')" 1
is "a rule that nobody breaks is there too" \
    "$(value "$first" 'release_gate_audit_violations{environment="production",rule="RG006"}')" 0
is "the metric of old dashboards" "$(grep '^edge_state_info{' metrics | sort | tr '\n' ' ')" \
    'edge_state_info{environment="customers",version="v1.2.0"} 1 edge_state_info{environment="test",version="v1.1.0"} 1 '

# A second replica waits, and takes over when the first goes.
log=$work/second.log
start_server -c config.yaml
second=$plain second_server=$server
eventually has_value "$second" release_gate_audit_leader 0
is "a second replica does not audit" "$(value "$second" 'release_gate_audits_total{result="success"}')" 0
is "and tells no workloads" "$(scrape "$second" | grep -c '^release_gate_workload_info{')" 0
server=$first_server log=$first_log
stop_server
is "who ends gives the lease back" "$(lease | jq -r .spec.holderIdentity)" ""
server=$second_server log=$work/second.log
if eventually has_audited "$second" 1; then ok "the second takes over"; else not_ok "the second takes over" "$(cat "$log")"; fi
is "the change is counted in the lease" "$(lease | jq .spec.leaseTransitions)" 1

# The API server goes: reviews are answered, the failure is told once.
stop_lists
has_failed() { [ "$(value "$second" 'release_gate_audits_total{result="failure"}')" -ge 2 ] 2>/dev/null; }
if eventually has_failed; then ok "failures are counted"; else not_ok "failures are counted"; fi
post /validate/production "$reviews/001-CREATE-deployments.json"
is "reviews are answered meanwhile" "$status" 200
is "a failure that goes on is logged once" "$(grep -c 'audit failed' "$log")" 1
stop_server

# What cannot begin is no reason not to serve.
sed -i 's/lists\.kubeconfig/none/' config.yaml
log=$work/third.log
start_server -c config.yaml
post /validate/production "$reviews/001-CREATE-deployments.json"
is "without a cluster it serves all the same" "$status" 200
is "and says why there is no audit" "$(grep -c 'there is no audit' "$log")" 1
stop_server

finish
