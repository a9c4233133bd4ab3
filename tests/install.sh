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

commands() {
    "$root/usr/bin/release-gate" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'
}

each_command_has_a_page() {
    local command page
    [ "$(commands | wc -l)" -gt 5 ] || { commands; return 1; }
    for command in $(commands); do
        page=$root/usr/share/man/man1/release-gate-$command.1
        grep -q "release.-gate.-$command .- " "$page" || { echo "$page"; return 1; }
    done
}

# A date is not known, and "User Commands" is what other pages say.
pages_are_clean() {
    ! mandoc -Tlint -W warning "$root"/usr/share/man/man1/*.1 | grep -v 'missing date'
}

kubectl_finds_the_plugin() {
    [ "$("$root/usr/bin/kubectl-release_gate" version)" = "$(the_program_runs)" ]
}

shells_find_their_scripts() {
    grep -q '^complete -F' "$root/usr/share/bash-completion/completions/release-gate" &&
        grep -q '^#compdef release-gate' "$root/usr/share/zsh/site-functions/_release-gate" &&
        grep -q '^complete -c' "$root/usr/share/fish/vendor_completions.d/release-gate.fish"
}

nothing_is_left() {
    [ -z "$(find "$root/usr" ! -type d)" ] || { find "$root/usr" ! -type d; return 1; }
}

check "make install copies everything" make_in_root install
check "the installed program runs" the_program_runs
check "the man page describes the commands" man_page_reads
check "each command has a man page of its own" each_command_has_a_page
check "mandoc finds nothing wrong with the pages" pages_are_clean
check "kubectl finds the program as a plugin" kubectl_finds_the_plugin
check "the shells find their completion scripts" shells_find_their_scripts
check "a program compiles against the installed library" compile_outside
check "it allows a release in production" \
    answers allow production ghcr.io/power-edge/power-edge:v1.2.3
check "it denies a pre-release in production" \
    answers deny production ghcr.io/power-edge/power-edge:v1.2.0-pre.145-abc1234
check "it warns of a commit in test" answers warn test ghcr.io/power-edge/power-edge:abc1234
check "make uninstall leaves nothing" make_in_root uninstall
check "no file of ours stays" nothing_is_left

[ "$failures" = 0 ]
