#!/usr/bin/env bash
# The rules of docs/architecture.md, checked: who includes whom, what the library calls, how long
# files and functions are.
#   tests/architecture.sh    Environment: BUILD, the folder with librelease-gate.a
set -uo pipefail
cd "$(dirname "$0")/.." || exit

library=${BUILD:-build/release}/librelease-gate.a
max_source_lines=400
max_body_lines=60
failures=0

# Reports one rule: passed if nothing was found to break it.
rule() { # SENTENCE OFFENDERS
    if [ -z "$2" ]; then
        echo "ok - $1"
    else
        echo "not ok - $1"
        printf '%s\n' "$2" | sed 's/^/#   /'
        failures=$((failures + 1))
    fi
}

# ---- A folder includes only from the folders that the table names beside it.

# Each folder, then those that it may use.
layers() {
    # shellcheck disable=SC2016 # the table's backquotes
    sed -n 's/^| `\([a-z0-9]*\)` | \([^|]*\) |.*/\1 \2/p' docs/architecture.md |
        awk '{ gsub(/,|–/, ""); sub(/ all of them/, above); print; above = above " " $1 }'
}

# Data flows one way only if nobody may use what comes after it.
rows_out_of_order() {
    layers | awk '{ if (seen[$1]++) print $1 " has two rows"
                    for (i = 2; i <= NF; i++) if (!($i in seen)) print $1 " may use " $i ", which is not above it" }'
}

wrong_includes() {
    local folder allowed file used
    while read -r folder allowed; do
        for file in src/"$folder"/*.[ch] include/release-gate/"$folder"/*.h; do
            [ -e "$file" ] || continue
            while read -r used; do
                case " $folder $allowed " in
                *" $used "*) ;;
                *) echo "$file: $folder must not include from $used" ;;
                esac
            done < <(sed -n 's|^#include "\([a-z0-9]*\)/.*|\1|p' "$file" | sort -u)
        done
    done < <(layers)
}

folders_without_rank() {
    local path
    for path in src/*/ include/release-gate/*/; do
        layers | grep -q "^$(basename "$path")\b" || echo "$path has no row in docs/architecture.md"
    done
}

# A private header belongs to its folder; main.c is part of the command line.
foreign_private_includes() {
    local file used
    for file in src/*/*.[ch] src/*.c; do
        [ -e "$file" ] || continue
        while read -r used; do
            if [ ! -e "include/release-gate/$used" ] &&
                [ "$(dirname "$used")" != "$(basename "$(dirname "$file")")" ] &&
                [ "$file: $(dirname "$used")" != "src/main.c: command" ]; then
                echo "$file: $used is private to $(dirname "$used")"
            fi
        done < <(sed -n 's|^#include "\([a-z]*/[a-z0-9_]*\.h\)".*|\1|p' "$file")
    done
}

rule "every folder has one row, and may use only what is above it" "$(rows_out_of_order)"
rule "every folder includes only what its row names" "$(wrong_includes)"
rule "the table has every folder" "$(folders_without_rank)"
rule "no folder includes another's private header" "$(foreign_private_includes)"

# ---- The library calls no input or output, no clock, no environment, and of the locale only what
# makes a thread independent of it.

allowed_calls='^(json_object_[a-z0-9_]+|json_c_[a-z_]+|json_tokener_[a-z_]+|array_list_[a-z_]+'
allowed_calls+='|lh_[a-z_]+|pcre2_[a-z_]+_8|yaml_[a-z_]+'
allowed_calls+='|mem(chr|cmp|cpy|mem|move|rchr|set)|str(chr|cmp|cspn|len|ncmp|nlen|pbrk|rchr|spn|str|dup|to[dfl])'
allowed_calls+='|malloc|calloc|realloc|reallocarray|free|qsort|bsearch|v?snprintf|abort'
allowed_calls+='|trunc|newlocale|uselocale|freelocale|inet_pton'
allowed_calls+='|__(mem|str|v?sn)[a-z]+_chk|__stack_chk_fail|__assert_fail|__errno_location'
allowed_calls+='|__isoc99_[a-z]+|_GLOBAL_OFFSET_TABLE_)$'

forbidden_calls() {
    comm -23 \
        <(nm -u "$library" 2>/dev/null | awk '$1 == "U" { print $2 }' | sort -u) \
        <(nm --defined-only "$library" 2>/dev/null | awk 'NF == 3 { print $3 }' | sort -u) |
        grep -vE "$allowed_calls"
}

# `nothing` is what arena_take gives for 0 bytes: an address, never read and never written.
changing_globals() {
    nm -f sysv --defined-only "$library" 2>/dev/null |
        awk -F'|' '$7 ~ /^ *(\.data|\.bss|\*COM\*)( |$)/ && $1 !~ /^nothing / { print $1 }'
}

if [ -e "$library" ]; then
    rule "the library calls nothing of the outside world" "$(forbidden_calls)"
    rule "the library has no global that changes" "$(changing_globals)"
else
    rule "the library is built" "$library is missing"
fi

# ---- Sizes and words.

long_sources() {
    wc -l src/*.c src/*/*.[ch] include/release-gate/*/*.h 2>/dev/null |
        awk -v max="$max_source_lines" '$2 != "total" && $1 > max { print $2 ": " $1 " lines" }'
}

# From the brace in the first column to the next one.
long_functions() {
    awk -v max="$max_body_lines" '
        FNR == 1 { start = 0 }
        /^{/ { start = FNR }
        /^}/ && start {
            if (FNR - start - 1 > max) print FILENAME ":" start ": " FNR - start - 1 " lines"
            start = 0
        }' src/*/*.c
}

code() {
    git ls-files -co --exclude-standard -- src include tests scripts demo certs Makefile .ci 2>/dev/null |
        grep -v -e '^tests/data/' -e '^tests/architecture\.sh$'
}

rule "no source is longer than $max_source_lines lines" "$(long_sources)"
rule "no function body is longer than $max_body_lines lines" "$(long_functions)"
rule "no work is left for later in a comment" \
    "$(code | tr '\n' '\0' | xargs -0 grep -nE '^[^"]*(/\*|//|#) *(TODO|FIXME|XXX|HACK)\b' 2>/dev/null)"
rule "no file is a drawer for everything" \
    "$(code | grep -E '/(util|utils|common|helper|helpers|misc)(\.[ch]|/)')"

[ "$failures" = 0 ]
