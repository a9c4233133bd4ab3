#!/usr/bin/env bash
# release-gate diff-policy: which objects change their verdict between two configurations.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

unset "${!RELEASE_GATE_@}"
cd "$work" || exit

# Sets `exit_status` and `out`.
run() {
    "$program" diff-policy "$@" >out 2>complaint <"${INPUT:-/dev/null}"
    exit_status=$?
    out=$(cat out)
}

pod() { # NAME NAMESPACE IMAGE
    printf -- '---\napiVersion: v1\nkind: Pod\nmetadata: {name: %s, namespace: %s}\nspec: {containers: [{name: app, image: "%s"}]}\n' "$@"
}
{
    pod released production app:v1.2.3
    pod moving production app:v1.2
    pod candidate production app:v1.2.3-rc.1
    pod branch dev app:main
} >pods.yaml
: >built-in.yaml
cat >strict.yaml <<'YAML'
apiVersion: release-gate.power-edge.io/v1
kind: Configuration
environments:
- name: production
  namespaces: [production]
  rules: {floating: deny, latest: warn}
- name: dev
YAML
cat >lax.yaml <<'YAML'
apiVersion: release-gate.power-edge.io/v1
kind: Configuration
environments:
- name: production
  namespaces: [production]
  mode: warn
- name: dev
YAML

run built-in.yaml built-in.yaml pods.yaml
is "the same policy: status 0" "$exit_status" 0
is "nothing changes" "$out" "0 objects judged more strictly, 0 objects less strictly, 4 the same"
run built-in.yaml strict.yaml pods.yaml
is "a stricter policy: status 1" "$exit_status" 1
is "one object changes, with the reason" "$out" \
    "$(printf 'pods.yaml:7: Pod production/moving: allow -> deny\n    production: Pod production/moving container "app" image "app:v1.2" is a moving pointer to full releases [RG008]\n1 object judged more strictly, 0 objects less strictly, 3 the same')"
run built-in.yaml lax.yaml pods.yaml
has "a laxer policy says what was denied" "$out" "Pod production/candidate: deny -> warn"
run -o json built-in.yaml strict.yaml pods.yaml
is "JSON has both verdicts" \
    "$(jq -c '[.kind, .summary, (.changes[] | [.file, .line, .name, .before.verdict, .after.verdict, (.after.messages | length)])]' <<<"$out")" \
    '["PolicyDiff",{"stricter":1,"looser":0,"same":3},["pods.yaml",7,"moving","allow","deny",1]]'
INPUT=pods.yaml run built-in.yaml strict.yaml -
is "standard input is read once and judged twice" "$exit_status" 1
printf 'a: [\n' >broken.yaml
run built-in.yaml strict.yaml pods.yaml broken.yaml
is "unreadable input: status 3" "$exit_status" 3
is "it is complained of once" "$(grep -c 'broken.yaml:' complaint)" 1
run built-in.yaml none.yaml pods.yaml
is "a missing configuration: status 2" "$exit_status" 2
run built-in.yaml strict.yaml
is "no input: status 2" "$exit_status" 2
run -o xml built-in.yaml strict.yaml pods.yaml
is "an unknown format: status 2" "$exit_status" 2

# ---- A cluster: each object once, judged twice.

serve_lists --pods 400 --bare 3
cat >stricter.yaml <<'YAML'
apiVersion: release-gate.power-edge.io/v1
kind: Configuration
environments:
- name: production
  namespaces: [production]
  rules: {release: warn}
- name: test
  rules: {pre-latest: deny}
YAML
live=(--live --kubeconfig "$work/lists.kubeconfig")
run built-in.yaml stricter.yaml "${live[@]}" -A
is "a cluster: status 1" "$exit_status" 1
is "what changes there, by the labels of its namespaces; pods count as their workload" \
    "$(grep -v '^ ' <<<"$out" | sed 's/^[^:]*: //')" \
    "$(printf '%s\n' 'Deployment production/app-000000: allow -> warn' 'Deployment production/app-000010: allow -> warn' \
        'Pod team-01/bare-000401: allow -> deny' '3 objects judged more strictly, 0 objects less strictly, 21 the same')"
run built-in.yaml built-in.yaml "${live[@]}" -A -o json
is "and nothing with the same policy" "$exit_status $(jq -c .summary <<<"$out")" '0 {"stricter":0,"looser":0,"same":24}'
serve_lists --pods 400 --forbid replicasets
run built-in.yaml stricter.yaml "${live[@]}" -A
is "what may not be listed: status 3" "$exit_status" 3
is "it is complained of once, too" "$(grep -c 'replicasets is forbidden' complaint)" 1
stop_lists
run built-in.yaml stricter.yaml "${live[@]}" -A
is "no cluster: status 4" "$exit_status" 4
run built-in.yaml stricter.yaml "${live[@]}" pods.yaml
is "a cluster and files: status 2" "$exit_status" 2
run built-in.yaml stricter.yaml "${live[@]}" -A -n production
is "all namespaces and one: status 2" "$exit_status" 2

finish
