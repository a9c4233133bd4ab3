#!/usr/bin/env bash
# The exported ValidatingAdmissionPolicies in a real API server, beside the webhook's verdict.
#   tests/chart/export_vap.sh    prints "ok ..." and "not ok ..."; docs/export-vap.md has the counts
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
# shellcheck source=lib.sh
. tests/chart/lib.sh
controllers=''
trap 'kill $controllers 2>/dev/null; tests/tools/api-server --down "$work/cluster"; rm -rf "$work"' EXIT
tests/tools/build kubectl kube-controller-manager && tests/tools/api-server "$work/cluster" || exit
export KUBECONFIG=$work/cluster/kubeconfig

policies() { # JQ-FILTER
    "$kubectl" get validatingadmissionpolicies -o json | jq -r "$1"
}

wait_until() { # COMMAND...
    for _ in $(seq 100); do
        "$@" >/dev/null 2>&1 && return
        sleep 0.2
    done
    return 1
}

# ---- The API server takes it, and its types fit.

"$tools/kube-controller-manager" --kubeconfig="$KUBECONFIG" --leader-elect=false --secure-port=0 \
    --controllers=validatingadmissionpolicy-status-controller >"$work/controllers.log" 2>&1 </dev/null &
controllers=$!

all_are_checked() {
    [ "$(policies '[.items[] | .metadata.generation == .status.observedGeneration] | all')" = true ]
}

for namespace in prod test dev; do "$kubectl" create namespace "$namespace" >/dev/null; done
"$program" export vap >"$work/vap.yaml" || exit
check "the API server takes the policies" "$kubectl" apply -f "$work/vap.yaml"
is "four places of a pod spec in two environments" "$(policies '.items | length')" 8
check "their types are checked" wait_until all_are_checked
is "without a warning" "$(policies '.items[].status.typeChecking.expressionWarnings // empty')" ""

# ---- The same with all that an admin can say.

cat >"$work/config.yaml" <<'CONFIG'
apiVersion: release-gate.power-edge.io/v1
kind: Configuration
tagClasses:
- {images: ["app", "ghcr.io/*"], pattern: '^build-[0-9]+$', class: release}
- {images: ["odd"], pattern: '^v(?!9)', class: pre-release}
exemptions:
- {name: vendor, reason: theirs, until: 2037-03-31}
breakGlass: {groups: ["on \"call\"", 'system:masters']}
CONFIG
"$program" export vap -c "$work/config.yaml" >"$work/vap.yaml"
check "the API server takes them, too" "$kubectl" apply -f "$work/vap.yaml"
check "and finds their types right" wait_until all_are_checked
is "all of them" "$(policies '.items[].status.typeChecking.expressionWarnings // empty')" ""
has "an exemption is named" "$(cat "$work/vap.yaml")" "left out: vendor (until 20370331)"
has "so is a pattern that looks ahead" "$(cat "$work/vap.yaml")" "accepted by it: ^v(?!9)"

# ---- What they say.

dry_run=server

pod_spec() { # IMAGE
    echo "{\"containers\": [{\"name\": \"app\", \"image\": \"$1\"}], \"restartPolicy\": \"${2-Always}\"}"
}

create() { # KIND NAMESPACE NAME IMAGE: as a dry run
    local version=apps/v1 spec template
    template="{\"metadata\": {\"labels\": {\"a\": \"b\"}}, \"spec\": $(pod_spec "$4")}"
    spec="\"spec\": {\"selector\": {\"matchLabels\": {\"a\": \"b\"}}, \"template\": $template}"
    case $1 in
    Pod) version=v1 spec="\"spec\": $(pod_spec "$4")" ;;
    ReplicationController) version=v1 spec="\"spec\": {\"template\": $template, \"selector\": {\"a\": \"b\"}}" ;;
    PodTemplate) version=v1 spec="\"template\": $template" ;;
    Job) version=batch/v1 spec="\"spec\": {\"template\": {\"spec\": $(pod_spec "$4" Never)}}" ;;
    CronJob)
        version=batch/v1
        spec="\"spec\": {\"schedule\": \"0 0 * * *\", \"jobTemplate\":
            {\"spec\": {\"template\": {\"spec\": $(pod_spec "$4" Never)}}}}"
        ;;
    esac
    "$kubectl" create "--dry-run=$dry_run" -f - <<<"{\"apiVersion\": \"$version\", \"kind\": \"$1\",
        \"metadata\": {\"name\": \"$3\", \"namespace\": \"$2\"}, $spec}" 2>&1
}

