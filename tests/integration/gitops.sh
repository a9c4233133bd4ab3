#!/usr/bin/env bash
# The examples in deploy/argocd and deploy/flux: `check` accepts the ones, and refuses each of the others.
#   tests/integration/gitops.sh    prints "ok ..." and "not ok ..."
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$here/../.." || exit

denied() { # FILE: the names of what is denied
    "$program" check -o json --fail-on never "$1" |
        jq -r '.findings[] | select(.level == "error") | .name' | sort -u
}

names() { # FILE
    sed -n 's/^  name: //p' "$1" | sort -u
}

for controller in argocd flux; do
    examples=deploy/$controller/examples
    is "nothing in $examples/accepted.yaml is denied" "$(denied "$examples/accepted.yaml")" ""
    is "everything in $examples/refused.yaml is denied" "$(denied "$examples/refused.yaml")" \
        "$(names "$examples/refused.yaml")"
    is "each for one reason" "$("$program" check -o json --fail-on never "$examples/refused.yaml" |
        jq '.summary.errors')" "$(names "$examples/refused.yaml" | wc -l)"
    is "what installs the gate is accepted" "$(denied "deploy/$controller")" \
        "$(names "$examples/refused.yaml")"
done
has "an ApplicationSet warns of what its generator decides" \
    "$("$program" check --fail-on never deploy/argocd/examples/accepted.yaml)" \
    'revision "{{version}}" cannot be judged before it is filled in [RG013]'
has "a denial names source, revision and what to set" \
    "$("$program" check --fail-on never deploy/argocd/examples/refused.yaml)" \
    'Application argocd/branch source "https://github.com/example/shop" revision "main" is a branch, which moves with every commit [RG004]
    fix: set spec.source.targetRevision to a release tag (vX.Y.Z)'
finish
