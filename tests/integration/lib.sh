# What the integration tests share: a server of one's own, a client, and lines that tests/run.sh
# counts. To be sourced. RELEASE_GATE is the program (also one that runs it under valgrind).
# shellcheck shell=bash
set -uo pipefail
shopt -s lastpipe # so that what is read at the end of a pipe can set a variable

# shellcheck disable=SC2034 # some are for the scripts only
{
    here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
    program=${RELEASE_GATE:-$here/../../build/release/release-gate}
    reviews=$here/../data/reviews
    work=$(mktemp -d)
    server='' lists='' address='' plain='' status='' exit_status=''
    log=$work/log
}
passed=0
failed=0

# Seconds: a program under valgrind needs them, others never see the end of it.
patience=30

clean_up() {
    if [ -n "$server" ]; then
        kill -KILL "$server" 2>/dev/null
    fi
    stop_lists
    rm -rf "$work"
}
trap clean_up EXIT

# ---- Results.

ok() { # SENTENCE
    echo "ok - $1"
    passed=$((passed + 1))
}

not_ok() { # SENTENCE [DETAIL]
    echo "not ok - $1"
    [ -z "${2-}" ] || printf '%s\n' "$2" | head -c 2000 | sed 's/^/#   /'
    failed=$((failed + 1))
}

is() { # SENTENCE GOT WANT
    if [ "$2" = "$3" ]; then ok "$1"; else not_ok "$1" "got \"$2\", want \"$3\""; fi
}

has() { # SENTENCE TEXT PART
    case $2 in
    *"$3"*) ok "$1" ;;
    *) not_ok "$1" "\"$3\" is not in: $2" ;;
    esac
}

# The last line of every script.
finish() {
    echo "# $passed passed, $failed failed"
    [ "$failed" = 0 ]
}

# ---- The server.

# Waits until the command succeeds.
eventually() { # COMMAND...
    local deadline=$((SECONDS + patience))
    until "$@"; do
        [ "$SECONDS" -lt "$deadline" ] || return 1
        sleep 0.05
    done
}

logged() { # FIELD
    jq -rR --arg field "$1" 'fromjson? | select(.msg == "serving") | .[$field]' "$log" 2>/dev/null
}

is_up_or_gone() {
    [ -n "$(logged address)" ] || ! kill -0 "$server" 2>/dev/null
}

# Sets `server`, `address` and `plain`. SERVER_ENV=NAME=VALUE may set a variable for it.
start_server() { # [OPTION...]
    : >"$log" # or the address of the last one would be found in it
    env ${SERVER_ENV:+"$SERVER_ENV"} "$program" serve --listen 127.0.0.1:0 \
        --metrics-listen 127.0.0.1:0 --shutdown-delay 0s "$@" 2>"$log" &
    server=$!
    eventually is_up_or_gone
    address=$(logged address)
    # shellcheck disable=SC2034 # for the scripts
    plain=$(logged metricsAddress)
    if [ -z "$address" ]; then
        not_ok "the server starts" "$(cat "$log")"
        finish
        exit 1
    fi
}

# Sets `exit_status`.
wait_for_server() {
    wait "$server"
    exit_status=$?
    server=''
}

# Ends it as an orderly cluster does and looks whether it went well.
stop_server() {
    kill -TERM "$server" 2>/dev/null
    wait_for_server
    is "the server ends with status 0" "$exit_status" 0
    if grep -qE 'Sanitizer|runtime error:|==[0-9]+== [A-Z]' "$log"; then
        not_ok "no checker complains of the server" "$(cat "$log")"
    fi
}

# Hundredths of a second of processor time that the server took.
used() {
    local ticks
    read -r -a ticks < <(sed 's/.*) //' "/proc/$server/stat")
    echo $(((ticks[11] + ticks[12]) * 100 / $(getconf CLK_TCK)))
}

# ---- Clients that stay.

# They print "ready" and stay until let_go; $work/kept has what they print.
keep_clients() { # COMMAND...
    [ -p "$work/until" ] || mkfifo "$work/until"
    : >"$work/kept" # else those of before are taken for these
    "$@" <"$work/until" >"$work/kept" &
    clients=$!
    exec 3>"$work/until"
    eventually grep -q ready "$work/kept"
}

let_go() {
    exec 3>&-
    wait "$clients"
}

# ---- An API server of lists.

stop_lists() {
    [ -z "$lists" ] || kill "$lists" 2>/dev/null
    lists=''
}

# Leaves $work/lists.kubeconfig, by which list_server.py is found.
serve_lists() { # OPTION...
    stop_lists
    : >"$work/lists.address"
    "$here/list_server.py" "$@" >"$work/lists.address" &
    lists=$!
    eventually test -s "$work/lists.address"
    cat >"$work/lists.kubeconfig" <<YAML
apiVersion: v1
kind: Config
current-context: here
clusters: [{name: here, cluster: {server: "$(cat "$work/lists.address")"}}]
contexts: [{name: here, context: {cluster: here, user: nobody, namespace: production}}]
users: [{name: nobody, user: {}}]
YAML
}

# ---- Certificates.

# For `openssl req`: a P-256 key without a pass phrase.
new_key=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)

# Valid from and until a given moment, which `openssl x509` cannot do.
self_signed_between() { # NAME FROM UNTIL
    : >index.txt
    echo 01 >serial
    printf '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\n%s\n' \
        $'default_md=sha256\npolicy=p\n[p]\ncommonName=supplied' >ca.conf
    openssl req "${new_key[@]}" -subj /CN=localhost -keyout "$1.key" -out "$1.csr" 2>/dev/null
    openssl ca -batch -config ca.conf -selfsign -keyfile "$1.key" -in "$1.csr" -notext \
        -startdate "$2" -enddate "$3" -out "$1.crt" 2>/dev/null
}

# ---- The client.

# Sets `status` and writes $work/headers and $work/body. The address may be followed by a path.
ask() { # PATH [CURL OPTION...]
    local path=$1
    shift
    : >"$work/headers"
    : >"$work/body"
    status=$(curl --silent --insecure --max-time "$patience" --output "$work/body" \
        --dump-header "$work/headers" --write-out '%{http_code}' "$@" "https://$address$path")
}

post() { # PATH FILE [CURL OPTION...]
    local path=$1 file=$2
    shift 2
    ask "$path" --header 'Content-Type: application/json' --data-binary "@$file" "$@"
}

# A body given as text.
post_text() { # PATH TEXT [CURL OPTION...]
    printf '%s' "$2" >"$work/request"
    post "$1" "$work/request" "${@:3}"
}

body() { # [JQ FILTER]
    if [ $# = 0 ]; then cat "$work/body"; else jq -r "$1" "$work/body" 2>/dev/null; fi
}

header() { # NAME
    tr -d '\r' <"$work/headers" | sed -n "s/^$1: //Ip"
}

# Bytes from standard input over TLS, as they are; prints what comes back until the server closes
# or, after the last byte, SECONDS have passed.
raw() { # SECONDS
    python3 "$here/raw.py" "$address" "$1"
}

# Sets `status` to that of the answer to what raw reads.
raw_status() { # SECONDS
    raw "$1" >"$work/body"
    status=$(sed -n '1s/^HTTP\/1.1 \([0-9]*\).*/\1/p' "$work/body" | tr -d '\r')
}

still_answers() {
    ask /livez
    is "the server goes on answering" "$status" 200
}
