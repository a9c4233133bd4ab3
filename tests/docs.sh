#!/usr/bin/env bash
# What the documentation shows is what the program does.
#   tests/docs.sh    Environment: BUILD (with tests/unit/confusion), RELEASE_GATE (the program)
set -uo pipefail
cd "$(dirname "$0")/.." || exit

build=${BUILD:-build/release}
program=${RELEASE_GATE:-$build/release-gate}
failures=0

same() { # SENTENCE DOCUMENTED ACTUAL
    if [ -n "$2" ] && [ "$2" = "$3" ]; then
        echo "ok - $1"
    else
        echo "not ok - $1"
        diff <(printf '%s\n' "$2") <(printf '%s\n' "$3") | sed 's/^/#   /'
        failures=$((failures + 1))
    fi
}

between() { # FILE NAME
    sed -n "/<!-- $2: begin -->/,/<!-- $2: end -->/p" "$1" | sed '1d;$d'
}

# README.md: class, examples, dev, test, production; the first example of each row is asked.
documented_actions() {
    # shellcheck disable=SC2016 # a backquote, not a command
    sed -n 's/\*\*//g; s/^| [a-z-]* | `\([^`]*\)`[^|]*| \([a-z]*\) | \([a-z]*\) | \([a-z]*\) |$/\1\t\2 \3 \4/p' \
        README.md
}

# An example is a tag, but for the digest, whose reference it is.
reference_of() { # EXAMPLE
    case $1 in
    *@sha256:*) echo "app@sha256:$(printf '%064d' 0)" ;;
    app:*) echo "$1" ;;
    *) echo "app:$1" ;;
    esac
}

actual_actions() {
    local example actions
    while IFS=$'\t' read -r example actions; do
        actions=$("$program" explain -o json "$(reference_of "$example")" |
            jq -r '.[0].environments | "\(.dev) \(.test) \(.production)"')
        printf '%s\t%s\n' "$example" "$actions"
    done < <(documented_actions)
}

# docs/logging.md: message and level of each line that the server writes.
documented_lines() {
    # shellcheck disable=SC2016 # backquotes, not commands
    sed -n 's/^| `\([^`]*\)` | \([a-z]*\) | .*/\1\t\2/p' docs/logging.md | grep -v '^msg' | sort -u
}

actual_lines() {
    perl -0777 -ne 'print "$2\t$1\n" while /\blog_(error|warn|info|debug)\(\s*"([^"]*)"/g' \
        src/server/*.c src/authority/*.c src/cluster/*.c src/command/serve.c | sort -u
}

same "docs/logging.md has a row for each line that the server writes" \
    "$(documented_lines)" "$(actual_lines)"
same "docs/classification.md shows the confusion as measured" \
    "$(between docs/classification.md confusion)" "$("$build"/tests/unit/confusion 2>/dev/null)"
same "README.md shows what each class may do" "$(documented_actions)" "$(actual_actions)"
same "README.md has a row for each class" "$(documented_actions | wc -l)" 9
same "docs/kinds.md is what scripts/kinds makes of the table of kinds" \
    "$(cat docs/kinds.md)" "$(scripts/kinds docs)"

# docs/threat-model.md: each proof is a file and something that stands in it.
missing_proofs() {
    local file part
    while IFS=$'\t' read -r file part; do
        grep -qF -- "$part" "docs/$file" 2>/dev/null || echo "$file has no \"$part\""
    done < <(grep -oE '\]\([^)]*\) "[^"]*"' docs/threat-model.md | sed -E 's/^\]\(([^)]*)\) "(.*)"$/\1\t\2/')
}

same "each row of docs/threat-model.md has its proof" \
    "$(grep -cE '^\| .*\]\([^)]*\) "[^"]+" \|$' docs/threat-model.md) rows, missing: " \
    "$(grep -cE '^\| [^|]+ \| [^|]+ \| \[' docs/threat-model.md) rows, missing: $(missing_proofs)"
same "the rules of the chart are what scripts/kinds makes of it" \
    "$(cat charts/release-gate/templates/_kinds.tpl)" "$(scripts/kinds rules)"
exit $((failures != 0))
