#!/usr/bin/env bash
# release-gate check: what it finds, where it writes, what its exit status says.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

unset "${!RELEASE_GATE_@}" GITHUB_STEP_SUMMARY NO_COLOR
data=$here/../data
cd "$work" || exit

# Sets `exit_status`, `out` and `complaint`. INPUT is the file for standard input.
run() {
    "$program" check "$@" >out 2>complaint <"${INPUT:-/dev/null}"
    exit_status=$?
    out=$(cat out)
    complaint=$(cat complaint)
}

status_is() { # SENTENCE WANT
    is "$1: status $2" "$exit_status" "$2"
}

manifest() { # NAME IMAGE [NAMESPACE]
    printf 'apiVersion: v1\nkind: Pod\nmetadata: {name: %s%s}\nspec:\n  containers:\n  - name: app\n    image: %s\n' \
        "$1" "${3:+, namespace: $3}" "$2"
}

findings() { # how many lines of the text format are findings
    grep -c ': Pod ' out
}

mkdir -p good bad mixed/deeper/.git mixed/empty dotted/.hidden
manifest good app:v1.2.3 production >good/good.yaml
manifest bad app:edge production >bad/bad.yaml
manifest dev app:edge >dev.yaml
manifest test ghcr.io/acme/app:abc1234 qa >warning.yaml
printf 'a: [\n' >mixed/broken.yaml
cp bad/bad.yaml mixed/deeper/b.yml
cp bad/bad.yaml mixed/deeper/.git/c.yaml
cp bad/bad.yaml dotted/.hidden/c.yaml
cp bad/bad.yaml mixed/deeper/no-manifest.txt
printf '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "json", "namespace": "prod"},\n "spec": {"containers": [{"name": "app", "image": "app:main"}]}}' \
    >mixed/deeper/a.json
printf 'images: [{name: app, newTag: nightly}]\nnamespace: production\n' >mixed/deeper/Kustomization

# ---- Exit statuses.

run good
status_is "a release in production is clean" 0
run bad
status_is "a pointer in production is a violation" 1
has "and it is pointed at" "$out" 'bad/bad.yaml:7:12'
has "with its rule" "$out" '[RG004]'
is "findings leave standard error alone" "$complaint" ""
run warning.yaml
status_is "a warning does not fail" 0
run --fail-on warning warning.yaml
status_is "unless it is asked to" 1
run --fail-on never bad
status_is "nothing fails if nothing shall" 0
has "but it is shown" "$out" '[RG004]'
run
status_is "no path" 2
has "no path: says what is missing" "$complaint" "standard input"
run absent.yaml
status_is "an absent file" 3
has "an absent file is named" "$complaint" "absent.yaml: error: No such file"
run 'absent/*.yaml'
status_is "a pattern without matches" 3
run mixed/empty
status_is "an empty folder" 3
has "an empty folder is told" "$complaint" "nothing was found"
run --allow-empty mixed/empty
status_is "an empty folder may be allowed" 0
INPUT=/dev/null run -
status_is "empty standard input" 3
run mixed
status_is "unreadable input weighs more than violations" 3
has "unreadable input has its place" "$complaint" "mixed/broken.yaml:2:1: error: "
has "and hides no findings" "$out" "mixed/deeper/a.json:2:51"
run mixed --fail-on never
status_is "and is no matter of taste" 3
printf 'a: 1\n---\nb: 2\n' >values.yaml
run values.yaml
status_is "documents that are no objects are nothing" 3

mistaken() { # COMPLAINT WORD...
    local want=$1
    shift
    run "$@"
    is "$*: status 2" "$exit_status" 2
    has "$*: says why" "$complaint" "$want"
    is "$*: nothing on standard output" "$out" ""
}
mistaken 'did you mean "production"?' -e prodution good
mistaken 'unknown format "jsn"; did you mean "json"?' -o jsn good
mistaken '--environment is empty' -e '' good
mistaken '--namespace is empty' --namespace= good
mistaken 'names no file' -o json= good
mistaken 'two formats are to be written to standard output' -o text -o json good
mistaken 'two formats are to be written to x' -o text=x -o json=x good
mistaken 'unknown fail-on "warnings"; did you mean "warning"?' --fail-on warnings good
mistaken 'unknown color "blue"; there are auto, always, never' --color blue good
mistaken '--jobs is "0", not a number' -j 0 good
mistaken '--jobs is "-1", not a number' -j -1 good
mistaken '--max-findings is "many", not a number' --max-findings many good
mistaken 'absent.json: No such file' --baseline absent.json good
mistaken 'values.yaml:1:1: ' --baseline values.yaml good
mistaken 'values.yaml:2:1: ' -c values.yaml good
mistaken 'reads standard input and no other file' --passthrough good

