#!/usr/bin/env bash
# The HTML report in a real browser: it runs what is ours and nothing else, with pictures for the
# documentation.
#   tests/page.sh [FOLDER]    FOLDER: where the pictures go; without it none are made
set -uo pipefail
pictures=${1:+$(realpath "$1")}
cd "$(dirname "$0")/.." || exit

program=${RELEASE_GATE:-$PWD/build/release/release-gate}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

result() { # STATUS SENTENCE [DETAIL]
    if [ "$1" = 0 ]; then
        echo "ok - $2"
    else
        echo "not ok - $2"
        printf '%s\n' "${3-}" | head -c 2000 | sed 's/^/#   /'
        failures=$((failures + 1))
    fi
}

# It would look for updates and hosts otherwise, which no test should.
browse() { # ARGUMENT...
    timeout 120 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync \
        --hide-scrollbars --user-data-dir="$work/profile" "$@"
}

dump() { # PAGE: the tree after the script, and what the console said
    browse --enable-logging=stderr --dump-dom "file://$1" >"$work/dom" 2>"$work/console"
}

(cd tests/data/page && "$program" check -o html="$work/page.html" .)
dump "$work/page.html"
grep -q '<div id="searching">' "$work/dom"
result $? "the page's own script runs" "$(head -c 500 "$work/dom")"
complaints=$(grep CONSOLE "$work/console")
[ -z "$complaints" ]
result $? "the browser complains of nothing" "$complaints"

# The same page with a script that is not ours: the policy is what stops it, not the escaping.
# shellcheck disable=SC2016 # for sed
sed 's|<main>|<main><script>document.title = "owned"</script><p id="p" style="color: red">|' \
    "$work/page.html" >"$work/owned.html"
dump "$work/owned.html"
! grep -q '<title>owned' "$work/dom"
result $? "a script that got into the page does not run"
[ "$(grep -c 'violates the following Content Security Policy' "$work/console")" = 2 ]
result $? "neither that nor a style of its own is admitted" "$(cat "$work/console")"

take_picture() { # NAME WIDTH HEIGHT [OPTION]
    browse ${4:+"$4"} --window-size="$2,$3" --screenshot="$pictures/$1.png" \
        "file://$work/page.html" 2>"$work/console"
    [ -s "$pictures/$1.png" ]
    result $? "picture $1" "$(cat "$work/console")"
}

if [ -n "$pictures" ]; then
    take_picture html-report-light 1440 1000
    take_picture html-report-dark 1440 1000 --force-dark-mode
    take_picture html-report-narrow-light 390 1000
    take_picture html-report-narrow-dark 390 1000 --force-dark-mode
fi
exit $((failures != 0))
