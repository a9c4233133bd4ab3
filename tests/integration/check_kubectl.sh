#!/usr/bin/env bash
# What tests/data/manifests/read-by-kubectl.txt says of kubectl is true: test_manifest_kubectl compares our
# reading with it. RG_GOLDEN=1 writes it anew.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"
export LC_ALL=C

golden=$here/../data/manifests/read-by-kubectl.txt
version='v1.37'
# The one that tests/tools/build makes, if it was made; nothing is built for this test alone.
kubectl=$("$here/../tools/build" --folder)/kubectl
[ -x "$kubectl" ] || kubectl=kubectl

# The images of the objects in standard input, a stream of JSON objects, lists taken apart.
images() {
    jq -cs '[.[]
        | if has("kind") and (.kind | tostring | endswith("List"))
          then (.items // .Items // .["item\u017f"] // [])[] else . end
        | .spec? | objects | (.initContainers, .containers, .ephemeralContainers)
        | arrays | .[] | .image]'
}

# "FILE: ["app:edge"]", with " error" behind it if kubectl refused to go on.
read_by_kubectl() { # FILE
    local refused=''
    KUBECONFIG=/dev/null "$kubectl" annotate --local -f "$1" read=yes -o json >"$work/$1.json" \
        2>/dev/null || refused=' error'
    echo "$1: $(images <"$work/$1.json")$refused" >"$work/$1.line"
}

if ! command -v "$kubectl" >/dev/null || ! command -v jq >/dev/null; then
    ok "kubectl reads as written down # SKIP no kubectl or no jq"
    finish
    exit
fi
case $("$kubectl" version --client -o json | jq -r .clientVersion.gitVersion) in
$version*) ;;
*)
    ok "kubectl reads as written down # SKIP not kubectl $version"
    finish
    exit
    ;;
esac

cd "$here/../data/manifests/kubectl" || exit
for file in *; do
    while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n; done
    read_by_kubectl "$file" &
done
wait
for file in *; do cat "$work/$file.line"; done >"$work/read"
[ -z "${RG_GOLDEN-}" ] || cp "$work/read" "$golden"
is "kubectl reads as written down" "$(diff "$golden" "$work/read" && echo same)" same
finish