# ---- Which files.

run mixed/deeper
is "a folder is searched" "$(grep -c '^mixed/deeper/' out)" 3
has "for Kustomization too" "$out" "mixed/deeper/Kustomization:1:30"
is "in the order of the names" "$(sed -n 's|^mixed/deeper/\([^:]*\):.*|\1|p' out | tr '\n' ' ')" \
    "Kustomization a.json b.yml "
run dotted
has "folders with a dot included, as for kubectl" "$out" "dotted/.hidden/c.yaml:7:12"
run ./mixed//deeper/ mixed/deeper/b.yml -f bad -f mixed/deeper
is "each file once, whatever it is called" "$(grep -cE '^(mixed|bad)/' out)" 4
run mixed/deeper/no-manifest.txt
status_is "a file that is named is read whatever its name" 1
run 'mixed/*/*.y?ml' 'mixed/*/b.[xy]ml'
is "patterns" "$(findings)" 1
run 'mixed/**/*.json'
is "patterns for any depth" "$(findings)" 1
run '**/b*'
is "patterns from here" "$(findings)" 2
mkdir -p loop/one
cp bad/bad.yaml loop/one/
ln -s .. loop/one/up
ln -s one loop/two
ln -s ../absent.yaml loop/gone.yaml
run loop
status_is "a link to nothing" 3
has "a link to nothing is named" "$complaint" "loop/gone.yaml: error: No such file"
is "links in circles end" "$(findings)" 1
run 'bad/bad.yaml' ./bad/bad.yaml
is "the same file has one name" "$(findings)" 1
mkdir locked
touch locked/a.yaml
chmod 000 locked/a.yaml
if [ ! -r locked/a.yaml ]; then
    run locked bad
    status_is "a file that may not be read" 3
    has "a file that may not be read is named" "$complaint" "locked/a.yaml: error: Permission denied"
    has "and hides no others" "$out" "bad/bad.yaml:7:12"
fi
run bad mixed --exclude broken.yaml --exclude 'mixed/deeper/*.json'
status_is "excluded files are not read" 1
is "excluded by name and by path" "$(grep -oE '^[a-z/A-Z.]+' out | tr '\n' ' ')" \
    "bad/bad.yaml mixed/deeper/Kustomization mixed/deeper/b.yml "
run bad mixed --exclude 'mix*/' --exclude '*.yml'
is "excluded folders" "$(grep -oE '^[a-z/A-Z.]+' out | tr '\n' ' ')" "bad/bad.yaml "
run bad --exclude ad --exclude deeper/bad.yaml --exclude 'ba'
is "a part of a name is another name" "$(findings)" 1
run bad --exclude bad
status_is "all excluded is nothing found" 3
"$program" check - bad/bad.yaml <bad >out 2>complaint
is "standard input that is a folder: status 3" $? 3
has "it is told" "$(cat complaint)" "stdin: error: Is a directory"
is "and hides no others" "$(findings)" 1

run <(cat bad/bad.yaml) <(cat good/good.yaml)
status_is "pipes are files" 1
is "each is read" "$(grep -c '(2 objects, 2 images)' out)" 1

# ---- Labels of namespaces.

namespace() { # NAME ENVIRONMENT
    printf 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: %s\n  labels: {release-gate.power-edge.io/environment: %s}\n' \
        "$1" "$2"
}

mkdir -p labels/z
manifest shop app:edge shop >labels/app.yaml
manifest other app:edge elsewhere >labels/other.yaml
run labels
status_is "a namespace without a label or a telling name is dev" 0
namespace shop production >labels/z/namespace.yaml
run labels
status_is "a label in another file decides" 1
has "for its namespace" "$out" "labels/app.yaml:7:12: error: production: Pod shop/shop"
is "and for no other" "$(findings)" 1
run labels -e dev
status_is "but -e decides for all" 0
manifest none app:edge >none.yaml
run none.yaml labels/z -n shop
status_is "-n names a labelled namespace" 1
{ cat labels/app.yaml; echo ---; namespace shop production; } >stream.yaml
INPUT=stream.yaml run -
status_is "a label behind the object, in standard input" 1
namespace production dev >labels/release.yaml
manifest prod app:edge production >labels/prod.yaml
run labels/release.yaml labels/prod.yaml
status_is "a label outweighs the name" 0
namespace shop test >labels/z/second.yaml
run labels/app.yaml labels/z
has "labels that contradict each other are told" "$complaint" \
    'Namespace shop is labelled production in labels/z/namespace.yaml and test in labels/z/second.yaml'
