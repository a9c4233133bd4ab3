#!/usr/bin/env bash
# Millions of reviews: memory and descriptors stay as they were after the first tenth.
#   tests/torture/soak.sh    Environment: RELEASE_GATE, REVIEWS (100000), CONNECTIONS (8)
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/../integration/lib.sh"

wanted=${REVIEWS:-100000} connections=${CONNECTIONS:-8}
# What a library keeps for later is there after some ten thousand reviews only.
growth=5 slice=1s
[ "$wanted" -lt 1000000 ] || growth=1 slice=10s
start_server --threads 2

answered() {
    curl -s "http://$plain/metrics" | awk '/^release_gate_reviews_total/ { sum += $NF } END { printf "%d\n", sum }'
}
resident_kib() {
    sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$server/status"
}
open_files() {
    find "/proc/$server/fd" -mindepth 1 | wc -l
}
load() { # CONNECTIONS
    BODIES=$(echo "$reviews"/*.json) wrk -t 1 -c "$1" -d "$slice" --timeout 20s \
        -s "$here/../torture/post.lua" "https://$address/validate/production" >"$work/wrk" 2>&1
    grep -q ', 0 failed' "$work/wrk" || failures=$((failures + 1))
}
load_until() { # COUNT
    while [ "$failures" = 0 ] && [ "$(answered)" -lt "$1" ]; do load "$connections"; done
}

# How much is needed at most depends on how many requests happen to meet: a peak first, so that later ones,
# which come by chance, are none.
failures=0
descriptors=$(open_files)
started=$SECONDS
load $((connections * 4))
load_until $((wanted / 10))
first=$(answered) early=$(resident_kib)
load_until "$wanted"
last=$(answered) late=$(resident_kib)
taken=$((SECONDS - started))
is "nothing fails" "$failures" 0
echo "# $((last / (taken > 0 ? taken : 1))) reviews a second; the last load: $(tail -n 1 "$work/wrk")"
echo "# $early KiB after $first reviews, $late KiB after $last:" \
    "$(awk -v a="$early" -v b="$late" 'BEGIN { printf "%+.2f %%", (b - a) * 100 / a }')"
is "memory grows by less than $growth %" $((late * 100 < early * (100 + growth))) 1
closed() { [ "$(open_files)" -le "$descriptors" ]; }
eventually closed
is "no descriptor is left open" $? 0

# Many large ones at once, beyond the limit of all bodies together, too.
"$here/../bench/review.py" 1000000 >"$work/large.json"
BODIES=$work/large.json wrk -t 1 -c 128 -d 3s --timeout 20s -s "$here/../torture/post.lua" \
    "https://$address/validate/production" >"$work/wrk" 2>&1
peak=$(resident_kib)
gave_back() { [ "$(resident_kib)" -lt $((late + 4096)) ]; }
eventually gave_back
is "what large requests took is given back" $? 0
echo "# $peak KiB after reviews of 1 MB on 128 connections, $(resident_kib) KiB soon after"
stop_server
finish