denies() {
    ! create "$@"
}

for kind in Pod Deployment CronJob PodTemplate; do
    check "the binding comes into force, $kind" wait_until denies "$kind" prod probe app:pre-latest
done
for kind in Pod Deployment ReplicaSet StatefulSet DaemonSet ReplicationController PodTemplate Job CronJob; do
    check "a release in production, $kind" create $kind prod app app:v1.2.3
    has "a pre-release is denied, $kind" "$(create $kind prod app app:v1.2.0-rc.1)" \
        'containers "app": image "app:v1.2.0-rc.1" is not certainly one that production accepts'
done
check "the admin's policy comes into force" wait_until denies Pod prod app odd:v9.1.2
check "a tag that the admin calls a release" create Pod prod app app:build-12
has "but of those images only" "$(create Pod prod app other:build-12)" 'other:build-12'
has "no tag of images whose pattern cannot be said" "$(create Pod prod app odd:v9.1.2)" 'odd:v9.1.2'
"$kubectl" annotate --local -f - release-gate.power-edge.io/break-glass=fire -o json \
    <<<"{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"app\", \"namespace\": \"prod\"},
        \"spec\": $(pod_spec app:edge)}" >"$work/glass.json"
check "who may break the glass does" "$kubectl" create --dry-run=server -f "$work/glass.json"
check "a pre-release in test" create Pod test app app:v1.2.0-rc.1
has "no reference at all in test" "$(create Pod test app app:a:b)" 'is not certainly one that test accepts'
check "anything in dev" create Pod dev app app:a:b

# ---- The label decides before the name; what ran before goes on.

dry_run=none create Deployment dev old app:edge >/dev/null
"$kubectl" label namespace dev release-gate.power-edge.io/environment=production >/dev/null
check "the label makes it production" wait_until denies Pod dev app app:edge
check "labels of what ran before can be changed" "$kubectl" -n dev label deployment old c=d
has "its image cannot" "$("$kubectl" -n dev set image deployment/old app=app:nightly 2>&1)" 'app:nightly'

# ---- All ways into a pod spec, and who may pass. A row: who asks, what comes of it, the pod spec.

digest=sha256:$(printf 'a%.0s' {1..64})
app='"containers": [{"name": "app", "image": "app:v1.2.3"}]'
edge='"containers": [{"name": "app", "image": "app:edge"}]'
by_digest="\"containers\": [{\"name\": \"app\", \"image\": \"app@$digest\"}]"

try() { # WHO SPEC [NAMESPACE] [REASON] [GROUP]: as a dry run; REASON breaks the glass
    "$kubectl" create --dry-run=server --as="$1" --as-group=system:masters ${5:+"--as-group=$5"} -f - 2>&1 <<POD
{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app", "namespace": "${3-prod}",
 "annotations": {"release-gate.power-edge.io/break-glass": "${4-}"}}, "spec": {$2}}
POD
}

outcome_of() { # TEXT: allow, warn or deny
    case $1 in
    *'denied request'*) echo deny ;;
    *Warning:*) echo warn ;;
    *) echo allow ;;
    esac
}

outcomes() { # SENTENCE < "OUTCOME WHO SPEC", each a row
    local sentence=$1 want who spec
    while read -r want who spec; do
        is "$sentence: $want $who $spec" "$(outcome_of "$(try "$who" "$spec")")" "$want"
    done
}

comes_into_force() { # WANT SPEC: whatever an API server that has just taken a policy still says
    [ "$(outcome_of "$(try admin "$2")")" = "$1" ]
}

export_policy() { # YAML...: lines of a configuration
    printf '%s\n' 'apiVersion: release-gate.power-edge.io/v1' 'kind: Configuration' "$@" >"$work/config.yaml"
    "$program" export vap -c "$work/config.yaml" >"$work/vap.yaml" &&
        "$kubectl" apply -f "$work/vap.yaml" >/dev/null
}

