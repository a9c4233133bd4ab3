#!/usr/bin/env bash
# Runs fuzz targets one after the other, each for so many seconds; what they find is left in the corpus
# folder as crash-*, and the exit status is 1.
#   tests/fuzz/run.sh FOLDER SECONDS [NAME...]    FOLDER has the programs fuzz_NAME
# Environment: CORPUS (default build/fuzz): what a run learnt is where the next one begins.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit

folder=$1 seconds=$2
shift 2
corpus=${CORPUS:-build/fuzz}
# shellcheck source=seeds.sh
. tests/fuzz/seeds.sh

summary() { # LOG
    sed -nE 's/.*(cov: [0-9]+ ft: [0-9]+).*/\1/p' "$1" | tail -n 1
    sed -n 's/^stat::number_of_executed_units: */executions: /p' "$1"
}

status=0
for program in "$folder"/fuzz_*; do
    name=$(basename "$program" | sed 's/^fuzz_//')
    case $name in *.*) continue ;; esac
    case " $* " in
    "  " | *" $name "*) ;;
    *) continue ;;
    esac
    mkdir -p "$corpus/$name/seeds" "$corpus/$name/learnt"
    seeds "$name" "$corpus/$name/seeds"
    # A minute: the time is that of the clock, and others use the machine too.
    if "$program" -max_total_time="$seconds" -dict=tests/fuzz/release-gate.dict \
        -artifact_prefix="$corpus/$name/" -timeout=60 -rss_limit_mb=4096 -print_final_stats=1 \
        "$corpus/$name/learnt" "$corpus/$name/seeds" >"$corpus/$name/log" 2>&1; then
        echo "ok - fuzz $name for $seconds s: $(summary "$corpus/$name/log" | paste -sd' ')"
    else
        echo "not ok - fuzz $name: $(grep -m1 -E 'ERROR|not true|SUMMARY' "$corpus/$name/log")"
        grep -E 'Test unit written' "$corpus/$name/log" | sed 's/^/#   /'
        status=1
    fi
done
exit "$status"
