#!/usr/bin/env bash
# What the server tells Prometheus.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

scrape() {
    curl --silent --max-time "$patience" --dump-header "$work/headers" "http://$plain/metrics"
}

# The value of one series.
value() { # SERIES
    scrape | grep -F "$1 " | sed -n '/^[^#]/s/.* //p'
}

reviews_of() { # LABELS
    value "release_gate_reviews_total{$1}"
}

has_value() { # SERIES VALUE
    [ "$(value "$1")" = "$2" ]
}

review() { # KIND GROUP
    jq --arg kind "$1" --arg group "$2" '.request.dryRun = false
        | .request.kind.kind = $kind | .request.kind.group = $group
        | .request.object.kind = $kind' "$reviews/001-CREATE-deployments.json"
}

cat >"$work/config.yaml" <<'CONFIG'
apiVersion: release-gate.power-edge.io/v1
kind: Configuration
environments:
- {name: production, rules: {release: deny, floating: deny, latest: deny}}
- {name: own, rules: {}}
exemptions:
- {name: "a \"b\"", images: ["*"], environments: [own], classes: [unknown], reason: r, until: 2020-01-01}
- {name: good, images: ["*"], environments: [test], reason: r, until: 2099-12-31}
workloads:
- {group: example.com, kind: Thing, images: [spec.image]}
CONFIG
start_server -c "$work/config.yaml" --reload-interval 50ms

# ---- The form.

scrape >"$work/metrics"
is "the type of the content is told" "$(header Content-Type)" 'text/plain; version=0.0.4; charset=utf-8'
is "promtool has nothing to say" "$(promtool check metrics <"$work/metrics" 2>&1)" ""
ask /metrics
is "the HTTPS port does not have it" "$status" 404
sed -n 's/^# TYPE \([a-z_]*\) .*/\1/p' "$work/metrics" | while read -r family; do
    grep -qF "| \`$family\` |" "$here/../../docs/metrics.md" || echo "$family"
done >"$work/undocumented"
is "each family has a row in docs/metrics.md" "$(cat "$work/undocumented")" ""

# ---- Reviews.

review Deployment apps >"$work/deployment"
post /validate/production "$work/deployment"
post /validate/production "$work/deployment"
labels='environment="production",kind="Deployment",operation="CREATE",decision="deny",dry_run="false"'
is "each review is counted" "$(reviews_of "$labels")" 2
is "each finding too" "$(value 'release_gate_findings_total{environment="production",rule="RG007",outcome="deny"}')" 2
is "the time is measured" "$(value release_gate_review_duration_seconds_count)" 2
post /validate/own "$work/deployment"
is "an environment of one's own is a label" "$(reviews_of "${labels/production/own}" | wc -l)" 0
is "and the decision is another" \
    "$(reviews_of 'environment="own",kind="Deployment",operation="CREATE",decision="allow",dry_run="false"')" 1
for round in 1 2 3; do
    review "Kind$round" apps >"$work/other"
    post /validate/dev "$work/other"
done
review Deployment example.com >"$work/other"
post /validate/dev "$work/other"
is "kinds that nobody knows are one" \
    "$(reviews_of 'environment="dev",kind="other",operation="CREATE",decision="allow",dry_run="false"')" 4
review Thing example.com >"$work/thing"
post /validate/dev "$work/thing"
is "those of the configuration have their name" \
    "$(reviews_of 'environment="dev",kind="Thing",operation="CREATE",decision="allow",dry_run="false"')" 1
jq '.request.operation = "FLY"' "$work/deployment" >"$work/other"
post /validate/dev "$work/other"
is "so has no unknown operation" \
    "$(reviews_of 'environment="dev",kind="Deployment",operation="other",decision="allow",dry_run="false"')" 1