controller=system:serviceaccount:kube-system:job-controller
check "a policy without an own word" export_policy
check "comes into force" wait_until denies Pod prod app app:build-12
outcomes "built in" <<ROWS
allow admin $app
deny admin $edge
allow $controller $edge
allow system:kube-controller-manager $edge
deny system:serviceaccount:prod:job-controller $edge
deny system:serviceaccount:kube-system:job $edge
allow admin "containers": [{"name": "app", "image": "app"}]
deny admin $app, "initContainers": [{"name": "first", "image": "app:edge"}]
allow admin $app, "initContainers": [{"name": "first", "image": "app:v1.2.3"}]
deny admin $app, "volumes": [{"name": "data", "image": {"reference": "data:edge"}}]
allow admin $app, "volumes": [{"name": "data", "image": {"reference": "data:v1.2.3"}}]
allow admin "containers": [{"name": "app", "image": "app:v1.2.3@$digest"}]
deny admin "containers": [{"name": "app", "image": "app:edge@$digest"}]
deny admin "containers": [{"name": "app", "image": "app@$digest"}]
ROWS

dry_run=none create Pod prod debugged app:v1.2.3 >/dev/null
has "an ephemeral container is judged" \
    "$("$kubectl" -n prod debug debugged --image=app:nightly --attach=false 2>&1)" 'image "app:nightly"'
check "and let in" "$kubectl" -n prod debug debugged --image=app:v1.2.4 --attach=false
has "so is a new image of a Pod" "$("$kubectl" -n prod set image pod/debugged app=app:nightly 2>&1)" 'app:nightly'

"$kubectl" label namespace prod release-gate.power-edge.io/environment=prodution >/dev/null
outcomes "a label that names no environment counts as none" <<<"deny admin $edge"
"$kubectl" label namespace prod release-gate.power-edge.io/environment- >/dev/null

check "digests may run" export_policy 'digestWithTag: digest' \
    'environments: [{name: production, rules: {digest: allow}}]'
check "comes into force" wait_until comes_into_force allow "$by_digest"
outcomes "digestWithTag: digest" <<ROWS
allow admin "containers": [{"name": "app", "image": "app:edge@$digest"}]
allow admin $app, "volumes": [{"name": "data", "image": {"reference": "data:edge@$digest"}}]
deny admin "containers": [{"name": "app", "image": "app:edge@sha256:abc"}]
deny admin $edge
ROWS
check "no digest may run" export_policy 'digestWithTag: digest'
check "comes into force" wait_until comes_into_force deny "$by_digest"
outcomes "nor with a tag" <<<"deny admin \"containers\": [{\"name\": \"app\", \"image\": \"app:v1.2.3@$digest\"}]"

check "the Pods of controllers are judged" export_policy 'controllerPods: enforce'
check "comes into force" wait_until denies Pod prod app app:edge
check "for them, too" wait_until eval "[ \"\$(outcome_of \"\$(try $controller '$edge')\")\" = deny ]"

check "those on call may break the glass" export_policy 'breakGlass: {groups: [on-call]}'
check "comes into force" wait_until try admin "$edge" prod fire on-call
is "not without a reason" "$(outcome_of "$(try admin "$edge" prod '' on-call)")" deny
is "nor with a blank one" "$(outcome_of "$(try admin "$edge" prod ' ' on-call)")" deny
is "nor others" "$(outcome_of "$(try admin "$edge" prod fire)")" deny

for namespace in customer-a a-customer-a; do "$kubectl" create namespace $namespace >/dev/null; done
is "globs of namespaces decide" "$(outcome_of "$(try admin "$edge" customer-a)")" deny
is "at their whole length" "$(outcome_of "$(try admin "$edge" a-customer-a)")" allow

check "one environment" export_policy
has "is told of alone" "$("$program" export vap -e production | grep -c -e 'name: release-gate-test' -e '# - dev')" 0

check "a first roll-out" export_policy 'environments: [{name: production, mode: warn}]'
check "warns" wait_until comes_into_force warn "$edge"
check "and audits" export_policy 'environments: [{name: production, mode: audit}]'
check "in silence" wait_until comes_into_force allow "$edge"

