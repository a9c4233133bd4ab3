#!/usr/bin/env bash
# What deploy/ci, deploy/helm-plugin and .pre-commit-hooks.yaml bring for others, run as they run it.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

unset "${!RELEASE_GATE_@}" "${!INPUT_@}" "${!RG_@}" "${!GIT_@}" HELM_NAMESPACE
project=$(cd "$here/../.." && pwd)
cd "$work" || exit
mkdir bin
ln -s "$program" bin/release-gate
export PATH=$work/bin:$PATH

manifest() { # IMAGE [NAMESPACE]
    printf 'apiVersion: v1\nkind: Pod\nmetadata: {name: web%s}\nspec: {containers: [{name: app, image: "%s"}]}\n' \
        "${2:+, namespace: $2}" "$1"
}

mkdir -p k8s/generated 'a folder'
manifest app:edge production >k8s/bad.yaml
manifest app:edge production >k8s/generated/bad.yaml
manifest app:v1.2.3 production >'a folder/good; touch owned.yaml'
manifest app:edge >unplaced.yaml

# Runs with variables; sets `status`, `out` and `complaint`.
run() { # VARIABLE=VALUE... COMMAND...
    : >complaint
    env "$@" >out 2>>complaint </dev/null
    exit_status=$?
    out=$(cat out)
    complaint=$(cat complaint)
}

status_is() { # SENTENCE WANT
    is "$1: status $2" "$exit_status" "$2"
}

# A value of a YAML file: $(yaml FILE 'EXPRESSION OF document').
yaml() {
    /usr/bin/python3 -c '
import sys, yaml
document = yaml.safe_load(open(sys.argv[1]))
value = eval(sys.argv[2], {"document": document})
print(value if isinstance(value, str) else "\n".join(map(str, value)))' "$1" "$2"
}

# Values that would do something if a shell read them.
# shellcheck disable=SC2016 # they are to be no more than text
hostile=(
    '$(touch owned)'
    '`touch owned`'
    '"; touch owned; "'
    "'; touch owned; '"
    '--write-baseline=owned'
    '${IFS}owned'
    '%0Aowned'
    '::set-output name=x::owned'
    '*'
    ' '
)

# ---- GitHub.

