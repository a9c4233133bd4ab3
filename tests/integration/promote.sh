#!/usr/bin/env bash
# `release-gate promote` in a real repository: where the tags come from, what the exit status says.
#   tests/integration/promote.sh    Environment: RELEASE_GATE (the program)
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

promote() { # [OPTION...]: sets `exit_status`, `output` and `complaints`
    output=$("$program" promote "$@" 2>"$work/complaints")
    exit_status=$?
    complaints=$(<"$work/complaints")
}

mkdir "$work/repository"
cd "$work/repository" || exit
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
git init --quiet .
git -c user.name=test -c user.email=test@example.org commit --quiet --allow-empty -m "a build"

promote --from v1.2.0-pre.145+abc1234 --to v1.3.0
is "without a tag there is nothing to look at" "$exit_status" 3
has "and it says how to get them" "$complaints" "git fetch --tags"
is "nothing is printed then" "$output" ""

git tag v1.2.3
git tag v1.2.0-pre.145+abc1234
promote --from v1.2.0-pre.145+abc1234 --to v1.3.0
is "a step from the latest release is taken" "$exit_status" 0
has "it says so" "$output" "v1.2.0-pre.145+abc1234 to v1.3.0: may be released"
has "and where the tags came from" "$output" "2, from git tag --list"

promote --from v1.2.0-pre.145+abc1234 --to v1.5.0 -o json
is "two steps are refused" "$exit_status" 1
is "with what would do, for a program too" "$(jq -c .next <<<"$output")" '["v1.2.4","v1.3.0","v2.0.0"]'
is "with the reason" "$(jq -r '.problems[0].code' <<<"$output")" not-one-step

git tag --list | promote --from v1.2.3-pre.1 --to v1.3.0 --tags - -o json
is "tags come from standard input" "$(jq -r .tags.count <<<"$output")" 2
is "a pre-release that is not there is refused" "$(jq -r '.problems[0].code' <<<"$output")" no-such-tag

git ls-remote --tags . >"$work/tags"
promote --from v1.2.0-pre.145-abc1234 --to v1.3.0 --tags "$work/tags" -o json
is "tags come from a file, as git ls-remote prints them" "$(jq -r .source <<<"$output")" v1.2.0-pre.145+abc1234

promote --from $'v1.0.0\e[31m' --to v1.3.0
is "what is no version is refused" "$exit_status" 1
is "and shown without its escape sequence" "$(grep -c $'\e' <<<"$output")" 0

promote --from v1.2.0-pre.145+abc1234
is "both names are needed" "$exit_status" 2
promote --from v1.2.0-pre.145+abc1234 --to v1.3.0 -o xml
is "there are two formats" "$exit_status" 2
promote --from v1.2.0-pre.145+abc1234 --to v1.3.0 --tags "$work/nothing"
is "a file that cannot be read" "$exit_status" 3
has "is named" "$complaints" "$work/nothing"

cd "$work" || exit
GIT_CEILING_DIRECTORIES=$(dirname "$work") promote --from v1.2.0-pre.145+abc1234 --to v1.3.0
is "where there is no repository, there are no tags" "$exit_status" 3
has "which git is said to have found" "$complaints" "git tag --list ended with status 128"

finish
