#!/usr/bin/env bash
# System calls that fail under the running server: no crash, no allow, and it goes on when they do.
#   tests/faults/faults.sh    Environment: BUILD, RELEASE_GATE
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/../integration/lib.sh"

release=$reviews/001-CREATE-deployments.json
pre_release=$reviews/011-UPDATE-deployments.json
faults=$work/faults
real=$program
: >"$faults"
cd "$work" || exit

cat >faulty <<SCRIPT
#!/bin/sh
export ASAN_OPTIONS="${ASAN_OPTIONS-}:verify_asan_link_order=0"
LD_PRELOAD="$here/../../${BUILD:-build/release}/tests/faults/failing_calls.so" FAULTS="$faults" exec "$real" "\$@"
SCRIPT
chmod +x faulty
program=$work/faulty

meet() { # LINE...
    printf '%s\n' "$@" >faults.new
    mv faults.new "$faults"
}

open_files() {
    find "/proc/$server/fd" -mindepth 1 | wc -l
}

# Sets `wrong`, allowed that must not be, and `unanswered`. Half the requests have a connection of
# their own, the others share one.
wrong=0 unanswered=0
ask_often() { # COUNT
    wrong=0 unanswered=0
    local answer
    for _ in $(seq "$1"); do
        for file in "$release" "$pre_release"; do
            answer=$(curl -sk --max-time 10 -H 'Content-Type: application/json' --data-binary "@$file" \
                "https://$address/validate/production" -o - \
                --next -sk --max-time 10 -H 'Content-Type: application/json' --data-binary "@$file" \
                "https://$address/validate/production" -o - | jq -r .response.allowed | sort -u | paste -sd,)
            case $file:$answer in
            "$release:true" | "$pre_release:false") ;;
            "$pre_release:"*true*) wrong=$((wrong + 1)) ;;
            *) unanswered=$((unanswered + 1)) ;;
            esac
        done
    done
}

# ---- What a client must not notice.

start_server --threads 2 --log-decisions true
ask_often 2
before=$(open_files)
for row in 'recv EINTR 2' 'send EINTR 2' 'epoll_wait EINTR 2' 'accept4 EINTR 2' 'accept4 ECONNABORTED 2' \
    'accept4 EMFILE 2' 'accept4 ENFILE 2' 'accept4 ENOMEM 2' 'accept4 ENOBUFS 2' 'accept4 SMALL 1' \
    'log ENOSPC 1' 'log EIO 2' 'log EAGAIN 2' 'log EINTR 2' 'log SHORT 1'; do
    meet "$row"
    ask_often 2
    is "with \"$row\" every request is answered right" "$wrong wrong, $unanswered unanswered" \
        "0 wrong, 0 unanswered"
done
meet 'recv EINTR 3' 'send EINTR 3' 'epoll_wait EINTR 3' 'accept4 SMALL 1' 'log SHORT 1'
is "a client that sends and reads a few bytes at a time is answered" \
    "$(python3 "$here/../faults/dribble.py" "$address" /validate/production "$pre_release" |
        sed -n '2s/.*"allowed":\([a-z]*\).*/\1/p')" false

# ---- What ends a connection: no allow, and the next one is served.

for row in 'recv ECONNRESET 9' 'send EPIPE 5' 'send ECONNRESET 4' 'recv EIO 7'; do
    meet "$row"
    ask_often 2
    is "with \"$row\" nothing is allowed that must not be" "$wrong" 0
    meet ''
    still_answers
done
stays() { [ "$(open_files)" -le "$before" ]; }
eventually stays
is "no descriptor is left open" $? 0

# ---- The log comes back.

meet 'log ENOSPC 1'
ask_often 2
meet ''
ask_often 1
is "lines that a full disk did not take are counted" \
    "$(($(curl -s "http://$plain/metrics" | sed -n 's/^release_gate_log_lines_lost_total //p') > 0))" 1
is "what is logged afterwards is whole lines" "$(tail -n 2 "$log" | jq -r .level 2>/dev/null | sort -u)" info
stop_server

# ---- Without randomness there is no TLS.

start_server
meet 'getrandom EIO 1'
ask_often 2
is "without random numbers nothing is allowed that must not be" "$wrong" 0
meet ''
still_answers
stop_server

# ---- Files that cannot be read: the last good one stays.

configuration() { # ACTION
    printf '%s\n' 'apiVersion: release-gate.power-edge.io/v1' 'kind: Configuration' 'environments:' \
        "- {name: dev, rules: {release: $1}}" >config.new
    mv config.new config.yaml
}
answers() { # true|false
    post /validate/dev "$release"
    [ "$(body .response.allowed)" = "$1" ]
}
refused() {
    grep -c 'configuration not reloaded' "$log"
}
is_refused() { # COUNT
    [ "$(refused)" -ge "$1" ]
}

configuration deny
start_server -c config.yaml --reload-interval 50ms
told=0
for row in 'open EMFILE 1' 'open EINTR 1' 'read EIO 1' 'read ENOMEM 1'; do
    meet "$row"
    configuration allow
    eventually is_refused $((told + 1))
    answers false
    is "with \"$row\" the last good configuration stays" $? 0
    meet ''
    eventually answers true
    is "and the new one is taken when that is over" $? 0
    configuration deny
    eventually answers false
    told=$(refused)
done
for row in 'read EINTR 2' 'read SHORT 1'; do
    meet "$row"
    configuration allow
    eventually answers true
    is "\"$row\" does not hinder a reload" $? 0
    configuration deny
    eventually answers false
done
meet ''
stop_server

# ---- The clock is set.

years() { # COUNT
    echo "clock REALTIME $(($1 * 365 * 86400))"
}
pre_release_is() { # true|false
    post /validate/production "$pre_release"
    [ "$(body .response.allowed)" = "$1" ]
}
until=$(date -u -d '+30 days' +%F)
cat >config.yaml <<YAML
apiVersion: release-gate.power-edge.io/v1
kind: Configuration
exemptions:
- {name: for-now, images: ["**"], reason: "a test", until: $until}
YAML
openssl req -x509 "${new_key[@]}" -days 2 -subj /CN=one -keyout tls.key -out tls.crt 2>/dev/null
start_server -c config.yaml --tls-cert tls.crt --tls-key tls.key --reload-interval 50ms
pre_release_is true
is "an exemption is in force" $? 0
meet "$(years 3)"
pre_release_is false
is "three years later it is not" $? 0
has "and the certificate, expired meanwhile, is served: the client decides" "$status" 200
openssl req -x509 "${new_key[@]}" -days 2 -subj /CN=two -keyout two.key -out two.crt 2>/dev/null
cp two.crt tls.crt && cp two.key tls.key
eventually grep -q 'certificate not reloaded' "$log"
is "one that has expired by that clock is not taken" $? 0
meet "$(years -3)"
pre_release_is true
is "the clock goes back, and the exemption is in force again" $? 0
has "and the server answers" "$status" 200
echo '# again' >>config.yaml
eventually grep -q '"configuration reloaded"' "$log"
is "files are looked at whatever the time of day" $? 0
meet ''
eventually grep -q '"certificate reloaded"' "$log"
is "with the right time the new certificate is taken" $? 0
stop_server

finish
