#!/usr/bin/env bash
# Whatever a client sends: an answer or a closed connection, never an "allow", never the end.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

deployment=$reviews/001-CREATE-deployments.json
pre_release=$reviews/011-UPDATE-deployments.json

start_server --max-request-bytes 2Mi

# ---- Bodies that are no review.

refuses() { # SENTENCE JSON
    post_text /validate/production "$2"
    is "$1 is a bad request" "$status" 400
    has "$1 gets a reason" "$(body .status) $(body '.message | length > 0')" "Failure true"
}

envelope() { # REQUEST
    printf '{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":%s}' "$1"
}

repeat() { # COUNT CHARACTER
    head -c "$1" /dev/zero | tr '\0' "$2"
}

refuses "a JSON null" null
refuses "a list" '[]'
refuses "a review without a request" '{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1"}'
refuses "a request that is null" "$(envelope null)"
refuses "a request that is a string" "$(envelope '"x"')"
refuses "a request without a uid" "$(envelope '{}')"
refuses "a uid that is a number" "$(envelope '{"uid":1}')"
refuses "a uid of null" "$(envelope '{"uid":null}')"
refuses "an operation that is a number" "$(envelope '{"uid":"1","operation":7}')"
refuses "an object that is a list" "$(envelope '{"uid":"1","object":[]}')"
refuses "a uid of a megabyte" "$(envelope "{\"uid\":\"$(repeat 1048576 a)\"}")"
refuses "an unknown version" '{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v2","request":{"uid":"1"}}'
refuses "a second value after the first" "$(envelope '{"uid":"1"}'){}"
refuses "a value without an end" "$(envelope '{"uid":"1"')"
refuses "nesting of 100000" "$(repeat 100000 '[')"
refuses "nesting inside the object" "$(envelope "{\"uid\":\"1\",\"object\":{\"a\":$(repeat 5000 '[')$(repeat 5000 ']')}}")"
refuses "bytes that are not UTF-8" "$(envelope '{"uid":"'$'\xff\xfe''"}')"
refuses "an overlong form" "$(envelope '{"uid":"'$'\xc0\xaf''"}')"
refuses "a surrogate" "$(envelope '{"uid":"'$'\xed\xa0\x80''"}')"
refuses "half an escaped surrogate" "$(envelope '{"uid":"\ud800"}')"
refuses "a NUL in a key" "$(envelope '{"uid":"1","a\u0000b":1}')"
refuses "a byte order mark" $'\xef\xbb\xbf'"$(envelope '{"uid":"1"}')"
refuses "a comment" "$(envelope '{"uid":"1"/* */}')"
refuses "single quotes" "$(envelope "{'uid':'1'}")"
refuses "NaN" "$(envelope '{"uid":"1","object":{"a":NaN}}')"

printf 'a\0b' >"$work/request"
post /validate "$work/request"
is "a NUL byte is a bad request" "$status" 400
gzip -c "$deployment" >"$work/request"
post /validate "$work/request" --header 'Content-Encoding: gzip'
is "a compressed body is a bad request" "$status" 400

# ---- Objects that want to be overlooked: each is denied in production.

denies() { # SENTENCE OBJECT
    post_text /validate/production "$(envelope \
        "{\"uid\":\"1\",\"operation\":\"CREATE\",\"kind\":{\"group\":\"\",\"version\":\"v1\",\"kind\":\"Pod\"},\"object\":$2}")"
    is "$1 is denied" "$status $(body .response.allowed)" "200 false"
}

denies "an object of null" null
denies "containers that are an object" '{"spec":{"containers":{}}}'
denies "containers that are a string" '{"spec":{"containers":"app:v1.2.3"}}'
denies "an image that is a number" '{"spec":{"containers":[{"image":1.2}]}}'
denies "an image that is null" '{"spec":{"containers":[{"image":null}]}}'
denies "a container that is null" '{"spec":{"containers":[null]}}'
denies "an image with a NUL" '{"spec":{"containers":[{"image":"app:v1.2.3\u0000"}]}}'
denies "a second key with the image" '{"spec":{"containers":[{"image":"app:v1.2.3","image":"app:edge"}]}}'
denies "a first key with the image" '{"spec":{"containers":[{"image":"app:edge"}],"containers":null}}'
denies "a key in other letters" '{"SPEC":{"Containers":[{"IMAGE":"app:edge"}]}}'
denies "an image with a line end" '{"spec":{"containers":[{"image":"app:edge\n: all is well"}]}}'

# ---- Requests that lie about their length.

request_head() { # HEADER...
    printf 'POST /validate/production HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
    printf '%s\r\n' "$@" ''
}

size=$(wc -c <"$deployment")
{ request_head "Content-Length: $size" "Connection: close"; cat "$deployment"; } | raw_status 5
is "the same by hand is answered" "$status" 200

{ request_head "Content-Length: $((size + 10))"; cat "$deployment"; } | raw_status 1
is "a body shorter than its length is not answered" "$status" ""

{ request_head "Content-Length: 10" "Connection: close"; cat "$deployment"; } | raw_status 2
is "a body longer than its length is cut there" "$status" 400

{ request_head "Content-Length: $size" "Transfer-Encoding: chunked"; cat "$deployment"; } | raw_status 2
is "a length and an encoding are refused" "$status" 400
{ request_head "Content-Length: $size" "Content-Length: 3"; cat "$deployment"; } | raw_status 2
is "two lengths are refused" "$status" 400
{ request_head "Transfer-Encoding: gzip, chunked"; cat "$deployment"; } | raw_status 2
is "another encoding is refused" "$status" 400
for length in -1 +5 0x10 1e3 99999999999999999999999 '1 2' ''; do
    request_head "Content-Length: $length" | raw_status 2
    case $status in 400 | 413) ok "a length of \"$length\" is refused" ;;
    *) not_ok "a length of \"$length\" is refused" "got \"$status\"" ;; esac