post /validate/test "$work/deployment"
is "what needs no exemption uses none" "$(scrape | grep -c '^release_gate_exemption_uses_total{')" 0
jq '.request.object.spec.template.spec.containers[].image = "app:feature-x"' "$work/deployment" >"$work/other"
post /validate/test "$work/other"
is "an exemption that was needed is counted" \
    "$(value 'release_gate_exemption_uses_total{exemption="good",expired="false"}')" 1
is "its end is told" "$(value 'release_gate_exemption_end_timestamp_seconds{exemption="good"}')" \
    "$(date -u -d '2100-01-01' +%s)"
is "those that have ended are counted" "$(value release_gate_exemptions_expired)" 1
has "a name with quotes is escaped" "$(scrape)" 'exemption="a \"b\""} '

# ---- Everything else.

ask /nowhere
post /validate/nowhere "$work/deployment"
post_text /validate/dev '{'
is "a path that is none is other" \
    "$(value 'release_gate_http_responses_total{path="other",code="404"}')" 2
is "an environment that is none has its route's path" \
    "$(value 'release_gate_http_responses_total{path="/validate/ENVIRONMENT",code="404"}')" 1
is "so has a body that is none" \
    "$(value 'release_gate_http_responses_total{path="/validate/ENVIRONMENT",code="400"}')" 1
is "no handshake has failed so far" "$(value release_gate_tls_handshake_errors_total)" 0
curl --silent --max-time 5 "http://$address/livez" >/dev/null
(exec 9<>"/dev/tcp/${address%:*}/${address##*:}") 2>/dev/null
eventually has_value release_gate_tls_handshake_errors_total 2
is "connections that are not TLS are counted" "$(value release_gate_tls_handshake_errors_total)" 2
curl --silent --insecure --tls-max 1.1 --ciphers DEFAULT@SECLEVEL=0 "https://$address/livez" >/dev/null
eventually has_value release_gate_tls_handshake_errors_total 3
is "so are those that want an old TLS" "$(value release_gate_tls_handshake_errors_total)" 3
openssl s_client -connect "$address" </dev/null >/dev/null 2>&1
is "one that ends after the handshake is none" "$(value release_gate_tls_handshake_errors_total)" 3
is "the hash of the policy is that of the log" "$(value "release_gate_policy_info{hash=\"$(logged policy)\"}")" 1
expiry=$(value release_gate_certificate_expiry_timestamp_seconds)
is "the certificate expires in 30 days" "$(((expiry - $(date +%s) + 3600) / 86400))" 30
is "nothing is in flight" "$(value release_gate_requests_in_flight)" 0
is "nothing was lost" "$(value release_gate_log_lines_lost_total)" 0
resident=$(value process_resident_memory_bytes)
[ "$resident" -gt 1000000 ]
is "the memory is known" $? 0

# ---- Reloads.

series='release_gate_reloads_total{what="configuration",result'
is "nothing was reloaded" "$(value "$series=\"success\"}")" 0
hash=$(logged policy)
sed -i 's/release: deny, //' "$work/config.yaml"
eventually has_value "$series=\"success\"}" 1
is "a reload is counted" "$(value "$series=\"success\"}")" 1
is "the old policy is not told any more" "$(value "release_gate_policy_info{hash=\"$hash\"}")" ""
echo 'nonsense: 1' >>"$work/config.yaml"
eventually has_value 'release_gate_reload_failing{what="configuration"}' 1
is "so is one that failed" "$(value "$series=\"failure\"}")" 1
is "it is failing" "$(value 'release_gate_reload_failing{what="configuration"}')" 1
sed -i '$d' "$work/config.yaml"
eventually has_value 'release_gate_reload_failing{what="configuration"}' 0
is "and then is not" "$(value 'release_gate_reload_failing{what="configuration"}')" 0
is "promtool still has nothing to say" "$(scrape | promtool check metrics 2>&1)" ""
stop_server

start_server --shutdown-delay 2s
is "it is not draining" "$(value release_gate_draining)" 0
kill -TERM "$server"
eventually has_value release_gate_draining 1
is "then it is" $? 0
wait_for_server
is "it ends with status 0" "$exit_status" 0
finish
