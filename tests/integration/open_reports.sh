#!/usr/bin/env bash
# Reports in the cluster: one object for each namespace with findings, replaced by each audit.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

unset "${!RELEASE_GATE_@}"
cd "$work" || exit
patience=120

configure() { # [LINE...]
    {
        cat <<YAML
apiVersion: release-gate.power-edge.io/v1
kind: Configuration
audit: {enabled: true, interval: 1s, kubeconfig: $work/lists.kubeconfig, report: {openreports: true}}
YAML
        printf '%s\n' "$@"
    } >config.yaml
}

value() { # SERIES
    curl --silent --max-time "$patience" "http://$plain/metrics" | grep -F "$1 " | sed -n '/^[^#]/s/.* //p'
}

audited() { # TIMES
    [ "$(value 'release_gate_audits_total{result="success"}')" -ge "$1" ] 2>/dev/null
}

wrote() { # RESULT TIMES
    [ "$(value "release_gate_audit_report_writes_total{result=\"$1\"}")" -ge "$2" ] 2>/dev/null
}

reports() { # JQ-FILTER
    curl --silent "$(cat lists.address)/apis/openreports.io/v1alpha1/reports" | jq -r ".items[] | $1"
}

put_report() { # NAMESPACE NAME
    curl --silent --output /dev/null -X PATCH -H 'Content-Type: application/apply-patch+yaml' --data \
        "{\"metadata\": {\"name\": \"$2\", \"namespace\": \"$1\"}}" \
        "$(cat lists.address)/apis/openreports.io/v1alpha1/namespaces/$1/reports/$2?fieldManager=release-gate&force=true"
}

# 6000 pods that nobody owns: 600 in production, 150 in each of the others.
serve_lists --pods 400 --bare 6000 --reports
configure "environments:" "- {name: dev, rules: {pre-latest: warn}}"
put_report team-99 release-gate
put_report team-99 of-somebody-else
start_server -c config.yaml
if eventually audited 2 && eventually wrote success 60; then
    ok "it audits and writes"
else
    not_ok "it audits and writes" "$(tail -n 5 "$log")"
fi
is "one object in each namespace with findings, however many audits" \
    "$(reports 'select(.metadata.name == "release-gate") | .metadata.namespace' | sort | uniq -d)" ""
is "they were replaced" "$(reports 'select(.metadata.namespace == "production") | .metadata.generation > 1')" true
is "a namespace that ends is no failure" "$(value 'release_gate_audit_report_writes_total{result="failure"}')" 0
is "where nothing is found any more the object is gone, what others wrote is not" \
    "$(reports 'select(.metadata.namespace == "team-99") | .metadata.name')" of-somebody-else

reports 'select(.metadata.namespace == "production" and .metadata.name == "release-gate")' >production.json
is "what it says of itself" "$(jq -c '[.apiVersion, .kind, .source, .scope.kind, .scope.name, .metadata.labels]' production.json)" \
    '["openreports.io/v1alpha1","Report","release-gate","Namespace","production",{"app.kubernetes.io/managed-by":"release-gate"}]'
is "all is counted" "$(jq -c .summary production.json)" '{"pass":2,"fail":601,"warn":0,"error":0,"skip":0}'
is "results are bounded" "$(jq '.results | length' production.json)" 500
is "and the rest is told" \
    "$(jq -r '.metadata.annotations["release-gate.power-edge.io/results-left-out"]' production.json)" 101
is "a result" "$(jq -c '.results[0] | del(.timestamp)' production.json)" \
    '{"policy":"release-gate","rule":"RG005","category":"pre-release","result":"fail","severity":"high","resources":[{"kind":"Deployment","namespace":"production","name":"app-000000"}],"message":"Deployment production/app-000000 container \"app\" image \"ghcr.io/acme/app-0:v2.0.0-rc.1\" is a pre-release [RG005]; promote it and use its release tag (vX.Y.Z)","properties":{"environment":"production","container":"app","image":"ghcr.io/acme/app-0:v2.0.0-rc.1"}}'
is "with the time of its audit" \
    "$(jq '[.results[].timestamp.seconds] | unique | length == 1 and (now - .[0] | . < 600)' production.json)" true
is "warnings are results too" \
    "$(reports 'select(.metadata.namespace == "team-02") | "\(.summary.fail) \(.summary.warn) \(.results[0].result)"')" "0 150 warn"
is "what was left out is a metric" "$(value release_gate_audit_report_results_dropped)" 101
stop_server

# What cannot be written is told once, and the audit goes on.
for case in "--forbid reports --reports" "--forbid none"; do
    # shellcheck disable=SC2086 # options
    serve_lists --pods 40 --bare 2 $case
    log=$work/log.${case// /}
    start_server -c config.yaml
    if eventually wrote failure 2; then ok "failures are counted, $case"; else not_ok "failures are counted, $case" "$(cat "$log")"; fi
    eventually audited 2
    is "the audit is a success, $case" "$(value 'release_gate_audits_total{result="failure"}')" 0
    is "the failure is logged once, $case" "$(grep -c '"audit reports not written"' "$log")" 1
    has "with what the API server says, $case" "$(grep '"audit reports not written"' "$log")" \
        "$([ "$case" = "--forbid none" ] && echo 'could not find the requested resource' || echo 'reports is forbidden')"
    stop_server
done

finish
