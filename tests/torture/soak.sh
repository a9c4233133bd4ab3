#!/usr/bin/env bash
# Millions of reviews: memory and descriptors stay as they were after the first tenth.
#   tests/torture/soak.sh    Environment: RELEASE_GATE, REVIEWS (20000), CONNECTIONS (8)
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/../integration/lib.sh"

reviews_wanted=${REVIEWS:-20000}
start_server --threads 2
cat >"$work/post.lua" <<LUA
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local bodies = {}
for name in io.popen("ls $reviews/*.json"):lines() do
    bodies[#bodies + 1] = io.open(name):read("*a")
end
local at = 0
request = function()
    at = at % #bodies + 1
    return wrk.format("POST", "/validate/production", nil, bodies[at])
end
LUA

answered() {
    curl -s "http://$plain/metrics" | awk '/^release_gate_reviews_total/ { sum += $NF } END { printf "%d\n", sum }'
}
resident_kib() {
    sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$server/status"
}
open_files() {
    find "/proc/$server/fd" -mindepth 1 | wc -l
}
load_until() { # COUNT
    while [ "$(answered)" -lt "$1" ]; do
        wrk -t 1 -c "${CONNECTIONS:-8}" -d 5s --timeout 20s -s "$work/post.lua" "https://$address" >"$work/wrk" 2>&1
        ! grep -E 'Non-2xx|Socket errors' "$work/wrk" || failures=$((failures + 1))
    done
}

failures=0
descriptors=$(open_files)
load_until $((reviews_wanted / 10))
first=$(answered) early=$(resident_kib)
load_until "$reviews_wanted"
last=$(answered) late=$(resident_kib)
is "nothing fails" "$failures" 0
is "from $first to $last reviews memory grows by less than 1 % ($early to $late KiB)" \
    $((late * 100 < early * 101)) 1
closed() { [ "$(open_files)" -le "$descriptors" ]; }
eventually closed
is "no descriptor is left open" $? 0
stop_server
finish
