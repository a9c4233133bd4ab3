#!/usr/bin/env bash
# release-gate audit: what is in a cluster already, from dumps and from an API server.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

unset "${!RELEASE_GATE_@}" GITHUB_STEP_SUMMARY NO_COLOR KUBECONFIG KUBERNETES_SERVICE_HOST
dump=$here/../data/audit/production.json
cd "$work" || exit

# Sets `exit_status`, `out` and `complaint`.
run() {
    "$program" audit "$@" >out 2>complaint <"${INPUT:-/dev/null}"
    exit_status=$?
    out=$(cat out)
    complaint=$(cat complaint)
}

findings() { # of the JSON report in `out`: kind name container image
    jq -r '.findings[] | select(.level == "error") | "\(.kind) \(.name) \(.container) \(.image)"' <<<"$out"
}

# ---- Dumps.

run -f "$dump" -o json
is "a pre-release that runs already: status 1" "$exit_status" 1
is "pods stand for their workload, each image once" "$(findings)" \
    "Deployment web proxy mesh/proxy:v9.9.9-rc.1
Deployment web app acme/web:main
Pod liar app acme/web:main
Pod own app acme/own:main"
is "the pre-release stands at line and column" "$(jq -c '[.findings[0] | .line, .column]' <<<"$out")" "[58,34]"
has "what was counted is told" "$complaint" "objects seen: 12, of which 4 run what their workload says and 1 have ended"
run -f "$dump"
has "without -o: findings" "$out" "error: production: Deployment production/web"
has "and what is where" "$out" "production   acme/web     v1.2.3       release      1           admitted"
INPUT=$dump run -f - -o json
is "standard input gives the same" "$(findings | wc -l)" 4
"$program" audit -f - -o json < <(cat "$dump") >out 2>complaint
out=$(cat out)
is "so does a pipe, which can be read only once" "$(findings | wc -l)" 4
run -f "$dump" -n dev -o json
is "of one namespace only: status 0" "$exit_status" 0
run -f "$dump" -o html=page.html -o table
is "several outputs" "$(grep -c '<h1>' page.html)" 1

# Owners and namespaces may stand in another file, and lists follow each other.
jq -c '.items[] | select(.kind == "Namespace" or .kind == "Deployment")' "$dump" >others.json
jq '.items |= map(select(.kind != "Namespace" and .kind != "Deployment"))' "$dump" >pods.json
run -f pods.json -f others.json -o json
is "two files are one cluster" "$(findings | wc -l)" 4
jq -c '{kind: "PodList", apiVersion: "v1", metadata: {}, items: [.items[] | select(.kind == "Pod") | del(.kind, .apiVersion)]}' \
    "$dump" >typed.json
run -f typed.json -o json
is "items of a PodList are Pods" "$(jq .summary.objects <<<"$out")" 6
jq -c '{items: [.items[] | select(.kind == "Pod") | del(.kind)], kind: "PodList"}' "$dump" >late.json
run -f late.json
is "a kind that comes too late: status 3" "$exit_status" 3
has "the way out is told" "$complaint" "kubectl get -o json"
head -c 3000 "$dump" >cut.json
run -f cut.json
is "a dump that was cut: status 3" "$exit_status" 3
has "its place is told" "$complaint" "cut.json:"
printf 'a: 1\n' >no.json
run -f no.json
is "no JSON: status 3" "$exit_status" 3
printf '{"kind":"List","apiVersion":"v1","items":[],"x":tru}' >frame.json
run -f frame.json
is "what stands around the items must be JSON too: status 3" "$exit_status" 3
printf '{"kind":"List","apiVersion":"v1","items":[]}' >empty.json
run -f empty.json
is "nothing: status 3" "$exit_status" 3
run -f empty.json --allow-empty
is "nothing is enough: status 0" "$exit_status" 0
run -f none.json
is "a missing file: status 3" "$exit_status" 3
run -A -n production
is "all namespaces and one: status 2" "$exit_status" 2

# ---- An API server.

serve_lists --pods 2000 --bare 3
run -A --kubeconfig lists.kubeconfig -o json
is "a cluster with a pre-release: status 1" "$exit_status" 1
is "drift and what belongs to nobody" "$(findings | sort)" \
    "Deployment app-000000 app ghcr.io/acme/app-0:v2.0.0-rc.1
Pod bare-002000 app ghcr.io/acme/bare:main"
is "a finding names the object at the API server" "$(jq -r '.findings[-1].file' <<<"$out")" \
    "/api/v1/namespaces/production/pods/bare-002000"
has "nothing is counted twice" "$complaint" "objects seen: 2203, of which 2099"
before=$out
run -A --kubeconfig lists.kubeconfig -o table
has "the label of a namespace decides its environment" "$out" "test         ghcr.io/acme/app-1 "
serve_lists --pods 2000 --bare 3 --gone-at 3
run -A --kubeconfig lists.kubeconfig -o json
is "a list that begins anew gives the same" "$(jq -S 'del(.summary.durationMilliseconds)' <<<"$out")" \
    "$(jq -S 'del(.summary.durationMilliseconds)' <<<"$before")"
serve_lists --pods 100 --forbid pods
run -A --kubeconfig lists.kubeconfig -o json
is "a kind that may not be listed: status 3" "$exit_status" 3
has "it is named" "$complaint" "pods is forbidden"
stop_lists
run -A --kubeconfig lists.kubeconfig
is "a cluster that does not answer: status 4" "$exit_status" 4
run -A --kubeconfig none
is "no such kubeconfig: status 2" "$exit_status" 2

finish
