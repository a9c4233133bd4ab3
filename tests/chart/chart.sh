#!/usr/bin/env bash
# The chart, rendered by Helm 3 and Helm 4 with every ci values file, looked at and applied (as a dry
# run) to a real API server.
#   tests/chart/chart.sh             prints "ok ..." and "not ok ..."
#   tests/chart/chart.sh --update    writes what is derived: the chart's README.md, tests/data/chart and
#                                    deploy/install.yaml
# Environment: RELEASE_GATE (the program)
set -uo pipefail
cd "$(dirname "$0")/../.." || exit

# shellcheck source=lib.sh
. tests/chart/lib.sh
golden=tests/data/chart

# The objects that are there for good, with a namespace to put them in.
install_manifest() {
    cat <<'HEAD'
# helm template of charts/release-gate with its own values, without what Helm runs for itself;
# tests/chart/chart.sh --update writes it.
apiVersion: v1
kind: Namespace
metadata:
  name: release-gate
  labels:
    pod-security.kubernetes.io/enforce: restricted
HEAD
    render helm4 --set tests.enabled=false --set cleanup.enabled=false |
        sed 's,app.kubernetes.io/managed-by: Helm,app.kubernetes.io/managed-by: kubectl,'
}

config_of() { # RENDERED
    awk '/^  config.yaml: \|/ { inside = 1; next }
         inside && /^(    |$)/ { print substr($0, 5); next }
         { inside = 0 }' "$1"
}

refuses() { # SENTENCE PART OPTION...
    local sentence=$1 part=$2 helm output
    shift 2
    for helm in helm3 helm4; do
        if output=$(render "$helm" "$@" 2>&1 >/dev/null); then
            not_ok "$helm refuses $sentence" "it does not"
        else
            case $output in
            *"$part"*) ok "$helm refuses $sentence" ;;
            *) not_ok "$helm refuses $sentence" "\"$part\" is not in: $output" ;;
            esac
        fi
    done
}

tests/tools/build helm3 helm4 || exit

