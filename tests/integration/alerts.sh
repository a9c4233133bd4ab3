#!/usr/bin/env bash
# The alerts: each one fires when it should, is silent when it should be, and has a page.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

top=$here/../..
rules=$top/deploy/prometheus/release-gate.rules.yaml

if out=$(promtool check rules "$rules" 2>&1); then ok "promtool reads the rules"; else not_ok "promtool reads the rules" "$out"; fi
if out=$(promtool test rules "$here/../prometheus/alerts.test.yaml" 2>&1); then
    ok "every alert fires and is silent as its tests say"
else
    not_ok "every alert fires and is silent as its tests say" "$out"
fi
mapfile -t alerts < <(sed -n 's/^  - alert: //p' "$rules")
for alert in "${alerts[@]}"; do
    is "$alert has a test each way" "$(grep -cE "^- name: $alert (fires|is silent)$" "$here/../prometheus/alerts.test.yaml")" 2
    is "$alert has its page" "$(sed -n '1s/^# //p' "$top/docs/runbooks/$alert.md")" "$alert"
    expression=$(sed -n "/^  - alert: $alert$/,/^    for:/s/^    expr: '\(.*\)'$/\1/p" "$rules")
    has "$alert's page shows its expression" "$(cat "$top/docs/runbooks/$alert.md")" "$expression"
    has "$alert names its page" "$(sed -n "/^  - alert: $alert$/,/runbook_url/p" "$rules")" "docs/runbooks/$alert.md"
done
is "no page without an alert" "$(find "$top/docs/runbooks" -name '*.md' | wc -l)" "$(grep -c '^  - alert:' "$rules")"

finish
