#!/usr/bin/env bash
# Are the golden reports what other programs take them for? Asks a JSON Schema validator, a YAML
# reader, xmllint and perl's TAP::Parser, and holds every format against the JSON report.
#   tests/schemas/validate.sh [FOLDER]    by default tests/data/reports
set -uo pipefail
cd "$(dirname "$0")/../.." || exit

reports=${1:-tests/data/reports}
schemas=tests/schemas
failures=0

result() { # STATUS SENTENCE [OUTPUT]
    if [ "$1" = 0 ]; then
        echo "ok - $2"
    else
        echo "not ok - $2"
        printf '%s\n' "${3-}" | sed 's/^/#   /'
        failures=$((failures + 1))
    fi
}

expect() { # SENTENCE COMMAND...
    local sentence=$1 output
    shift
    output=$("$@" 2>&1)
    result $? "$sentence" "$output"
}

# "plan failed": what TAP::Parser counts, and no complaint of its own. It knows versions up to 13,
# of which 14 is an extension.
tap_counts() { # FILE
    sed '1s/14$/13/' "$1" | perl -MTAP::Parser -e '
        my $parser = TAP::Parser->new({tap => do { local $/; <STDIN> }});
        $parser->run;
        print join("\n", $parser->parse_errors) and exit 1 if $parser->parse_errors;
        printf "%d %d\n", scalar $parser->passed + $parser->failed, scalar $parser->failed;'
}

tap_agrees() { # FILE: with the number of points and failures that it shows
    local want
    want="$(grep -cE '^(not )?ok ' "$1") $(grep -c '^not ok ' "$1")"
    [ "$(tap_counts "$1")" = "$want" ] || {
        echo "want $want, got $(tap_counts "$1")"
        return 1
    }
}

for file in "$reports"/junit/*.xml; do
    expect "$file is JUnit XML" xmllint --noout --nonet --schema "$schemas/junit.xsd" "$file"
done
for file in "$reports"/tap/*.tap; do
    expect "$file is TAP" tap_agrees "$file"
done
# Debian's modules are those of its own interpreter, which need not be the first in PATH.
/usr/bin/python3 "$schemas/validate.py" "$reports" "$schemas" || failures=$((failures + 1))

[ "$failures" = 0 ]
