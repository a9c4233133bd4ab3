#!/usr/bin/env bash
# Every fuzz target over its seeds and over what was found before, without a fuzzer.
#   tests/fuzz/replay.sh    prints "ok ..." and "not ok ..."; environment: BUILD
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
# shellcheck source=seeds.sh
. tests/fuzz/seeds.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

for program in "${BUILD:-build/release}"/tests/fuzz/replay_*; do
    name=$(basename "$program" | sed 's/^replay_//')
    mkdir "$work/$name"
    seeds "$name" "$work/$name"
    if output=$(find "$work/$name" -type f -print0 | sort -z | xargs -0 -n 500 "$program" 2>&1); then
        echo "ok - $name takes its $(find "$work/$name" -type f | wc -l) seeds"
    else
        echo "not ok - $name fails"
        printf '%s\n' "$output" | tail -n 30 | sed 's/^/#   /'
        failed=1
    fi
done
exit "$failed"
