#!/usr/bin/env bash
# The command line: help, configuration, exit statuses.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

unset "${!RELEASE_GATE_@}"
cd "$work" || exit

# Sets `exit_status`, `out` and `complaint`.
run() {
    "$program" "$@" >out 2>complaint </dev/null
    exit_status=$?
    out=$(cat out)
    complaint=$(cat complaint)
}

# ---- Help.

run
is "alone it shows its help" "$exit_status" 0
has "with the commands" "$out" "serve"
for words in serve config 'config validate' 'config view' 'config schema' 'config init' completion version help; do
    # shellcheck disable=SC2086 # several words
    run $words --help
    help=$out
    is "$words has help" "$exit_status" 0
    has "$words shows how it is used" "$help" "Usage: release-gate $words"
    # shellcheck disable=SC2086
    run help $words
    is "help $words is the same" "$out" "$help"
done
run check -o nothing .
formats=${complaint##*there are }
for words in check audit; do
    run help "$words"
    has "$words: the help names every format" "$out" "${formats%, *}"
    has "$words: and the last" "$out" "or ${formats##*, }, and where to"
done
run serve --help
for flag in --listen --tls-cert --max-request-bytes --config; do
    has "serve knows $flag" "$out" "$flag"
done
run help --man
has "the manual page is roff" "$out" ".SH EXIT STATUS"
run help --man config validate
has "a command has one of its own" "$out" "release\\-gate\\-config validate"
run help nothing
is "there is no help for what is not there" "$exit_status" 2

# ---- Mistakes are pointed out, with status 2.

mistaken() { # COMPLAINT WORD...
    local want=$1
    shift
    run "$@"
    is "$*: status 2" "$exit_status" 2
    has "$*: says why" "$complaint" "$want"
    is "$*: nothing on standard output" "$out" ""
}
mistaken 'unknown command "serv"; did you mean "serve"?' serv
mistaken 'unknown command "vew"; did you mean "view"?' config vew
mistaken 'did you mean --listen?' serve --lisen :1
mistaken 'option --listen needs a value' serve --listen
mistaken 'unexpected argument "x"' serve x
mistaken 'unknown option -x' version -x
mistaken '--threads' serve --threads many
mistaken 'absent.yaml: No such file' serve --config absent.yaml
mistaken 'absent.yaml: No such file' config validate -c absent.yaml
mistaken '.: Is a directory' config view -c .
mistaken 'unknown output format "xml"' version -o xml

# ---- Versions.

run version
has "the version comes first" "$(head -n 1 out)" "release-gate "
run version -o json
is "as JSON too" "$(jq -r '.version, (.libraries | has("OpenSSL"))' out | tail -n 1)" true

# ---- Configuration.

run config init
cp out example.yaml
run config validate -c example.yaml
is "the example is valid" "$exit_status $out" "0 example.yaml: valid"
run config validate
is "so is none at all" "$exit_status" 0
run config init -o example.yaml
is "init never overwrites" "$exit_status" 2
has "and says so" "$complaint" "example.yaml: File exists"
run config init -o new.yaml
is "init writes a new file" "$exit_status $(cmp new.yaml example.yaml && echo same)" "0 same"
run config schema
is "the schema is JSON" "$(jq -r 'has("$schema")' out)" true
run config view --threads 7
cp out view.yaml
has "view shows what holds" "$out" "threads: 7"
run config view -c view.yaml
is "view reads back to the same" "$out" "$(cat view.yaml)"

printf 'apiVersion: release-gate.power-edge.io/v1\nkind: Configuration\nservr: {}\nlogging: {level: loud}\n' \
    >wrong.yaml
run config validate -c wrong.yaml
is "a wrong file has status 2" "$exit_status" 2
has "each error has its place" "$complaint" "wrong.yaml:3:1: "
has "all errors are shown" "$complaint" "wrong.yaml:4:"
is "a wrong file is not valid on standard output" "$out" ""
RELEASE_GATE_CONFIG=wrong.yaml run config validate
has "a variable names the file" "$complaint" "wrong.yaml:3:1: "
RELEASE_GATE_SERVER_THREADS=x run config validate
has "a wrong variable is named" "$complaint" RELEASE_GATE_SERVER_THREADS

# ---- A full disk is noticed.

if [ -w /dev/full ]; then
    for words in '' version 'config schema' 'config view' 'serve --help' 'help --man' 'config validate'; do
        # shellcheck disable=SC2086
        "$program" $words >/dev/full 2>complaint
        is "\"$words\" into a full disk has status 5" $? 5
        has "\"$words\" into a full disk complains" "$(cat complaint)" "cannot write to standard output"
    done
fi

finish