if [ "${1-}" = --update ]; then
    tests/chart/readme --write
    mkdir -p "$golden"
    install_manifest >deploy/install.yaml
    for values in "$chart"/ci/*-values.yaml; do
        render helm4 -f "$values" | tests/chart/webhooks \
            >"$golden/$(basename "$values" -values.yaml).txt"
    done
    exit
fi

# ---- What is derived is fresh.

is "README.md has the values of values.yaml" "$(tests/chart/readme)" "$(cat "$chart/README.md")"
is "deploy/install.yaml is what the chart renders" "$(install_manifest)" "$(cat deploy/install.yaml)"
is "the chart's appVersion is the program's" \
    "$(sed -n 's/^appVersion: //p' "$chart/Chart.yaml")" "$(sed -n 's/^VERSION := //p' Makefile)"

# What both schemas restrict, they restrict in the same way. An environment is an item of a list in one
# and a member in the other.
limits() { # SCHEMA
    jq -r 'paths(type == "object" and (has("enum") or has("minimum"))) as $path | getpath($path) |
        [($path | map(tostring) | join(".")), ((.enum // []) | sort | join(" ")), .minimum, .maximum] |
        @tsv' "$1" |
        sed 's/environments.additionalProperties/environments.items/' | sort
}
"$program" config schema >"$work/schema.json"
limits "$work/schema.json" | grep -vE '^properties\.(apiVersion|kind|tls\.properties\.mode)\b' \
    >"$work/limits"
is "the chart takes what the program takes" \
    "$(limits "$chart/values.schema.json" | join -t $'\t' -j 1 -o 1.1,1.2,1.3,1.4 - <(cut -f1 "$work/limits"))" \
    "$(cat "$work/limits")"

built_in() { # [OPTION...]
    "$program" config view "$@" | sed -n '/^environments:/,/^defaultEnvironment:/p'
}
render helm4 >"$work/default"
config_of "$work/default" >"$work/default.yaml"
is "the chart's environments are the built-in ones" "$(built_in -c "$work/default.yaml")" "$(built_in)"

# ---- Every ci values file, with both.

for values in "$chart"/ci/*-values.yaml; do
    name=$(basename "$values" -values.yaml)
    for helm in helm3 helm4; do
        check "$helm lint, $name" "$tools/$helm" lint --strict "$chart" -f "$values"
        if render "$helm" -f "$values" >"$work/$name.$helm" 2>"$work/error"; then
            ok "$helm renders $name"
        else
            not_ok "$helm renders $name" "$(cat "$work/error")"
        fi
    done
    rendered=$work/$name.helm4
    config_of "$rendered" >"$work/config.yaml"
    check "the server accepts the configuration of $name" "$program" config validate \
        -c "$work/config.yaml"
    is "the webhooks of $name are as in $golden/$name.txt" \
        "$(tests/chart/webhooks <"$rendered")" "$(cat "$golden/$name.txt")"
    check "they and the server find the same environment, $name" tests/chart/webhooks \
        --compare "$program" "$work/config.yaml" <"$rendered"
done

# ---- Fields that somebody else owns.

for name in auto cert-manager cert-manager-issuer; do
    is "no caBundle in $name" "$(grep -c caBundle "$work/$name.helm4")" 0
    is "no data of a Secret in $name" \
        "$(awk -v RS='---\n' '/\nkind: Secret/' "$work/$name.helm4" | grep -cE '^(data|stringData)')" 0
done
is "each webhook has a caBundle in helm" "$(grep -c 'caBundle: ' "$work/helm.helm4")" \
    "$(grep -c '  clientConfig:' "$work/helm.helm4")"
is "certificate and caBundle are of one rendering" \
    "$(sed -n 's/^ *caBundle: //p' "$work/helm.helm4" | sort -u)" \
    "$(sed -n 's/^ *ca.crt: //p' "$work/helm.helm4")"

# ---- What keeps a cluster running.

is "one replica has no disruption budget" \
    "$(grep -c 'kind: PodDisruptionBudget' "$work/warn.helm4")" 0
is "two have one" "$(grep -c 'kind: PodDisruptionBudget' "$work/helm.helm4")" 1
is "only test namespaces get the label that their name needs" \
    "$(grep -c '  release-gate.power-edge.io/environment: production' "$work/helm.helm4") $(grep -c '  release-gate.power-edge.io/environment: production' "$work/full.helm4")" "0 1"

# ---- Prometheus.

is "nobody is asked to scrape by default" \
    "$(grep -cE '^apiVersion: monitoring.coreos.com|-metrics$' "$work/helm.helm4")" 0
is "a ServiceMonitor has a Service" "$(grep -cE '^kind: (ServiceMonitor|PodMonitor)$|^  name: image-gate-metrics$' \
    "$work/full.helm4")" 2
is "a PodMonitor needs none" \
    "$(grep -cE '^kind: PodMonitor$' "$work/warn.helm4") $(grep -c -- '-metrics$' "$work/warn.helm4")" "1 0"

# ---- Values that cannot be.

refuses "two monitors" "twice" --set metrics.serviceMonitor.enabled=true,metrics.podMonitor.enabled=true

refuses "an unknown key" "replicas" --set replicas=2
refuses "an unknown key in an environment" "namespace" --set environments.production.namespace=prod
refuses "an unknown action" "rules" --set environments.production.rules.sha=block
refuses "an unknown class" "nightly" --set environments.production.rules.nightly=deny
refuses "an unknown mode" "mode" --set environments.production.mode=off
refuses "an environment that is no DNS label" "PROD" --set environments.PROD.mode=warn
refuses "an unknown tls.mode" "mode" --set tls.mode=self
refuses "existingSecret without a name" "existingSecret" --set tls.mode=existingSecret
refuses "a port below 1024" "port" --set server.port=443
refuses "the kubelet's port on the node's network" "hostNetwork needs another server.port" --set hostNetwork=true
refuses "one port for two" "server.port and server.plainPort" --set server.plainPort=10250
refuses "what cannot be a name" "fullnameOverride" --set fullnameOverride=Image_Gate
refuses "no replicas" "replicaCount" --set replicaCount=0
refuses "a time-out that the API server refuses" "timeoutSeconds" --set webhook.timeoutSeconds=31
refuses "an exemption without an end" "until" --set 'exemptions[0].name=a,exemptions[0].reason=b'
refuses "names of clients without their CA" "clientCAFile" --set 'tls.clientNames[0]=a'
refuses "namespaces given twice" 'given to both production and test' \
    --set 'environments.test.namespaces[0]=prod'
refuses "a default environment that is none" 'defaultEnvironment' --set defaultEnvironment=nowhere

# ---- A real API server takes all of it.

start_api_server
for namespace in release-gate release-gate-test-prod gate-check argocd; do
    "$kubectl" create namespace "$namespace" >/dev/null
done

dry_run() { # FILE
    "$kubectl" apply --server-side --dry-run=server --validate=strict -f "$1" 2>&1
}

for rendered in "$work"/*.helm[34]; do
    name=$(basename "$rendered")
    check "the API server accepts ${name%.*} as ${name#*.} renders it" dry_run "$rendered"
done

for file in deploy/install.yaml deploy/argocd/application.yaml deploy/flux/release-gate.yaml; do
    check "the API server accepts $file" dry_run "$file"
done

notes() { # HELM OPTION...
    local helm=$1
    shift
    "$tools/$helm" install release-gate "$chart" --namespace release-gate --dry-run=server "$@" 2>&1 |
        sed -n '/^NOTES:/,$p'
}
own='own namespace and never judged, though production names it'

for helm in helm3 helm4; do
    is "what $helm says at the end shows a denial" "$(notes "$helm" | grep -c '# denied$')" 1
    is "but none where nothing is denied, $helm" \
        "$(notes "$helm" -f "$chart/ci/warn-values.yaml" | grep -c -e '# denied$' -e '# allowed$')" 1
    is "nor that its own namespace is judged, $helm" \
        "$(notes "$helm" | grep -c "$own") $(notes "$helm" --namespace shop-prod | grep -c "$own")" "0 1"
done

"$kubectl" label namespace release-gate pod-security.kubernetes.io/warn=restricted >/dev/null
render helm4 --set securityContext.allowPrivilegeEscalation=true >"$work/escalating"
is "pods meet the restricted security standard, which would be said otherwise" \
    "$(dry_run "$work/helm.helm4" | grep -c 'would violate') $(dry_run "$work/escalating" |
        grep -c 'would violate')" "0 3"

[ "$failed" = 0 ]
