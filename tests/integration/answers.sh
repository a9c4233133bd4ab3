#!/usr/bin/env bash
# No answer tells more than the request did, and no request changes what the next one gets.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

cd "$work" || exit

# Every name that only the configuration knows begins with "hidden".
mkdir hidden-folder
cat >hidden-folder/hidden-config.yaml <<'YAML'
apiVersion: release-gate.power-edge.io/v1
kind: Configuration
environments:
- {name: hidden-place, namespaces: [hidden-namespace-*]}
- {name: dev, namespaces: [hidden-dev-*]}
tagClasses:
- {images: [registry.hidden.example/*], pattern: '^hidden-pattern-\d+$', class: release}
- {pattern: '^rc-hidden', class: pre-release}
exemptions:
- {name: hidden-image, images: [registry.hidden.example/*], reason: hidden-reason-1, until: 2099-01-01}
- {name: hidden-team, namespaces: [hidden-namespace-*], reason: hidden-reason-2, until: 2099-01-01}
- {name: hidden-lapsed, images: [registry.hidden.example/*], reason: hidden-reason-3, until: 2020-01-01}
breakGlass: {groups: [hidden-group]}
namespaceGuard: {groups: [hidden-guard]}
workloads:
- {group: hidden.example, kind: HiddenKind, images: [spec.hidden]}
YAML
openssl req -x509 "${new_key[@]}" -days 2 -subj /CN=localhost -keyout hidden-folder/tls.key \
    -out hidden-folder/tls.crt 2>/dev/null
start_server -c hidden-folder/hidden-config.yaml --tls-cert hidden-folder/tls.crt --tls-key hidden-folder/tls.key \
    --max-request-bytes 64Ki

# ---- Whatever is asked.

pre_release=$reviews/011-UPDATE-deployments.json
with() { # JQ FILTER
    jq "$1" "$pre_release" >"with.$RANDOM.json"
}
with '.request.object.metadata.annotations["release-gate.power-edge.io/break-glass"] = "let me"'
with '.request.object.spec.template.spec.containers[0].image = "registry.example/app:rc-1"'
with '.request.object.spec.template.spec.containers = {}'
with '.request.object.spec.template.spec.containers[0].image = 7'
with 'del(.request.uid)'
with '.request.object = null'
with '.request.kind = {group: "hidden2.example", version: "v1", kind: "Thing"} | .request.object = {spec: {image: "a:latest"}}'
with '.request.namespace = "nobody" | .request.userInfo.groups = ["system:masters"]'
printf '{' >broken.json
printf '' >empty.json
head -c 100000 /dev/zero >large.json
printf '{"apiVersion":"imagepolicy.k8s.io/v1alpha1","kind":"ImageReview","spec":{"containers":[{"image":"app:rc-1"}],"namespace":"x"}}' >image-review.json
printf '{"apiVersion":"v1","kind":"Pod"}' >pod.json

paths=(/ /validate /validate/production /validate/test /validate/dev /validate/nowhere /guard /imagereview
    /imagereview/nowhere /metrics /readyz /livez /validate/%00 '/validate/../hidden-folder/tls.key' /config /debug/pprof)

everything() {
    local path file
    for path in "${paths[@]}"; do
        for file in "$reviews/001-CREATE-deployments.json" "$pre_release" ./*.json; do
            post "$path" "$file" --path-as-is
            echo "POST $path ${file##*/}: $status $(tr -d '\r' <headers | grep -vi '^date:') $(cat body)"
        done
        for method in GET PUT PATCH DELETE OPTIONS TRACE; do
            ask "$path" -X "$method" --path-as-is
            echo "$method $path: $status $(tr -d '\r' <headers | grep -vi '^date:') $(cat body)"
        done
        ask "$path" -H 'Content-Type: text/plain' -d x --path-as-is
        echo "text $path: $status $(cat body)"
    done
}

everything >first
is "all kinds of answers are among them" \
    "$(grep -oE '^[A-Za-z]+ [^ ]+( [^ ]*:|:) [0-9]+' first | grep -oE '[0-9]+$' | sort -u | tr '\n' ' ')" "200 400 404 405 413 415 "
# What the request said itself does not count.
sed 's/hidden2\.example//g; s/hidden-folder\/tls\.key//g' first | grep -i hidden | cut -c 1-300 | sort -u >told
is "none of them tells what only the configuration knows" "$(cat told)" ""
is "nor where the server has its files, or what it is made of" \
    "$(grep -ciE "$work|/etc/|\.yaml|microhttpd|gnutls|openssl|^server:" first)" 0

# ---- Again.

sha256sum hidden-folder/* >files
everything >second
is "the same requests get the same answers" "$(diff first second)" ""
is "and no file has changed" "$(sha256sum -c --quiet files 2>&1)" ""
is "nothing was reloaded" "$(grep -c reloaded "$log")" 0
stop_server
finish
