#!/usr/bin/env bash
# What the webhook promises to an API server: paths, statuses, headers, answers.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

deployment=$reviews/001-CREATE-deployments.json
pre_release=$reviews/011-UPDATE-deployments.json

start_server

# ---- Reviews as an API server recorded them.

answers_every_recorded_review() {
    local file uid version wrong=
    for file in "$reviews"/*.json; do
        uid=$(jq -r .request.uid "$file")
        version=$(jq -r .apiVersion "$file")
        post /validate?timeout=5s "$file"
        [ "$status" = 200 ] && [ "$(body .response.uid)" = "$uid" ] &&
            [ "$(body .apiVersion)" = "$version" ] && [ "$(body .kind)" = AdmissionReview ] ||
            wrong+="$(basename "$file"): $status $(body)"$'\n'
    done
    is "every recorded review is answered with its uid and version" "$wrong" ""
}
answers_every_recorded_review

post /validate "$deployment"
is "a release may go to production" "$(body .response.allowed)" true

post /validate "$pre_release"
is "a pre-release may not" "$(body .response.allowed)" false
is "the denial is an answer, not an HTTP error" "$status" 200
is "the denial is Forbidden" "$(body .response.status.reason)" Forbidden
is "its code is 403" "$(body .response.status.code)" 403
has "its message names the rule" "$(body .response.status.message)" "[RG005]"
is "the audit annotations name the environment" \
    "$(body .response.auditAnnotations.environment)" production

sed 's|admission.k8s.io/v1"|admission.k8s.io/v1beta1"|' "$deployment" >"$work/v1beta1"
post /validate "$work/v1beta1"
is "v1beta1 is answered in v1beta1" "$(body .apiVersion)" admission.k8s.io/v1beta1

# ---- The environment in the path.

post /validate/dev "$pre_release"
is "the path decides the environment, whatever the namespace" "$(body .response.allowed)" true
post /validate/production?timeout=30s "$pre_release"
is "the query does not belong to it" "$(body .response.allowed)" false
post /validate/pro%64uction "$pre_release"
is "it is percent-decoded" "$(body .response.auditAnnotations.environment)" production
post /validate/nowhere "$pre_release"
is "an unknown environment is not found" "$status" 404
is "the message names none but this" "$(body .message)" 'no environment "nowhere"'

for path in /validate/ /validate/production/ /validate//production /validate/production/x \
    /validate/production%2Fx /validate/production%00x /validate%00 /validatex /VALIDATE / //; do
    post "$path" "$deployment"
    is "there is no $path" "$status" 404
done

# ---- The guard of the namespace label has a path of its own.

post_text /guard '{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1",
    "request":{"uid":"1","operation":"UPDATE","kind":{"group":"","version":"v1","kind":"Namespace"},
    "name":"shop","userInfo":{"username":"eve"},"object":{"kind":"Namespace","apiVersion":"v1",
    "metadata":{"name":"shop","labels":{"release-gate.power-edge.io/environment":"dev"}}},
    "oldObject":{"kind":"Namespace","apiVersion":"v1","metadata":{"name":"shop",
    "labels":{"release-gate.power-edge.io/environment":"production"}}}}}'
is "nobody moves a namespace to another environment" "$(body .response.allowed)" false

# ---- Statuses of what is no review.

post_text /validate 'not json'
is "what is not JSON is a bad request" "$status" 400
is "an error is a metav1.Status" "$(body '"\(.kind) \(.apiVersion) \(.status) \(.reason) \(.code)"')" \
    "Status v1 Failure BadRequest 400"
post_text /validate '{"kind":"Pod","apiVersion":"v1"}'
is "another object is a bad request" "$status" 400
post_text /validate ''
is "an empty body is a bad request" "$status" 400

for type in 'text/plain' 'application/jsonp' 'application/json-patch+json' ''; do
    ask /validate --header "Content-Type:${type:+ $type}" --data-binary "@$deployment"
    is "a body of type \"$type\" is refused" "$status" 415
done
for type in 'application/json; charset=utf-8' 'APPLICATION/JSON' 'application/json ;a=b'; do
    ask /validate --header "Content-Type: $type" --data-binary "@$deployment"
    is "a body of type \"$type\" is accepted" "$status" 200
done

for method in GET PUT DELETE PATCH OPTIONS FOO; do
    ask /validate --request "$method"
    is "$method /validate is not allowed" "$status $(header Allow)" "405 POST"
done
ask /livez --request POST --data x
is "POST /livez is not allowed" "$status $(header Allow)" "405 GET, HEAD"
ask /metrics
is "an unknown path is not found" "$status" 404

# ---- Headers.

headers_of_answer() {
    echo "$(header Content-Type)|$(header Cache-Control)|$(header X-Content-Type-Options)"
}
post /validate "$deployment"
is "an answer has its headers" "$(headers_of_answer)" "application/json|no-store|nosniff"
post_text /validate '['
is "an error has them too" "$(headers_of_answer)" "application/json|no-store|nosniff"
ask /readyz
is "and so has a probe" "$(headers_of_answer)" "text/plain; charset=utf-8|no-store|nosniff"

# ---- Probes.

for path in /livez /readyz; do
    ask "$path"
    is "$path is ok" "$status $(body)" "200 ok"
    printf 'HEAD %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n' "$path" | raw_status 2
    is "HEAD $path has no body" "$status $(body | tr -d '\r' | sed '1,/^$/d')" "200 "
    ask "$path?verbose"
    is "$path?verbose lists the checks" "$(body | head -n 1)" "[+]ping ok"
    is "$path is on the plain port too" "$(curl -s --max-time "$patience" "http://$plain$path")" ok
done
is "reviews are not taken on the plain port" \
    "$(curl -s --max-time "$patience" -o /dev/null -w '%{http_code}' -H 'Content-Type: application/json' \
        --data-binary "@$deployment" "http://$plain/validate")" 404

# ---- One connection for many reviews.

curl --silent --insecure --max-time "$patience" --write-out '%{num_connects} ' \
    -H 'Content-Type: application/json' --data-binary "@$deployment" -o /dev/null \
    "https://$address/validate" -o /dev/null "https://$address/validate" -o /dev/null \
    "https://$address/validate/dev" >"$work/connects"
is "a connection is reused" "$(cat "$work/connects")" "1 0 0 "

stop_server

# ---- Sizes.

start_server --max-request-bytes 64Ki
head -c 65536 /dev/zero | tr '\0' ' ' >"$work/full"
post /validate "$work/full"
is "a body at the limit is read" "$status" 400
head -c 65537 /dev/zero | tr '\0' ' ' >"$work/over"
post /validate "$work/over"
is "one byte more is too large" "$status" 413
is "the connection is closed then" "$(header Connection)" close
has "the message names the setting" "$(body .message)" server.maxRequestBytes
post /validate "$work/over" --header 'Transfer-Encoding: chunked'
is "so it is in chunks" "$status $(header Connection)" "413 close"
stop_server

# ---- The log of decisions.

start_server --log-decisions true
post /validate "$pre_release"
stop_server
is "a decision is one line, without the object" \
    "$(jq -c 'select(.msg == "decision") | [.environment, .decision, .kind, .namespace, .name,
        .operation, .user, .dryRun, .rules, .images, (.durationMs | type), has("object")]' "$log")" \
    '["production","deny","Deployment","production","d1","UPDATE","admin",false,["RG005"],2,"number",false]'

# ---- Breaking the glass is logged whatever else is.

cat >"$work/glass.yaml" <<'YAML'
apiVersion: release-gate.power-edge.io/v1
kind: Configuration
breakGlass: {groups: [on-call]}
YAML
break_glass='{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u1",
    "operation":"CREATE","namespace":"prod","userInfo":{"username":"ann","groups":["on-call"]},
    "object":{"kind":"Pod","metadata":{"name":"p","annotations":{
        "release-gate.power-edge.io/break-glass":"incident 42"}},
    "spec":{"containers":[{"name":"a","image":"app:main"}]}}}}'
start_server --config "$work/glass.yaml"
post_text /validate "$break_glass"
is "who may break the glass is let through" "$(body .response.allowed)" true
has "and told so" "$(body '.response.warnings[0]')" break-glass
stop_server
is "and it is in the log" \
    "$(jq -c 'select(.msg == "break-glass used") | [.level, .user, .reason, .namespace, .name]' "$log")" \
    '["warn","ann","incident 42","prod","p"]'

finish
