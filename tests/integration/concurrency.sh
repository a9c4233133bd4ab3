#!/usr/bin/env bash
# Many reviews at the same time: each gets its own answer.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

clients=16
reviews_each=${REVIEWS_EACH:-125}

# Every review has a uid that nobody else has; every other one is to be denied.
make_reviews() { # CLIENT
    local i tag want
    mkdir -p "$work/$1"
    for i in $(seq "$reviews_each"); do
        if ((i % 2)); then tag=v1.2.3 want=true; else tag=v1.2.3-rc.1 want=false; fi
        printf '%s%s%s' '{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{' \
            "\"uid\":\"$1-$i\",\"operation\":\"CREATE\",\"namespace\":\"production\"," \
            "\"object\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"app:$tag\"}]}}}}" \
            >"$work/$1/$i.json"
        echo "$1-$i $want" >>"$work/$1/want"
        ((i == 1)) || echo next
        printf 'url = "https://%s/validate"\nheader = "Content-Type: application/json"\n' "$address"
        printf 'insecure\nsilent\nmax-time = 60\ndata-binary = "@%s"\nwrite-out = "\\n"\n' \
            "$work/$1/$i.json"
    done >"$work/$1/curl"
}

ask_all() { # CLIENT
    curl --config "$work/$1/curl" >"$work/$1/answers" 2>&1
    jq -rR 'fromjson? | .response | "\(.uid) \(.allowed)"' "$work/$1/answers" >"$work/$1/got"
}

run() {
    local client jobs=() wrong=0
    for client in $(seq "$clients"); do make_reviews "$client" & jobs+=("$!"); done
    wait "${jobs[@]}"
    jobs=()
    for client in $(seq "$clients"); do ask_all "$client" & jobs+=("$!"); done
    wait "${jobs[@]}"
    for client in $(seq "$clients"); do
        cmp -s "$work/$client/want" "$work/$client/got" || wrong=$((wrong + 1))
        rm -rf "${work:?}/$client"
    done
    is "$((clients * reviews_each)) reviews from $clients clients, $1: all are answered right" \
        "$wrong clients got wrong answers" "0 clients got wrong answers"
}

start_server --threads 4
run "with 4 threads"
stop_server

start_server --threads 1
run "with 1 thread"
stop_server

# ---- As many connections as are allowed.

start_server --threads 1 --max-connections 16
run "over 16 connections at most"
stop_server

finish