action=$project/deploy/ci/github
inputs=$(yaml "$action/action.yml" 'document["inputs"]')
# shellcheck disable=SC2016 # Python's
is "no script of the action holds an expression" \
    "$(yaml "$action/action.yml" '[s["run"] for s in document["runs"]["steps"] if "${" + "{" in s["run"]]')" ""
is "each input reaches the script" \
    "$(yaml "$action/action.yml" '[v for s in document["runs"]["steps"] for v in s.get("env", {}).values()]' |
        sed 's/^\${{ inputs\.\(.*\) }}$/\1/' | sort)" "$(sort <<<"$inputs")"
is "and the script reads each" "$(grep -o 'INPUT_[A-Z_]*' "$action/check" | sort -u | grep -v '^INPUT_$')" \
    "$(yaml "$action/action.yml" '[n for s in document["runs"]["steps"] for n in s.get("env", {})]' | sort)"

run GITHUB_STEP_SUMMARY="$work/summary" INPUT_PATHS=$'k8s\na folder\n\n' INPUT_EXCLUDE='generated' \
    INPUT_SARIF=out.sarif INPUT_FAIL_ON=error "$action/check"
status_is "the action fails for a violation" 1
is "and annotates it" "$(grep -c '^::error file=k8s/bad.yaml,line=4,' out)" 1
has "the summary of the step has it" "$(cat summary)" 'k8s/bad.yaml'
is "and the SARIF file" "$(jq '.runs[0].results | length' out.sarif)" 1
run INPUT_PATHS=$'a folder/good; touch owned.yaml\r\n' "$action/check"
status_is "a file with blanks and a semicolon in its name" 0
run INPUT_ENVIRONMENT=dev "$action/check"
status_is "the default is the whole folder" 0
run INPUT_PATHS=k8s INPUT_FAIL_ON=never "$action/check"
status_is "fail-on reaches the program" 0
run INPUT_PATHS=unplaced.yaml INPUT_NAMESPACE=production "$action/check"
status_is "so does the namespace" 1
for value in "${hostile[@]}"; do
    grep -o 'INPUT_[A-Z_]*' "$action/check" | sort -u | while read -r name; do
        run INPUT_PATHS=k8s "$name=$value" GITHUB_STEP_SUMMARY= "$action/check"
    done
done
is "no input of the action is a command" "$(ls -d owned 2>&1 >/dev/null)" \
    "ls: cannot access 'owned': No such file or directory"
run GITHUB_ACTION_PATH="$action" GITHUB_PATH="$work/path" "$action/install"
status_is "an installed program is taken" 0
is "as it is" "$(ls path 2>/dev/null)" ""

# ---- GitLab.

job=$project/deploy/ci/gitlab/release-gate.gitlab-ci.yml
yaml "$job" 'document[".release-gate"]["script"]' >gitlab.sh
is "no variable is put into the script by GitLab" "$(grep -c '\$\[\[\|%%' gitlab.sh)" 0
run RG_PATHS=$'k8s\na folder' RG_EXCLUDE=generated sh -eu gitlab.sh
status_is "the GitLab job fails for a violation" 1
has "and tells it" "$out" "k8s/bad.yaml:4"
is "and reports it" "$(jq -r '.[].location.path' gl-code-quality-report.json)" k8s/bad.yaml
is "as tests too" "$(xmllint --xpath 'string(/testsuites/@failures)' release-gate.xml)" 1
run RG_PATHS='a folder/good; touch owned.yaml' sh -eu gitlab.sh
status_is "a file with blanks and a semicolon in its name" 0
run RG_PATHS=unplaced.yaml RG_NAMESPACE=production RG_BASELINE='' sh -eu gitlab.sh
status_is "the namespace reaches the program" 1
run RG_PATHS=k8s RG_ENVIRONMENT=dev sh -eu gitlab.sh
status_is "and the environment" 0
for value in "${hostile[@]}"; do
    yaml "$job" 'document[".release-gate"]["variables"]' | while read -r name; do
        run RG_PATHS=k8s "$name=$value" sh -eu gitlab.sh
    done
done
is "no variable of the job is a command" "$(ls -d owned 2>&1 >/dev/null)" \
    "ls: cannot access 'owned': No such file or directory"

# ---- pre-commit.

mkdir repository
git -C repository init -q
git -C repository config user.email tests@example.com
git -C repository config user.name tests
cp k8s/bad.yaml repository/
cp "$project/.pre-commit-hooks.yaml" repository/
git -C repository add -A
git -C repository commit -qm 'a hook and what it looks at'
run PRE_COMMIT_HOME="$work/pre-commit" HOME="$work" git -C repository rev-parse --verify HEAD
commit=$out
pre_commit() { # FILE... in repository
    (cd repository && PRE_COMMIT_HOME=$work/pre-commit HOME=$work pre-commit try-repo \
        --ref "$commit" "$work/repository" release-gate --files "$@") >out 2>&1
    exit_status=$?
    out=$(cat out)
}
pre_commit bad.yaml
status_is "pre-commit stops a violation" 1
has "and shows it" "$out" 'bad.yaml:4:'
manifest app:v1.2.3 production >repository/good.yaml
printf 'image: {tag: edge}\n' >repository/values.yaml
git -C repository add -A
pre_commit good.yaml
status_is "pre-commit lets a release pass" 0
pre_commit values.yaml
status_is "and a commit without manifests" 0

# ---- ArgoCD.

yaml "$project/deploy/ci/argocd/plugin.yaml" 'document["spec"]["generate"]["args"]' >generate.sh
kustomize() { # stands for the renderer: prints `rendered`, ends with `rendered_status`
    cat >bin/kustomize <<SH
#!/bin/sh
cat "$work/rendered"
exit $1
SH
    chmod +x bin/kustomize
}
manifest app:v1.2.3 >rendered
kustomize 0
run ARGOCD_APP_NAMESPACE=production sh -euc "$(cat generate.sh)"
status_is "the ArgoCD plugin lets releases pass" 0
is "unchanged" "$out" "$(cat rendered)"
kustomize 1
run ARGOCD_APP_NAMESPACE=production sh -euc "$(cat generate.sh)"
status_is "a renderer that fails half-way" 1
is "makes nothing" "$out" ""
manifest app:edge >rendered
kustomize 0
run ARGOCD_APP_NAMESPACE=production sh -euc "$(cat generate.sh)"
status_is "the plugin stops a violation" 1
is "and lets nothing through" "$out" ""
has "and tells it" "$complaint" '[RG004]'
run ARGOCD_APP_NAMESPACE= sh -euc "$(cat generate.sh)"
status_is "no namespace is no reason to allow" 2

if command -v kubectl >/dev/null && kubectl kustomize --help >/dev/null 2>&1; then
    cp -r "$project/deploy/ci/argocd" argocd
    presync() { # builds the example, mounts its ConfigMap in `manifests`, runs the hook as the Job says
        kubectl kustomize argocd/example >built.yaml
        rm -rf manifests && mkdir manifests
        /usr/bin/python3 - >arguments <<'PYTHON'
import yaml
objects = [o for o in yaml.safe_load_all(open("built.yaml")) if o]
(job,) = [o for o in objects if o["kind"] == "Job"]
(data,) = [o for o in objects if o["kind"] == "ConfigMap"]
pod = job["spec"]["template"]["spec"]
assert pod["volumes"][0]["configMap"]["name"] == data["metadata"]["name"]
for name, content in data["data"].items():
    open("manifests/" + name, "w").write(content)
mount = pod["containers"][0]["volumeMounts"][0]["mountPath"]
for argument in pod["containers"][0]["args"]:
    print(argument.replace("$(NAMESPACE)", job["metadata"]["namespace"]).replace(mount, "manifests"))
PYTHON
        mapfile -t arguments <arguments
        run release-gate "${arguments[@]}"
    }
    presync
    status_is "the PreSync hook lets the example pass" 0
    sed -i 's/v1\.2\.3/pre-latest/' argocd/example/web.yaml
    presync
    status_is "and stops a moving pointer" 1
    has "with the namespace of the application" "$out" 'production: Deployment production/web'
    is "the hook itself passes the gate" \
        "$(release-gate check -e production --exclude example argocd >/dev/null 2>&1; echo $?)" 0
else
    ok "the PreSync hook # SKIP no kubectl"
fi

# ---- Helm.

# Runs as helm runs it: as a child, with a standard error that nobody reads.
post_render() { # ARGUMENT...; sets what it printed where the parent speaks
    : >complaint
    /usr/bin/python3 -c 'import subprocess, sys
sys.exit(subprocess.run(sys.argv[1:], stderr=subprocess.PIPE).returncode)' \
        "$project/deploy/helm-plugin/post-render" "$@" <rendered >out 2>>complaint
    exit_status=$?
    out=$(cat out)
    complaint=$(cat complaint)
}
manifest app:v1.2.3 >rendered
post_render -e production
status_is "the post-renderer lets a release pass" 0
is "unchanged" "$out" "$(cat rendered)"
manifest app:edge >rendered
post_render -e production
status_is "and stops a moving pointer" 1
is "with no output" "$out" ""
has "and tells it where helm speaks" "$complaint" '[RG004]'
post_render
status_is "without an environment it stops" 2
has "and says what to add" "$complaint" '--post-renderer-args=-e'
HELM_NAMESPACE=production post_render
status_is "the namespace that is set decides" 1

# The one that tests/tools/build makes, if it was made; nothing is built for this test alone.
helm=$("$project/tests/tools/build" --folder)/helm4
[ -x "$helm" ] || helm=$(command -v helm || true)
case $([ -z "$helm" ] || "$helm" version 2>/dev/null) in
*'Version:"v4'*)
    mkdir -p plugins chart/templates
    cp -r "$project/deploy/helm-plugin" plugins/release-gate
    printf 'apiVersion: v2\nname: web\nversion: 0.1.0\n' >chart/Chart.yaml
    # shellcheck disable=SC1083 # a template
    manifest 'app:{{ .Values.tag }}' >chart/templates/pod.yaml
    helm_template() { # TAG ARGUMENT...
        local tag=$1
        shift
        run HOME="$work" HELM_PLUGINS="$work/plugins" "$helm" template web chart --set "tag=$tag" \
            --post-renderer release-gate "$@"
    }
    helm_template v1.2.3 --post-renderer-args=-e --post-renderer-args=production
    status_is "helm 4 renders a release" 0
    has "as it was" "$out" 'image: "app:v1.2.3"'
    helm_template edge --post-renderer-args=-e --post-renderer-args=production
    status_is "helm 4 stops" 1
    has "and shows why" "$complaint" '[RG004]'
    helm_template v1.2.3
    status_is "helm 4 does not guess" 1
    ;;
*) ok "helm 4 runs the plugin # SKIP no helm 4" ;;
esac

finish