status_is "and decide nothing" 0
namespace production prodution >labels/z/third.yaml
run labels/prod.yaml labels/z/third.yaml
has "a label without an environment is told" "$complaint" \
    'labels/z/third.yaml: the label of Namespace production names no environment ("prodution")'
status_is "and the name decides" 1

odd=$'odd\e[31m\n.yaml'
cp bad/bad.yaml "$odd"
run "$odd"
is "a name does not reach the terminal as it is" "$(tr -d -c '\033' <out | wc -c)" 0

# ---- Progress.

# Standard error is a terminal here; the first file comes late.
slow_run() { # TERM
    mkfifo slow
    (
        sleep 1.3
        cat bad/bad.yaml
    ) >slow &
    TERM=$1 /usr/bin/python3 - "$program" <<'PYTHON' >terminal
import os, pty, subprocess, sys
master, slave = pty.openpty()
command = [sys.argv[1], "check", "--jobs", "1", "slow", "bad", "good"]
with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=slave):
    os.close(slave)
    try:
        while chunk := os.read(master, 4096):
            sys.stdout.buffer.write(chunk)
    except OSError:
        pass
PYTHON
    rm slow
}
slow_run xterm
has "long work shows on a terminal how far it is" "$(cat terminal)" 'of 3 files'
is "and leaves nothing behind" "$(tail -c 4 terminal | od -An -c | tr -d ' ')" '\r033[K'
slow_run dumb
is "but on one that can erase nothing" "$(cat terminal)" ""

# ---- Helm.

cp -r "$data/manifests/samples/helm-chart" chart
run chart
status_is "a chart" 3
has "a chart: says how to render it" "$complaint" \
    'chart/templates: error: these are Helm templates that were not rendered: pipe "helm template RELEASE chart | release-gate check -" instead'
is "a chart is told once" "$(grep -c ': error: ' complaint)" 1
run chart/templates/deployment.yaml
has "a template: says how to render it" "$complaint" 'pipe "helm template RELEASE CHART |'

# ---- Environment and namespace.

run dev.yaml
status_is "without namespace the default environment judges" 0
has "and says so" "$complaint" 'judged by the rules of "dev": 1; give -n NAMESPACE or -e ENV'
run -n production dev.yaml
status_is "-n gives a namespace" 1
has "-n is the object's" "$out" "Pod production/dev"
run -n dev bad
status_is "but only where there is none" 1
run -e production dev.yaml
status_is "-e gives the environment" 1
is "-e leaves no question" "$complaint" ""
run -e dev bad
status_is "-e decides over the namespace" 0
cat >config.yaml <<'CONFIG'
apiVersion: release-gate.power-edge.io/v1
kind: Configuration
environments:
- name: lab
  namespaces: [production]
  rules: {pre-latest: allow}
CONFIG
run -c config.yaml bad
status_is "-c gives the policy" 0
RELEASE_GATE_CONFIG=config.yaml run bad
status_is "a variable gives it too" 0
run -c config.yaml -e lab bad
status_is "-e knows its environments" 0

# ---- Standard input.

INPUT=bad/bad.yaml run -
status_is "standard input" 1
has "standard input has its name" "$out" "stdin:7:12"
INPUT=bad/bad.yaml run -f - good
status_is "standard input among files" 1
cat good/good.yaml - bad/bad.yaml <<<--- >two.yaml
INPUT=two.yaml run -
has "lines go on in the second document" "$out" "stdin:15:12"

# ---- Passing through.

