#!/usr/bin/env bash
# Runs test programs, shows one line for each and all the output of those that fail, and ends with
# "N passed, N failed" (what the programs count, not the programs).
#   tests/run.sh FILE...    a Check program, or a script that prints "ok ..." and "not ok ..."
# Environment: BUILD (the variant's folder, for the logs), RELEASE_GATE (the program), RG_TEST_DATA,
# VALGRIND=yes (run under it), RESULTS (file that gets "passed failed" appended).
set -uo pipefail
cd "$(dirname "$0")/.." || exit

logs=${BUILD:-build/release}/test-logs
mkdir -p "$logs"
jobs=${JOBS:-$(($(nproc) + 1))} # most of them wait for something now and then
valgrind=(valgrind -q --error-exitcode=99 --leak-check=full --num-callers=30)
[ ! -e tests/valgrind.supp ] || valgrind+=("--suppressions=$PWD/tests/valgrind.supp")

# The integration tests start a program by one path: under valgrind that of a wrapper.
if [ "${VALGRIND-}" = yes ]; then
    wrapper=$PWD/$logs/release-gate
    printf '#!/bin/sh\nexec %s %s "$@"\n' "${valgrind[*]}" "$RELEASE_GATE" >"$wrapper"
    chmod +x "$wrapper"
    export RELEASE_GATE=$wrapper
fi

run_one() { # FILE: leaves NAME.log, and NAME.status with the exit status and the seconds
    local log started status=0
    log=$logs/$(basename "$1" .sh)
    started=$EPOCHREALTIME
    case $1 in
    *.sh) "$1" ;;
    *) if [ "${VALGRIND-}" = yes ]; then "${valgrind[@]}" "$1"; else "$1"; fi ;;
    esac >"$log.log" 2>&1 </dev/null || status=$?
    awk -v status="$status" -v from="$started" -v to="$EPOCHREALTIME" \
        'BEGIN { printf "%d %.1f\n", status, to - from }' >"$log.status.new"
    mv "$log.status.new" "$log.status"
}

# They share nothing, so they run side by side; what takes longest, large scripts, begins.
run_all() { # FILE...
    local file scripts=() ordered=()
    for file in "$@"; do case $file in *.sh) scripts+=("$file") ;; esac; done
    [ "${#scripts[@]}" = 0 ] || mapfile -t ordered < <(ls -S "${scripts[@]}")
    for file in "$@"; do case $file in *.sh) ;; *) ordered+=("$file") ;; esac; done
    for file in "${ordered[@]}"; do
        while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n; done
        run_one "$file" &
    done
    wait
}

# Sets `passed` and `failed` from a log. What fails without saying so counts as one failure.
count() { # LOG STATUS
    local checks failures errors
    passed=0 failed=0
    while read -r checks failures errors; do
        passed=$((passed + checks - failures - errors))
        failed=$((failed + failures + errors))
    done < <(sed -n 's/^[0-9]*%: Checks: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\).*/\1 \2 \3/p' "$1")
    passed=$((passed + $(grep -c '^ok\b' "$1")))
    failed=$((failed + $(grep -c '^not ok\b' "$1")))
    if [ "$2" != 0 ] && [ "$failed" = 0 ]; then
        failed=1
    fi
    if [ "$passed" = 0 ] && [ "$failed" = 0 ]; then
        echo "no test was run" >>"$1"
        failed=1
    fi
}

for file in "$@"; do
    rm -f "$logs/$(basename "$file" .sh).status"
done
run_all "$@" &
trap 'kill $(jobs -p) 2>/dev/null' INT TERM

total_passed=0 total_failed=0
for file in "$@"; do
    name=$(basename "$file" .sh)
    log=$logs/$name.log
    until [ -e "$logs/$name.status" ]; do sleep 0.05; done
    read -r status seconds <"$logs/$name.status"
    count "$log" "$status"
    if [ "$failed" = 0 ] && [ "$status" = 0 ]; then
        printf '%-28s %5d passed  %6ss\n' "$name" "$passed" "$seconds"
    else
        printf '%-28s %5d passed %d FAILED (exit %d)  %ss\n' "$name" "$passed" "$failed" "$status" \
            "$seconds"
        sed 's/^/    /' "$log"
    fi
    total_passed=$((total_passed + passed))
    total_failed=$((total_failed + failed))
done

[ -z "${RESULTS-}" ] || echo "$total_passed $total_failed" >>"$RESULTS"
echo "$total_passed passed, $total_failed failed"
[ "$total_failed" = 0 ]
