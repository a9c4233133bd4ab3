#!/usr/bin/env bash
# What the server leaves in a real API server, as the chart's service account: Reports.
#   tests/chart/audit.sh    prints "ok ..." and "not ok ..."
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
# shellcheck source=lib.sh
. tests/chart/lib.sh
unset "${!RELEASE_GATE_@}"
server=''
trap '[ -z "$server" ] || kill "$server"; tests/tools/api-server --down "$work/cluster"
    rm -rf "$work"' EXIT

tests/tools/build helm4 || exit
start_api_server
for namespace in production shop-staging release-gate; do
    "$kubectl" create namespace "$namespace" >/dev/null
done

eventually() { # COMMAND...
    local deadline=$((SECONDS + 60))
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 0.2
    done
}

# ---- What was there before the server.

"$kubectl" -n production create deployment edge --image=ghcr.io/power-edge/power-edge:v1.3.0-rc.1 >/dev/null
"$kubectl" -n production create deployment shop --image=ghcr.io/acme/shop:v1.0.0 >/dev/null
"$kubectl" -n shop-staging create deployment shop --image=ghcr.io/acme/shop:5ebae4f >/dev/null
"$kubectl" apply -f - >/dev/null <<'YAML'
apiVersion: openreports.io/v1alpha1
kind: Report
metadata: {name: of-somebody-else, namespace: production}
source: another
YAML

# ---- The server, with the rights that the chart gives it.

values=(--set audit.enabled=true --set audit.report.openreports=true)
render helm4 "${values[@]}" -s templates/serviceaccount.yaml -s templates/audit.yaml >"$work/rights"
check "the chart's rights are there" "$kubectl" apply -f "$work/rights"
"$kubectl" config view --raw -o json |
    jq --arg token "$("$kubectl" -n release-gate create token release-gate)" \
        '.users[0].user = {token: $token} | .contexts[0].context.namespace = "release-gate"' >"$work/account"
cat >"$work/config.yaml" <<YAML
apiVersion: release-gate.power-edge.io/v1
kind: Configuration
audit: {enabled: true, interval: 1s, kubeconfig: $work/account, report: {openreports: true}}
YAML
"$program" serve --listen 127.0.0.1:0 --metrics-listen 127.0.0.1:0 -c "$work/config.yaml" \
    --tls-cert "$work/cluster/server.crt" --tls-key "$work/cluster/server.key" 2>"$work/log" &
server=$!

serving() { # FIELD
    jq -rR "fromjson? | select(.msg == \"serving\") | .$1" "$work/log"
}

value() { # SERIES
    curl --silent "http://$(serving metricsAddress)/metrics" | grep -F "$1 " | sed -n '/^[^#]/s/.* //p'
}

audited() { # TIMES
    [ "$(value 'release_gate_audits_total{result="success"}')" -ge "$1" ]
}

more_audits() {
    eventually audited $(($(value 'release_gate_audits_total{result="success"}') + 2))
}

# ---- Reports.

reports() { # JQ-FILTER
    "$kubectl" get reports,clusterreports -A -o json | jq -r ".items[] | $1"
}

check "it audits" eventually audited 2
is "a Report in each namespace with findings, whatever others write" \
    "$(reports '"\(.kind) \(.metadata.namespace) \(.metadata.name)"' | xargs -d '\n')" \
    "Report production of-somebody-else Report production release-gate Report shop-staging release-gate"
is "kubectl counts" "$("$kubectl" -n production get report release-gate --no-headers | awk '{ print $2, $3, $4, $5, $6 }')" \
    "1 1 0 0 0"
"$kubectl" -n production get report release-gate -o json >"$work/report"
is "what is found" "$(jq -c '.results[] | [.rule, .result, .resources[0].name, .properties.image]' "$work/report")" \
    '["RG005","fail","edge","ghcr.io/power-edge/power-edge:v1.3.0-rc.1"]'
is "it validates strictly" \
    "$(jq 'del(.metadata.managedFields) | .metadata.name = "copy" | del(.metadata.uid, .metadata.resourceVersion)' "$work/report" |
        "$kubectl" create --validate=strict --dry-run=server -f - 2>&1)" "report.openreports.io/copy created (server dry run)"
"$kubectl" -n production set image deployment/edge power-edge=ghcr.io/power-edge/power-edge:v1.3.0 >/dev/null
more_audits
is "what is cured is gone, what is not was not piled up" \
    "$(reports 'select(.metadata.name == "release-gate") | "\(.metadata.namespace) \(.results | length)"')" "shop-staging 1"
is "what others wrote is there" "$(reports 'select(.source == "another") | .metadata.name')" of-somebody-else
is "nothing failed" "$(value 'release_gate_audit_report_writes_total{result="failure"}') $(value 'release_gate_audits_total{result="failure"}')" "0 0"
"$kubectl" delete crd reports.openreports.io >/dev/null
unwritten() { [ "$(value 'release_gate_audit_report_writes_total{result="failure"}')" -ge 2 ]; }
check "without the CRDs it says so" eventually unwritten
is "once" "$(grep -c '"audit reports not written"' "$work/log")" 1
more_audits
is "and audits on" "$(value 'release_gate_audits_total{result="failure"}')" 0

[ "$failed" = 0 ]
