#!/usr/bin/env bash
# Every place of the table of kinds allows a release and denies a candidate, through the server and
# through `check`, with the same message.
#   tests/integration/kinds.sh    prints "ok ..." and "not ok ..."
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

# shellcheck disable=SC2119 # it takes no options here
start_server
"$here/../../scripts/kinds" places |
    python3 "$here/kinds.py" --ask "$address" "$program" >"$work/kinds"
is "the objects are made" "${PIPESTATUS[*]}" "0 0"
cat "$work/kinds"
passed=$((passed + $(grep -c '^ok' "$work/kinds")))
failed=$((failed + $(grep -c '^not ok' "$work/kinds")))
is "every kind has its cases" "$(sed 's/.*ok - //; s/:.*//' "$work/kinds" | grep -v '^#' | sort -u | wc -l)" \
    "$("$here/../../scripts/kinds" places | grep -vP '\t(opaque|exact-names)\t' | cut -f1,2 | sort -u | wc -l)"
stop_server
finish