INPUT=good/good.yaml run --passthrough
status_is "clean input passes" 0
is "clean input passes byte for byte" "$(cmp out good/good.yaml && echo same)" same
printf '\xef\xbb\xbfapiVersion: v1\r\nkind: ConfigMap\r\nmetadata: {name: a}\n# \xe2\x82\xac\n\n\n---' >odd-bytes.yaml
INPUT=odd-bytes.yaml run --passthrough -f -
is "odd bytes pass too" "$exit_status $(cmp out odd-bytes.yaml && echo same)" "0 same"
INPUT=bad/bad.yaml run --passthrough
status_is "violations do not pass" 1
is "violations leave nothing on standard output" "$out" ""
has "violations are told on standard error" "$complaint" "[RG004]"
INPUT=mixed/broken.yaml run --passthrough
is "unreadable input does not pass" "$exit_status $out" "3 "
INPUT=/dev/null run --passthrough
status_is "empty input does not pass" 3
INPUT=/dev/null run --passthrough --allow-empty
status_is "unless it may be empty" 0
INPUT=warning.yaml run --passthrough
is "warnings pass" "$exit_status $(cmp out warning.yaml && echo same)" "0 same"
INPUT=bad/bad.yaml run --passthrough --fail-on never
is "everything passes if nothing fails" "$exit_status $(cmp out bad/bad.yaml && echo same)" "0 same"

# ---- Formats.

run -o json bad
if command -v jq >/dev/null; then
    is "json is JSON" "$(jq -r type out)" object
fi
run -o text -o json=report.json -o sarif=report.sarif -o markdown=report.md bad
status_is "several formats in one run" 1
has "the one without a file is on standard output" "$out" "bad/bad.yaml:7:12"
for file in report.json report.sarif report.md; do
    has "$file has the finding" "$(cat $file)" RG004
done
run -o json=only.json bad
is "with a file alone standard output is empty" "$exit_status $out" "1 "
echo before >summary.md
GITHUB_STEP_SUMMARY=$work/summary.md run -o github bad
is "the step summary is appended to" "$(head -n 1 summary.md)" before
has "the step summary has the finding" "$(cat summary.md)" RG004
GITHUB_STEP_SUMMARY=$work/absent/summary.md run -o github bad
status_is "a step summary that cannot be written" 5
run -o json=absent/x.json good
status_is "a file that cannot be written" 5
has "it is named" "$complaint" "absent/x.json: cannot be written: No such file"

escapes() { tr -d -c '\033' <out | wc -c; }
run bad
is "no colour without a terminal" "$(escapes)" 0
run --color always bad
is "colour if it is asked for" "$([ "$(escapes)" -gt 0 ] && echo some)" some
run --color never bad
is "no colour if it is asked for" "$(escapes)" 0
NO_COLOR=1 run --color always bad
is "the flag wins over NO_COLOR" "$([ "$(escapes)" -gt 0 ] && echo some)" some
run --color always -o text=colour.txt bad
is "a file gets no colour" "$(tr -d -c '\033' <colour.txt | wc -c)" 0
if command -v script >/dev/null; then
    TERM=xterm script -qec "'$program' check bad" /dev/null >out </dev/null
    is "a terminal gets colour" "$([ "$(escapes)" -gt 0 ] && echo some)" some
    TERM=xterm NO_COLOR=1 script -qec "'$program' check bad" /dev/null >out </dev/null
    is "unless NO_COLOR is set" "$(escapes)" 0
fi

mkdir many
for i in $(seq 20); do manifest "pod-$i" app:edge production >"many/$(printf %02d "$i").yaml"; done
run --max-findings 3 many
is "--max-findings limits what is shown" "$(findings)" 3
status_is "but not the status" 1

# ---- What cannot be written.

if [ -w /dev/full ]; then
    "$program" check bad >/dev/full 2>complaint
    is "a full disk: status 5" $? 5
    has "a full disk is told" "$(cat complaint)" "cannot write to standard output"
    "$program" check --passthrough <good/good.yaml >/dev/full 2>complaint
    is "a full disk behind --passthrough: status 5" $? 5
    run -o json=/dev/full bad
    status_is "a full disk for a file" 5
    run --write-baseline /dev/full bad
    status_is "a full disk for the baseline" 5
fi
"$program" check bad >&- 2>complaint
is "closed standard output: status 5" $? 5

# ---- Baseline.

run --write-baseline known.json bad many
status_is "writing a baseline accepts what there is" 0
is "it holds a line for each finding" "$(grep -c fingerprint known.json)" 21
has "and what they say" "$(cat known.json)" 'Pod production/bad'
run --baseline known.json bad many
status_is "what is known does not fail" 0
is "nor is it shown" "$(findings)" 0
run --baseline known.json --show-notes bad many
is "unless it is asked for" "$(findings)" 21
cp known.json before.json
run --baseline known.json --write-baseline known.json bad many
is "a baseline round trip changes nothing" "$(cmp known.json before.json && echo same)" same
(
    trap '' XFSZ
    ulimit -f 1
    "$program" check --write-baseline known.json bad many >/dev/null 2>complaint
)
is "a baseline that cannot be written as a whole: status 5" $? 5
has "it is told" "$(cat complaint)" "known.json: cannot be written: File too large"
is "and the old one stays" "$(cmp known.json before.json && ls known.json*)" known.json
run --write-baseline known.json bad mixed
status_is "what cannot be read makes no baseline" 3
has "that is told" "$complaint" "known.json is not written: what could not be read would be missing"
is "and the old one stays, too" "$(cmp known.json before.json && echo same)" same
chmod 640 known.json
ln -s known.json link.json
run --write-baseline link.json bad many
is "a link still leads to it, and its mode stays" \
    "$(stat -c '%N %a' link.json) $(stat -c %a known.json)" "'link.json' -> 'known.json' 777 640"
