#!/usr/bin/env bash
# Denials as Events: written beside the answers, counted where they are equal, never in their way.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

unset "${!RELEASE_GATE_@}"
cd "$work" || exit
patience=10
cat >config.yaml <<YAML
apiVersion: release-gate.power-edge.io/v1
kind: Configuration
events: {enabled: true, kubeconfig: $work/lists.kubeconfig}
message: {help: "ask #platform: $(printf 'ü%.0s' $(seq 600))"}
YAML

value() { # RESULT
    curl --silent --max-time "$patience" "http://$plain/metrics" |
        sed -n "s/^release_gate_events_total{result=\"$1\"} //p"
}

has_value() { # RESULT VALUE
    [ "$(value "$1")" = "$2" ]
}

has_written() { # NUMBER
    [ "$(value written)" -ge "$1" ]
}

events() { # JQ-FILTER
    curl --silent "$(cat lists.address)/events" | jq -r "$1"
}

# However often a slow machine had the time to write their counts.
has_events() { # NUMBER
    [ "$(events '.events | length')" = "$1" ]
}

# What is denied, by name: a line for each.
denied() { # NAME-AS-JQ [JQ-FILTER]
    jq -c "($1) as \$name | .request.dryRun = false | .request.name = \$name |
        .request.object.metadata.name = \$name |
        .request.object.spec.template.spec.containers[].image = \"app:main\" | ${2-.}" \
        "$reviews/001-CREATE-deployments.json"
}

deny() { # NAME [JQ-FILTER]
    denied "\"$1\"" "${2-.}" >denied.json
    post /validate/production denied.json
}

# All on one connection: a process for each would take longer than the server does for all.
deny_many() { # COUNT
    denied "range($1) | \"web-\(.)\"" | awk '{
        printf "POST /validate/production HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        printf "Content-Length: %d\r\n\r\n%s", length($0), $0
    }' | raw 1 | grep -o 'HTTP/1.1 200' | wc -l
}

serve_lists
start_server -c config.yaml
deny web
is "a denial is answered" "$(jq '.response.allowed' "$work/body")" false
if eventually has_value written 1; then ok "its Event is written"; else not_ok "its Event is written" "$(cat "$log")"; fi
is "what kubectl shows" "$(events '.events[0] | [.type, .reason, .source.component, .count, .involvedObject] | tojson')" \
    '["Warning","ImageDenied","release-gate",1,{"kind":"Deployment","name":"web","apiVersion":"apps/v1","namespace":"production"}]'
has "with what the denial says" "$(events '.events[0].message')" \
    'production accepts full releases only: Deployment production/web container "power-edge" image "app:main"'
is "in as many bytes as an Event may have, and whole characters" \
    "$(events '.events[0].message | [(utf8bytelength > 1015 and utf8bytelength < 1024), endswith("ü...")] | tojson')" '[true,true]'
is "in the namespace of the object" "$(events '.requests[0].path')" /api/v1/namespaces/production/events

for _ in $(seq 9); do deny web; done
for i in 1 2 3; do
    deny "web-$i" '.request |= (del(.name) | .object.metadata.generateName = "web-")'
done
deny web '.request.dryRun = true'
deny web '.request.object.spec.template.spec.containers[].image = "app:v1.0.0"'
deny web '.request |= (del(.name) | del(.object.metadata.name) | .object.metadata.generateName = "web-")'
if eventually has_events 2; then ok "what has no name yet"; else not_ok "what has no name yet"; fi
is "is told of its namespace" "$(events '.events[1].involvedObject | tojson')" \
    '{"kind":"Namespace","name":"production","apiVersion":"v1","namespace":"production"}'
deny web '.request |= (del(.namespace) | del(.object.metadata.namespace))'
if eventually has_events 3; then ok "what stands in no namespace"; else not_ok "what stands in no namespace"; fi
is "is told in default" "$(events '[.requests[] | select(.method == "POST")][2].path')" /api/v1/namespaces/default/events
for name in ../pods 'x/../../y' 'x?y='; do deny web ".request.namespace = \"$name\""; done
is "a namespace that is none leads to no path" "$(jq .response.allowed "$work/body") $(value dropped)" "false 3"
stop_server
is "equal denials are one Event with their number, neither dry runs nor admissions count, the end waits for it" \
    "$(events '[.events[].count] | tojson') $(events '.requests | length < 10')" "[10,4,1] true"
has "what has no name is called by what it would begin with" "$(events '.events[1].message')" "Deployment production/web-* "
is "only what changes is sent then" "$(events '[.requests[] | select(.method == "PATCH")][-1] | [.method, .type, (.body | keys)] | tojson')" \
    '["PATCH","application/merge-patch+json",["count","lastTimestamp"]]'

# Too many: a burst, then slowly; the rest is counted.
serve_lists
log=$work/burst.log
start_server -c config.yaml
is "many denials are answered" "$(deny_many 400)" 400
if eventually has_written 25; then ok "a burst is written"; else not_ok "a burst is written"; fi
written=$(value written)
is "the rate is bounded" "$([ "$written" -le $((26 + SECONDS)) ] && echo yes)" yes
is "what there is no room for is counted" "$([ "$(value dropped)" -ge $((400 - 128 - written)) ] && echo yes)" yes
stop_server

# An Event does not live for ever.
serve_lists
log=$work/gone.log
start_server -c config.yaml
deny web
eventually has_value written 1
curl --silent --output /dev/null -X DELETE "$(cat lists.address)/events"
deny web
deny web
stop_server
is "one that is gone is made anew, with what was not told yet" \
    "$(events '[.requests[].method] | join(" ")') $(events '[.events[].count] | tojson')" "POST PATCH POST [2]"

# One whose making was never answered is there all the same.
serve_lists --lose-event
log=$work/lost.log
start_server -c config.yaml
deny web
if eventually has_value failed 1; then ok "a lost answer is a failure"; else not_ok "a lost answer is a failure"; fi
deny web
stop_server
is "the Event is counted on" "$(events '[.requests[].method] | join(" ")') $(events '[.events[].count] | tojson')" \
    "POST POST PATCH [2]"

# An API server that hangs, refuses or is not there is no matter of the answers.
serve_lists --event-delay 20
log=$work/hang.log
start_server -c config.yaml
deny web
begin=$(date +%s%N)
is "answers do not wait for it" "$(deny_many 20) $([ $(($(date +%s%N) - begin)) -lt 10000000000 ] && echo yes)" "20 yes"
begin=$(date +%s%N)
stop_server
is "nor does the end for long" "$([ $(($(date +%s%N) - begin)) -lt 8000000000 ] && echo yes)" yes

serve_lists --forbid events
log=$work/forbidden.log
start_server -c config.yaml
deny web
if eventually has_value failed 1; then ok "a refusal is counted"; else not_ok "a refusal is counted"; fi
has "and logged" "$(grep '"event not written"' "$log")" 'events is forbidden'
stop_server

sed -i 's/lists\.kubeconfig/none/' config.yaml
log=$work/none.log
start_server -c config.yaml
deny web
is "without a cluster it serves all the same" "$status" 200
is "and says why there are no events" "$(grep -c 'there are no events' "$log")" 1
stop_server

finish
