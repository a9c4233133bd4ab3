#!/usr/bin/env bash
# The gate with next to nothing: read-only root, nobody's user, no capability, few system calls, 64 MiB.
#   tests/torture/lockdown.sh    as root; Environment: BUILD, RELEASE_GATE, CONNECTIONS (200), REVIEWS (2000)
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/../integration/lib.sh"

group=/sys/fs/cgroup/memory/release-gate-torture.$$
real=$program
"$here/../../${BUILD:-build/release}/tests/torture/system_calls" >"$work/filter"
chmod 755 "$work"

if mkdir "$group" 2>/dev/null && echo $((64 << 20)) >"$group/memory.limit_in_bytes"; then
    limit="a control group"
else
    limit="no control group: not limited"
fi

cat >"$work/locked" <<SCRIPT
#!/bin/sh
[ ! -d "$group" ] || echo \$\$ >"$group/cgroup.procs"
exec bwrap --ro-bind / / --dev /dev --proc /proc --unshare-user --unshare-ipc --unshare-pid --unshare-uts \\
    --uid 65532 --gid 65532 --cap-drop ALL --new-session --die-with-parent \\
    --seccomp 9 9<"$work/filter" "$real" "\$@"
SCRIPT
chmod +x "$work/locked"
program=$work/locked

start_server --max-connections 1000
gate=$(pgrep -f "^$real serve.*--max-connections 1000" | tail -n 1)
is "it serves with a read-only root, no rights and few system calls" "$([ -n "$address" ] && echo yes)" yes
is "nobody's capabilities" "$(sed -n 's/^CapEff:\t//p' "/proc/$gate/status")" 0000000000000000
is "a filter of system calls is in force" "$(sed -n 's/^Seccomp:\t//p' "/proc/$gate/status")" 2
post /validate/production "$reviews/001-CREATE-deployments.json"
is "a release is allowed" "$(body .response.allowed)" true
post /validate/production "$reviews/011-UPDATE-deployments.json"
is "a pre-release is denied" "$(body .response.allowed)" false

printf 'wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\nlocal f = io.open("%s")\nwrk.body = f:read("*a")\n' \
    "$reviews/011-UPDATE-deployments.json" >"$work/post.lua"
wrk -t 2 -c "${CONNECTIONS:-200}" -d "${SECONDS_OF_LOAD:-5}s" --timeout 20s -s "$work/post.lua" \
    "https://$address/validate/production" >"$work/wrk" 2>&1
is "under load nothing fails" "$(grep -cE 'Non-2xx|Socket errors: connect [1-9]' "$work/wrk")" 0
still_answers
is "with the system calls that it needs and no others" "$(kill -0 "$gate" && echo alive)" alive
echo "# $(grep -E 'requests in' "$work/wrk"); ${CONNECTIONS:-200} connections"
echo "# memory at most $(($(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$gate/status") / 1024)) MiB resident; limit of 64 MiB by $limit," \
    "reached $(cat "$group/memory.failcnt" 2>/dev/null || echo -) times"
kill -TERM "$gate"
wait_for_server
is "and it ends in order" "$exit_status" 0
rmdir "$group" 2>/dev/null
finish
