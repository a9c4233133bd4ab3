# What the tests of the chart share. To be sourced, from the project's folder.
# shellcheck shell=bash

# shellcheck disable=SC2034 # some are for the scripts only
{
    program=${RELEASE_GATE:-build/release/release-gate}
    tools=$(tests/tools/build --folder)
    kubectl=$tools/kubectl
    chart=charts/release-gate
    work=$(mktemp -d)
    failed=0
}
trap 'tests/tools/api-server --down "$work/cluster"; rm -rf "$work"' EXIT

ok() { # SENTENCE
    echo "ok - $1"
}

not_ok() { # SENTENCE [DETAIL]
    echo "not ok - $1"
    [ -z "${2-}" ] || printf '%s\n' "$2" | tail -n 30 | sed 's/^/#   /'
    failed=$((failed + 1))
}

check() { # SENTENCE COMMAND...
    local sentence=$1 output
    shift
    if output=$("$@" 2>&1); then ok "$sentence"; else not_ok "$sentence" "$output"; fi
}

is() { # SENTENCE GOT WANT
    if [ "$2" = "$3" ]; then
        ok "$1"
    else
        not_ok "$1" "$(diff <(printf '%s\n' "$3") <(printf '%s\n' "$2"))"
    fi
}

has() { # SENTENCE TEXT PART
    case $2 in
    *"$3"*) ok "$1" ;;
    *) not_ok "$1" "\"$3\" is not in: $2" ;;
    esac
}

render() { # HELM [OPTION...]
    local helm=$1
    shift
    "$tools/$helm" template release-gate "$chart" --namespace release-gate --kube-version 1.37.2 "$@"
}

# `kubectl wait` ends with an error for one that has no condition yet.
wait_for_definitions() {
    for _ in $(seq 300); do
        if "$kubectl" get crds -o json | jq -e '[.items[].status.conditions // [] |
            any(.type == "Established" and .status == "True")] | all' >/dev/null; then
            return
        fi
        sleep 0.2
    done
    return 1
}

# An API server with the resources of others that the chart and deploy/ know.
start_api_server() {
    tests/tools/build kubectl && tests/tools/api-server "$work/cluster" || exit
    export KUBECONFIG=$work/cluster/kubeconfig
    tests/chart/crds >"$work/crds" &&
        "$kubectl" apply --server-side -f "$work/crds" >/dev/null &&
        wait_for_definitions || exit
}

# The chart's webhooks with the address of a server on this machine in place of the Service; the server
# has the certificate of the API server.
webhooks_at() { # ADDRESS [OPTION...]
    local address=$1
    shift
    render helm4 "$@" -s templates/webhook.yaml |
        sed "s,^    caBundle: .*,," |
        python3 -c '
import json, sys, yaml
configuration = yaml.safe_load(sys.stdin)
for webhook in configuration["webhooks"]:
    path = webhook["clientConfig"].pop("service")["path"]
    webhook["clientConfig"] = {"url": f"https://{sys.argv[1]}{path}", "caBundle": sys.argv[2]}
    webhook["failurePolicy"] = "Fail"
    webhook["timeoutSeconds"] = 30
print(json.dumps(configuration))' "$address" "$(base64 -w0 <"$work/cluster/server.crt")"
}