sed -i '1i # moved' bad/bad.yaml
run --baseline known.json bad many
status_is "moved lines are known" 0
manifest new app:main production >many/21.yaml
run --baseline known.json bad many
is "what is new fails" "$exit_status $(findings)" "1 1"
rm many/21.yaml
run --baseline known.json --max-findings 1 bad many
status_is "--max-findings does not hide findings from the baseline" 0
manifest pod-1 app:v1.0.0 production >many/01.yaml
rm many/02.yaml
run --baseline known.json bad many
has "what is fixed is told" "$complaint" "many/01.yaml: fixed: Pod production/pod-1"
has "a file that is gone is fixed" "$complaint" "many/02.yaml: fixed: "
has "and counted" "$complaint" "entries of the baseline that are fixed: 2"
run --baseline known.json bad
is "what was not looked at is not called fixed" "$(grep -c 'yaml: fixed:' complaint)" 1
printf '[]\n' >none.json
run --baseline none.json bad
status_is "an empty baseline knows nothing" 1
run --write-baseline none.json good
is "a clean run writes an empty one" "$(cat none.json)" "[]"
printf '[{"fingerprint": "x"}]' >wrong.json
mistaken 'wrong.json:1:2: expected an object with a "fingerprint"' --baseline wrong.json good

# ---- Repeated keys.

{ cat good/good.yaml && echo '    image: app:edge'; } >twice.yaml
run twice.yaml
has "a repeated key is a warning" "$complaint" 'twice.yaml:8:5: warning: key "image" stands more than once'
status_is "and the last one is judged" 1

# ---- Many files: the same output whatever the number of threads.

mkdir -p thousands/{1,2,3,4,5,6,7,8,9,10}
number=0
for folder in thousands/*; do
    for i in $(seq 200); do
        number=$((number + 1))
        case $((number % 5)) in
        0) manifest "pod-$number" app:edge production ;;
        1) printf 'a: [\n' ;;
        2) manifest "pod-$number" app:abc1234 qa ;;
        *) manifest "pod-$number" app:v1.2.3 production ;;
        esac >"$folder/$i.yaml"
    done
done
without_time() { sed -E 's/[0-9.]+ ?m?s\b//' out; }
run -j 1 thousands
status_is "2000 files" 3
one=$(without_time)
one_complaint=$complaint
is "2000 files: those that cannot be read" "$(grep -c ' error: ' complaint)" 400
for jobs in 2 8; do
    run -j "$jobs" thousands
    is "$jobs threads find the same" "$(without_time | cksum)" "$(cksum <<<"$one")"
    is "$jobs threads complain of the same" "$(cksum <<<"$complaint")" "$(cksum <<<"$one_complaint")"
done

# ---- kubectl.

if command -v kubectl >/dev/null; then
    mkdir -p kustomize/base kustomize/overlay
    manifest web web >kustomize/base/pod.yaml
    printf 'resources: [pod.yaml]\n' >kustomize/base/kustomization.yaml
    printf 'resources: [../base]\nnamespace: production\nimages:\n- {name: web, newName: ghcr.io/acme/web, newTag: v1.2.0-rc.1}\n' \
        >kustomize/overlay/kustomization.yaml
    kubectl kustomize kustomize/overlay >built.yaml
    INPUT=built.yaml run -
    status_is "what kustomize built" 1
    has "what kustomize built has the overlay's image" "$out" 'Pod production/web container "app" image "ghcr.io/acme/web:v1.2.0-rc.1"'
    run kustomize/overlay
    has "the overlay itself says the same" "$out" 'kustomize/overlay/kustomization.yaml:4:50'
    run -e production kustomize
    is "base and overlay" "$(grep -c '^kustomize/' out)" 1
fi

finish