check "workloads" export_policy 'workloads: [{group: apps, kind: Deployment, images: [spec.extra]}]'
has "what they say of a kind is left to the webhook" "$(cat "$work/vap.yaml")" \
    '# - What workloads says of the kind Deployment.apps.'

# ---- CEL's budget. What exceeds it is refused, not let through.

many() { # COUNT TAG
    jq -nr --argjson count "$1" --arg tag "$2" \
        '"\"containers\": \([range($count) | {name: "c\(.)", image: "ghcr.io/acme/team/web:\($tag)"}])"'
}

check "the built-in policy" export_policy
check "comes into force" wait_until comes_into_force deny "$edge"
check "200 containers are judged" try admin "$(many 200 v1.2.3-alpine)"
has "the last one, too" \
    "$(try admin "$(many 199 v1.2.3-alpine), \"initContainers\": [{\"name\": \"last\", \"image\": \"app:edge\"}]")" \
    'initContainers "last": image "app:edge"'
has "the budget ends with a denial" "$(try admin "$(many 200 "v1.2.3$(printf -- '-alpine%.0s' {1..17})")")" \
    'cost limit exceeded'

# ---- Never laxer than the webhook.

# A Pod for each image, named by its number; then who allows what: "number image".
parity() { # FILE FORM...: under $work/config.yaml; '&' in a form is what the file says
    local form
    for form in "${@:2}"; do
        grep -v -e '^#' -e '^$' -e '[\\]' "tests/data/$1" | cut -f1 | sed "s|.*|$form|"
    done | sort -u >"$work/images"
    jq -Rn '{apiVersion: "v1", kind: "List", items: [inputs | {apiVersion: "v1", kind: "Pod",
        metadata: {name: "n\(input_line_number)", namespace: "prod"},
        spec: {containers: [{name: "app", image: .}]}}]}' "$work/images" >"$work/pods.json"
    "$kubectl" create --dry-run=server -f "$work/pods.json" 2>"$work/denied" |
        sed -n 's|^pod/n\([0-9]*\) created.*|\1|p' | sort >"$work/cel"
    xargs -d '\n' "$program" explain -c "$work/config.yaml" -o json -- <"$work/images" |
        jq -r '.[].environments.production' | grep -n -v deny | cut -d: -f1 | sort >"$work/webhook"
    local all agree stricter
    all=$(wc -l <"$work/images")
    stricter=$(comm -13 "$work/cel" "$work/webhook" | wc -l)
    agree=$((all - stricter - $(comm -23 "$work/cel" "$work/webhook" | wc -l)))
    is "every denial is the policy's, $1" "$(grep -v -c 'is not certainly one' "$work/denied")" 0
    is "nothing is allowed that the webhook denies, $1" \
        "$(comm -23 "$work/cel" "$work/webhook" | while read -r n; do sed -n "${n}p" "$work/images"; done)" ""
    counts="$1 | $all | $agree | $stricter | 0 |"
    echo "# $counts"
}

for file in tags.tsv images.tsv; do
    if [ $file = tags.tsv ]; then parity $file 'app:&'; else parity $file '&'; fi
    is "the documentation says so, $file" "$(grep -c -F -x "| $counts" docs/export-vap.md)" 1
done
other_forms=("localhost:5000/app:&@$digest" 'app:v1.2.3-&' 'app:&-alpine' 'app:v&')
parity tags.tsv "${other_forms[@]}"

check "patterns of an admin" export_policy 'digestWithTag: digest' 'tagClasses:' \
    "- {images: [app], pattern: '^v?\\d+\\.\\d+\$', class: release}" \
    "- {pattern: 'rc|beta', class: sha}" "- {images: ['a*'], pattern: '^(?=edge)', class: release}" \
    "- {pattern: '^[0-9a-f]{7,40}\$', class: pre-release}" \
    'environments: [{name: production, rules: {floating: deny, latest: deny, sha: allow, unknown: allow}}]'
check "come into force" wait_until denies Pod prod app app:lts
parity tags.tsv 'app:&' "${other_forms[@]}"
parity images.tsv '&'

[ "$failed" = 0 ]
