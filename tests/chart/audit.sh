#!/usr/bin/env bash
# What the server leaves in a real API server, as the chart's service account: Reports, Events, and
# annotations in the API server's own audit log.
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
cat >"$work/audit-policy" <<'YAML'
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- {level: Metadata, resources: [{group: apps, resources: [deployments]}]}
- {level: None}
YAML
export API_SERVER_FLAGS="--audit-policy-file=$work/audit-policy --audit-log-path=$work/audit-log"
start_api_server
for namespace in production shop-staging release-gate; do
    "$kubectl" create namespace "$namespace" >/dev/null
done

eventually() { # COMMAND...
    local deadline=$((SECONDS + 40))
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 0.2
    done
}

# ---- What was there before the server.

"$kubectl" -n production create deployment edge --image=ghcr.io/power-edge/power-edge:v1.3.0-rc.1 >/dev/null
"$kubectl" -n production create deployment shop --image=ghcr.io/acme/shop:v1.0.0 >/dev/null
"$kubectl" -n shop-staging create deployment shop --image=ghcr.io/acme/shop:5ebae4f >/dev/null
cat >"$work/report" <<'YAML'
apiVersion: openreports.io/v1alpha1
kind: Report
metadata: {name: of-somebody-else, namespace: production}
source: another
YAML
check "somebody else writes a Report" eventually "$kubectl" apply -f "$work/report"

# ---- The server, with the rights that the chart gives it.

values=(--set audit.enabled=true --set audit.report.openreports=true --set events.enabled=true)
render helm4 "${values[@]}" -s templates/serviceaccount.yaml -s templates/audit.yaml \
    -s templates/events.yaml >"$work/rights"
check "the chart's rights are there" "$kubectl" apply -f "$work/rights"
"$kubectl" config view --raw -o json |
    jq --arg token "$("$kubectl" -n release-gate create token release-gate)" \
        '.users[0].user = {token: $token} | .contexts[0].context.namespace = "release-gate"' >"$work/account"
cat >"$work/config.yaml" <<YAML
apiVersion: release-gate.power-edge.io/v1
kind: Configuration
audit: {enabled: true, interval: 1s, kubeconfig: $work/account, report: {openreports: true}}
events: {enabled: true, kubeconfig: $work/account}
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

# ---- Events.

check "the chart's webhooks are there" "$kubectl" apply -f <(webhooks_at "$(serving address)" "${values[@]}")
is "they say that they have effects" \
    "$("$kubectl" get validatingwebhookconfigurations release-gate -o json | jq -r '[.webhooks[].sideEffects] | unique[]')" \
    NoneOnDryRun

deploy() { # NAME IMAGE [OPTION...]
    "$kubectl" -n production create deployment "$1" --image="$2" "${@:3}" 2>&1
}

denies() { # NAME IMAGE [OPTION...]
    case $(deploy "$@") in *denied*) ;; *) return 1 ;; esac
}

check "a dry run is denied" eventually denies dry app:main --dry-run=server
for _ in 1 2 3; do denies late ghcr.io/power-edge/power-edge:v1.4.0-rc.1; done
check "a release is admitted" deploy good app:v1.0.0

shown() { # PART
    case $("$kubectl" -n production get events) in *"$1"*) ;; *) return 1 ;; esac
}

check "kubectl get events shows a denial" eventually shown "ImageDenied   deployment/late"
has "with what it said" "$("$kubectl" -n production events --for deployment/late)" \
    'production accepts full releases only: Deployment production/late container "power-edge"'
counted() {
    case $("$kubectl" -n production events --for deployment/late) in *"(x3 over"*) ;; *) return 1 ;; esac
}
check "and how often" eventually counted
is "no dry run is there, and no admission" "$("$kubectl" -n production get events -o json |
    jq -r '[.items[] | select(.source.component == "release-gate") | .involvedObject.name] | unique | join(" ")')" late
jq '.items[0].spec.template | .metadata.generateName = "web-" | del(.metadata.name) |
    {apiVersion: "v1", kind: "Pod", metadata, spec}' <("$kubectl" -n production get deployments -o json) |
    sed 's,"image": "[^"]*","image": "app:main",' >"$work/pod"
has "a Pod without a name is denied" "$("$kubectl" -n production create -f "$work/pod" 2>&1)" denied
check "and told of its namespace" eventually shown "ImageDenied   namespace/production"
is "nothing failed here" "$(value 'release_gate_events_total{result="failed"}')" 0

# ---- The API server's audit log.

annotations() { # DEPLOYMENT VERB
    jq -rs "[.[] | select(.objectRef.name == \"$1\" and .verb == \"$2\") | .annotations // {} |
        with_entries(select(.key | contains(\"release-gate\")))] | last | to_entries[] | \"\(.key) \(.value)\"" \
        "$work/audit-log"
}

policy=$(serving policy)
webhook=production.name.release-gate.power-edge.io
is "a denial is in the audit log, under the webhook's name" "$(annotations late create | sort)" \
    "$(printf "$webhook/%s\n" "decision deny" "environment production" "mitigations " "policy $policy" "rules RG005" | sort)"
is "and so is an admission" "$(annotations good create | sort)" \
    "$(printf "$webhook/%s\n" "decision allow" "environment production" "mitigations " "policy $policy" "rules " | sort)"

# ---- What a stricter policy would hit.

: >"$work/built-in.yaml"
cat >"$work/stricter.yaml" <<'YAML'
apiVersion: release-gate.power-edge.io/v1
kind: Configuration
environments:
- {name: test, namespaces: ["*-staging"], rules: {sha: deny}}
YAML
diff_policy() { # OPTION...
    "$program" diff-policy "$work/built-in.yaml" "$work/stricter.yaml" --live --kubeconfig "$work/account" "$@"
}
is "diff-policy finds it in the cluster" "$(diff_policy -A | grep -v '^ ')" \
    "$(printf '%s\n' '/apis/apps/v1/namespaces/shop-staging/deployments/shop: Deployment shop-staging/shop: warn -> deny' \
        '1 object judged more strictly, 0 objects less strictly, 3 the same')"
is "in one namespace, with the account of a person" \
    "$("$program" diff-policy "$work/built-in.yaml" "$work/stricter.yaml" --live -n production)" \
    '0 objects judged more strictly, 0 objects less strictly, 3 the same'

# ---- Without the CRDs.

"$kubectl" delete crd reports.openreports.io >/dev/null
unwritten() { [ "$(value 'release_gate_audit_report_writes_total{result="failure"}')" -ge 2 ]; }
check "without the CRDs it says so" eventually unwritten
is "once" "$(grep -c '"audit reports not written"' "$work/log")" 1
more_audits
is "and audits on" "$(value 'release_gate_audits_total{result="failure"}')" 0

[ "$failed" = 0 ]
