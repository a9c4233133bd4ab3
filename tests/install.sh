#!/usr/bin/env bash
# What `make install` copies is complete: a program outside the tree compiles against it with
# pkg-config and judges images.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
# The make that runs this has its own jobs and flags.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES
failures=0

check() { # SENTENCE COMMAND...
    local sentence=$1
    shift
    if "$@" >"$root/output" 2>&1; then
        echo "ok - $sentence"
    else
        echo "not ok - $sentence"
        sed 's/^/#   /' "$root/output"
        failures=$((failures + 1))
    fi
}

make_in_root() {
    make "$1" DESTDIR="$root" PREFIX=/usr CC="${CC:-cc}"
}

compile_outside() {
    # The flags are words of their own.
    # shellcheck disable=SC2046
    "${CC:-cc}" -std=gnu11 -Wall -Werror -o "$root/judge_image" tests/install/judge_image.c \
        $(PKG_CONFIG_SYSROOT_DIR=$root PKG_CONFIG_PATH=$root/usr/lib/pkgconfig \
            pkg-config --cflags --libs release-gate)
}

answers() { # WANT ENVIRONMENT IMAGE
    local got
    got=$("$root/judge_image" "$2" "$3")
    [ "$got" = "$1" ] || { echo "$3 in $2: want $1, got $got"; return 1; }
}

the_program_runs() {
    "$root/usr/bin/release-gate" version
}

man_page_reads() {
    grep -q '^\.TH' "$root/usr/share/man/man1/release-gate.1" &&
        grep -q 'serve' "$root/usr/share/man/man1/release-gate.1"
}

nothing_is_left() {
    [ -z "$(find "$root/usr" -type f)" ] || { find "$root/usr" -type f; return 1; }
}

check "make install copies everything" make_in_root install
check "the installed program runs" the_program_runs
check "the man page describes the commands" man_page_reads
check "a program compiles against the installed library" compile_outside
check "it allows a release in production" \
    answers allow production ghcr.io/power-edge/power-edge:v1.2.3
check "it denies a pre-release in production" \
    answers deny production ghcr.io/power-edge/power-edge:v1.2.0-pre.145-abc1234
check "it warns of a commit in test" answers warn test ghcr.io/power-edge/power-edge:abc1234
check "make uninstall leaves nothing" make_in_root uninstall
check "no file of ours stays" nothing_is_left

[ "$failures" = 0 ]
