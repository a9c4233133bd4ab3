#!/usr/bin/env bash
# The ImagePolicyWebhook of a real API server asks the program; the files are those of
# docs/image-policy-webhook.md.
#   tests/chart/image_policy.sh    prints "ok ..." and "not ok ..."; RELEASE_GATE is the program
# shellcheck source=../integration/lib.sh
. "$(dirname "$0")/../integration/lib.sh"
api_server=$here/../tools/api-server
trap '"$api_server" --down "$work/cluster"; clean_up' EXIT

"$here/../tools/build" kubectl etcd kube-apiserver || exit
kubectl=$("$here/../tools/build" --folder)/kubectl

# The block of code in the page that begins with a comment of that name, its paths and address replaced.
file_of_page() { # NAME
    sed -n "/^# $1\$/,/^\`\`\`\$/p" "$here/../../docs/image-policy-webhook.md" | sed '$d' |
        sed "s|/etc/kubernetes/release-gate|$work|; s|https://10.96.0.20:443|https://$address|"
}

openssl req -x509 "${new_key[@]}" -days 2 -subj /CN=release-gate -addext subjectAltName=IP:127.0.0.1 \
    -keyout "$work/tls.key" -out "$work/ca.crt" 2>/dev/null
start_server --tls-cert "$work/ca.crt" --tls-key "$work/tls.key"
for name in admission.yaml kubeconfig.yaml; do file_of_page "$name" >"$work/$name"; done

API_SERVER_FLAGS="--enable-admission-plugins=ImagePolicyWebhook --admission-control-config-file=$work/admission.yaml" \
    "$api_server" "$work/cluster" || exit
export KUBECONFIG=$work/cluster/kubeconfig
"$kubectl" create namespace prod >/dev/null

create() { # NAME SPEC [METADATA]: sets `output` and `exit_status`
    output=$("$kubectl" create -f - 2>&1 <<POD
{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "$1", "namespace": "prod"${3-}}, "spec": $2}
POD
    )
    exit_status=$?
}

allows() { # SENTENCE NAME SPEC [METADATA]
    create "${@:2}"
    is "$1" "$exit_status:$output" "0:pod/$2 created"
}

denies() { # SENTENCE PART NAME SPEC [METADATA]
    create "${@:3}"
    is "$1" "$exit_status" 1
    has "and says why, $3" "$output" "$2"
}

container() { # IMAGE
    echo "{\"name\": \"app\", \"image\": \"$1\"}"
}

allows "a release is created" release "{\"containers\": [$(container app:v1.2.3)]}"
denies "a pre-release is not" 'image "app:v1.2.0-rc.1" is a pre-release [RG005]' \
    pre-release "{\"containers\": [$(container app:v1.2.0-rc.1)]}"
denies "nor in an init container" '[RG004]' init \
    "{\"containers\": [$(container app:v1.2.3)], \"initContainers\": [{\"name\": \"first\", \"image\": \"app:edge\"}]}"
denies "the mirror of a static Pod is not" '[RG004]' static \
    "{\"nodeName\": \"node\", \"containers\": [$(container app:edge)]}" \
    ', "annotations": {"kubernetes.io/config.mirror": "1", "kubernetes.io/config.source": "file"},
       "ownerReferences": [{"apiVersion": "v1", "kind": "Node", "name": "node", "uid": "1", "controller": true}]'
allows "unless it is a release" static-release \
    "{\"nodeName\": \"node\", \"containers\": [$(container app:v1.2.3)]}" \
    ', "annotations": {"kubernetes.io/config.mirror": "1"}'
denies "an annotation breaks no glass" '[RG004]' glass "{\"containers\": [$(container app:edge)]}" \
    ', "annotations": {"release-gate.image-policy.k8s.io/break-glass": "please"}'

output=$("$kubectl" -n prod debug release --image=app:nightly --attach=false 2>&1)
has "an ephemeral container is looked at, too" "$output" 'image "app:nightly"'

stop_server
denies "while the program is down nothing new is created" 'forbidden' down \
    "{\"containers\": [$(container app:v1.2.4)]}"
finish