done
request_head "Content-Length: 4000000000" | raw_status 5
is "a length over the limit is refused before the body comes" "$status" 413
request_head "Content-Length: 4000000000" "Expect: 100-continue" | raw_status 5
is "nobody is asked to continue with it" "$status" 413

# ---- Chunks.

chunk() { # FILE
    printf '%x\r\n' "$(wc -c <"$1")"
    cat "$1"
    printf '\r\n'
}
{ request_head "Transfer-Encoding: chunked" "Connection: close"; chunk "$deployment"; printf '0\r\n\r\n'; } |
    raw_status 5
is "a body in chunks is answered" "$status" 200
{ request_head "Transfer-Encoding: chunked"; printf 'zz\r\nabc\r\n'; } | raw_status 2
is "a chunk whose size is no number is refused" "$status" 400
{ request_head "Transfer-Encoding: chunked"; printf 'ffffffffffffffffff\r\nabc\r\n'; } | raw_status 2
case $status in 400 | 413) ok "a chunk whose size is no 64 bit number is refused" ;;
*) not_ok "a chunk whose size is no 64 bit number is refused" "got \"$status\"" ;; esac
{ request_head "Transfer-Encoding: chunked"; chunk "$deployment"; } | raw_status 1
is "chunks without an end are not answered" "$status" ""

endless() {
    request_head "Transfer-Encoding: chunked"
    repeat 1048576 ' ' >"$work/piece"
    for _ in $(seq 64); do chunk "$work/piece"; done
}
endless | raw_status 1
is "a body that never ends is cut off without an answer" "$status" ""
still_answers

# ---- Memory. An empty object is two bytes to send and hundreds to keep.

{ printf '['; head -c 390000 /dev/zero | sed 's/\x0/{},/g'; printf '{}]'; } >"$work/objects"
post /validate "$work/objects"
is "more objects than any review has are refused" "$status" 400
has "with the reason" "$(body .message)" "too many objects"
still_answers

# ---- Headers.

# The library closes over what it did not read, which may cost the client the answer.
is_sent_away() { # SENTENCE
    case $status in
    413 | 414 | 431 | '') ok "$1" ;;
    *) not_ok "$1" "got \"$status\"" ;;
    esac
}
{ printf 'GET /livez HTTP/1.1\r\nHost: x\r\nX-Large: '; repeat 200000 a
    printf '\r\n\r\n'; } | raw_status 2
is_sent_away "a header of 200 KB is refused"
{ printf 'GET /livez HTTP/1.1\r\nHost: x\r\n'; for i in $(seq 5000); do printf 'X-%d: y\r\n' "$i"; done
    printf '\r\n'; } | raw_status 2
is_sent_away "5000 headers are refused"
{ printf 'GET /'; repeat 200000 a; printf ' HTTP/1.1\r\nHost: x\r\n\r\n'; } | raw_status 2
is_sent_away "a path of 200 KB is refused"
printf 'GET /livez HTTP/1.1\r\n\r\n' | raw_status 2
is "a request without a host is refused" "$status" 400
printf '\x00\x01\x02\r\n\r\n' | raw 1 >/dev/null
printf 'GET /livez HTTP/9.9\r\nHost: x\r\n\r\n' | raw 1 >/dev/null
printf 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' | raw 1 >/dev/null
still_answers
ask $'/%1b%5b31m%22%3cscript%3e'
has "a message shows a path harmlessly" "$(body .message)" 'u{1b}[31m'

# ---- Clients that leave.

for _ in $(seq 20); do
    request_head "Content-Length: $size" | raw 0 >/dev/null
    { request_head "Content-Length: $size"; head -c 500 "$deployment"; } | raw 0 >/dev/null
done
still_answers
host=${address%:*} port=${address##*:}
for _ in $(seq 20); do
    # What is no TLS at all.
    (exec 3<>"/dev/tcp/$host/$port" && printf 'GET / HTTP/1.1\r\n\r\n' >&3) 2>/dev/null
    (exec 3<>"/dev/tcp/$host/$port") 2>/dev/null
done
still_answers

# A byte now and then keeps a connection, but no other request waits for it.
slow() {
    request_head "Content-Length: $size"
    for _ in $(seq 20); do printf ' '; sleep 0.2; done
}
for _ in $(seq 8); do slow | raw 0 >/dev/null & slow_clients+=("$!"); done
sleep 0.5
post /validate/production "$pre_release" --max-time 10
is "slow clients hold up nobody" "$status $(body .response.allowed)" "200 false"
wait "${slow_clients[@]}"

# ---- Many large bodies at once: some are sent away, with the advice to come again.

large() { # FILE WITH STATUS AND RETRY-AFTER
    {
        request_head "Content-Length: 2000000"
        repeat 1999000 ' '
        sleep 4
        repeat 1000 ' '
    } | raw 5 | tr -d '\r' | sed -n 's/^HTTP\/1.1 \([0-9]*\).*/\1/p; s/^Retry-After: //p' >"$1"
}
for i in $(seq 12); do large "$work/large.$i" & large_clients+=("$!"); done
wait "${large_clients[@]}"
answers=$(cat "$work"/large.*)
has "with too many large bodies some get 503" "$answers" $'503\n1'
has "and others are read" "$answers" 400
post /validate/production "$pre_release"
is "afterwards there is room again" "$status" 200

stop_server
finish
