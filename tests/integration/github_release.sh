#!/usr/bin/env bash
# The scripts and files in deploy/github: releases in a real repository with a remote. Only the registry is a
# folder, behind a stand-in for skopeo.
#   tests/integration/github_release.sh    Environment: RELEASE_GATE (the program)
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

github=$here/../../deploy/github
registry=$work/registry
mkdir -p "$work/bin" "$registry"
ln -s "$(realpath "$program")" "$work/bin/release-gate"
export PATH=$work/bin:$PATH REGISTRY=$registry IMAGE=registry.example/acme/web
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=test GIT_AUTHOR_EMAIL=test@example.org
export GIT_COMMITTER_NAME=test GIT_COMMITTER_EMAIL=test@example.org
unset GITHUB_STEP_SUMMARY GITHUB_ACTOR

# An image is a file with its digest. REGISTRY_FAILS names a tag that cannot be written.
cat >"$work/bin/skopeo" <<'STAND_IN'
#!/usr/bin/env bash
set -euo pipefail
file() { echo "$REGISTRY/${1#docker://registry.example/acme/web:}"; }
case "$*" in
"inspect --no-tags --format {{.Digest}} docker://registry.example/acme/web:"*)
    [ -z "${REGISTRY_IS_AWAY-}" ] || { echo "connection refused" >&2 && exit 1; }
    cat "$(file "$5")" 2>/dev/null || { echo "manifest unknown" >&2 && exit 1; }
    ;;
"copy --quiet --all --preserve-digests docker://"*)
    [ "$(file "$6")" != "$REGISTRY/${REGISTRY_FAILS-}" ] || exit 1
    cp "$(file "$5")" "$(file "$6")"
    ;;
*) echo "skopeo is not called so: $*" >&2 && exit 1 ;;
esac
STAND_IN
chmod +x "$work/bin/skopeo"

git init --quiet --bare "$work/remote"
git clone --quiet "$work/remote" "$work/clone" 2>/dev/null
cd "$work/clone" || exit

image() { # TAG
    cat "$registry/$1" 2>/dev/null || echo none
}

remote_tag() { # TAG: the commit, nothing if there is none
    git -C "$work/remote" rev-parse --verify --quiet "refs/tags/$1^{commit}"
}

# As a merge does: a commit, an image, a tag.
merge() { # NUMBER: sets `name`
    git commit --quiet --allow-empty -m "merge $1"
    name=$(COMMIT=HEAD NUMBER=$1 "$github/scripts/tag-pre-release" name) || return
    echo "digest-of-$1" >"$registry/${name//+/-}"
    NAME=$name COMMIT=HEAD "$github/scripts/tag-pre-release" push
}

promote() { # FROM TO [VARIABLE=VALUE...]: sets `exit_status` and `output`
    output=$(env FROM="$1" TO="$2" "${@:3}" "$github/scripts/promote-release" 2>&1)
    exit_status=$?
}

# ---- Merges.

merge 1
first=$name
is "the first build is for v0.1.0" "${first%+*}" v0.1.0-pre.1
is "its name ends with the commit" "${first#*+}" "$(git rev-parse --short=7 HEAD)"
is "the remote has its tag" "$(remote_tag "$first")" "$(git rev-parse HEAD)"
is "a number that is none is refused" "$(COMMIT=HEAD NUMBER='1;x' "$github/scripts/tag-pre-release" name 2>/dev/null)" ""

# ---- The first release.

merge 2
promote "$first" v0.1.0
is "a tested build is released" "$exit_status" 0
is "the tag stands at the commit that was tested" "$(remote_tag v0.1.0)" "$(remote_tag "$first")"
is "the image is the one that was tested" "$(image v0.1.0)" digest-of-1
for pointer in v0.1 v0 latest; do
    is "$pointer goes forward" "$(image $pointer)" digest-of-1
done
promote "$first" v0.1.0
is "the same once more is refused" "$exit_status" 1
has "since it exists" "$output" "v0.1.0 exists already"

# ---- What is refused leaves everything as it was.

promote "$name" v0.3.0
is "a number is not skipped" "$exit_status" 1
has "and the ones that would do are named" "$output" "use v0.1.1 (patch), v0.2.0 (minor) or v1.0.0 (major)"
is "nothing is tagged" "$(remote_tag v0.3.0)" ""
# shellcheck disable=SC2016 # that nobody expands it is the point
for hostile in '$(touch here)' 'v0.2.0; touch here' '--upload-pack=touch here' $'v0.2.0\nv0.2.0' ''; do
    promote "$hostile" v0.2.0
    is "not a pre-release: $(printf %q "$hostile")" "$exit_status" 1
    promote "$name" "$hostile"
    is "not a release: $(printf %q "$hostile")" "$exit_status" 1
done
is "nothing of it was run" "$(ls)" ""
mv "$registry/${name//+/-}" "$work/image"
promote "$name" v0.2.0
is "without an image nothing is released" "$exit_status:$(remote_tag v0.2.0)" 1:
has "and it says so" "$output" "none is built here"
mv "$work/image" "$registry/${name//+/-}"

promote "$name" v0.2.0 REGISTRY_IS_AWAY=yes
is "nor while the registry does not answer" "$exit_status:$(remote_tag v0.2.0)" 1:
has "whose own words are shown" "$output" "connection refused"

# ---- Who may not push the tag, as the ruleset has it, releases nothing.

# shellcheck disable=SC2016 # for the hook
printf '#!/bin/sh\ncase $1 in refs/tags/v*-pre.*) ;; refs/tags/*) exit 1 ;; esac\n' >"$work/remote/hooks/update"
chmod +x "$work/remote/hooks/update"
promote "$name" v0.2.0
is "a refused push ends it" "$exit_status" 1
is "before any image has a new name" "$(image v0.2.0) $(image latest)" "none digest-of-1"
is "and leaves no tag behind" "$(git tag --list v0.2.0)" ""
rm "$work/remote/hooks/update"

# ---- A run that broke is finished by the next.

promote "$name" v0.2.0 REGISTRY_FAILS=v0.2.0
is "a registry that fails is an error" "$exit_status" 1
is "the tag is there by then" "$(remote_tag v0.2.0)" "$(remote_tag "$name")"
promote "$name" v0.2.0
is "the next run goes on" "$exit_status" 0
is "with the image" "$(image v0.2.0) $(image v0.2) $(image latest)" "digest-of-2 digest-of-2 digest-of-2"

# ---- Backports and rollbacks.

merge 3
promote "$name" v0.1.1
is "an older line is not gone on with by accident" "$exit_status" 1
promote "$name" v0.1.1 BACKPORT=true
is "but when asked" "$exit_status" 0
is "its own pointer goes forward" "$(image v0.1.1) $(image v0.1)" "digest-of-3 digest-of-3"
is "the others stay" "$(image v0) $(image latest)" "digest-of-2 digest-of-2"

promote v0.1.0 v0.1.0 ROLLBACK=true
is "a rollback under its own number is taken" "$exit_status" 0
is "and moves nothing" "$(image v0.1) $(image latest)" "digest-of-3 digest-of-2"
promote v0.1.0 v0.1.0 ROLLBACK=true MOVE_POINTERS=true
is "unless asked" "$(image v0.1) $(image v0) $(image latest)" "digest-of-1 digest-of-1 digest-of-1"
promote v0.1.0 v0.2.1 ROLLBACK=true
is "a rollback under a new number is a release" "$exit_status" 0
is "of what it was before" "$(image v0.2.1) $(image latest)" "digest-of-1 digest-of-1"
is "at the commit that it was" "$(remote_tag v0.2.1)" "$(remote_tag v0.1.0)"

merge 4
echo another >"$registry/v0.3.0"
promote "$name" v0.3.0
is "an image that somebody else put there is not overwritten" "$exit_status:$(image v0.3.0)" 1:another
is "and nothing is tagged for it" "$(remote_tag v0.3.0)" ""

# ---- The files that GitHub reads.

is "the files hold what they must" "$(/usr/bin/python3 - "$github" <<'CHECKS'
import fnmatch, glob, json, re, sys
import yaml

github = sys.argv[1]

def complain(*words):
    print(*words)

def is_caught(ruleset, tag):
    names = json.load(open(f"{github}/rulesets/{ruleset}.json"))["conditions"]["ref_name"]
    ref = "refs/tags/" + tag
    matches = lambda patterns: any(fnmatch.fnmatchcase(ref, each) for each in patterns)
    return matches(names["include"]) and not matches(names["exclude"])

for tag in "v1.2.3", "v0.0.0", "v10.20.30", "v1.2.3-alpine", "v1.2.3+build":
    is_caught("release-tags", tag) or complain(tag, "is not protected")
for tag in "v1.2.0-pre.145+abc1234", "v1.2.0-pre.145-abc1234":
    is_caught("release-tags", tag) and complain(tag, "could not be made")
    is_caught("pre-release-tags", tag) or complain(tag, "could be moved")
is_caught("release-tags", "nightly") and complain("nightly could not be made")

def strings(node):
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else []:
        yield from strings(each)
    if isinstance(node, str):
        yield node

for path in glob.glob(github + "/workflows/*.yml"):
    workflow = yaml.safe_load(open(path))
    workflow["permissions"] == {} or complain(path, "permissions for all jobs")
    "group" in workflow["concurrency"] or complain(path, "no concurrency group")
    for job in workflow["jobs"].values():
        "contents" in job["permissions"] or complain(path, "no permissions")
        "timeout-minutes" in job or complain(path, "no timeout")
        for step in job["steps"]:
            "${{" in step.get("run", "") and complain(path, "a value is put into a script")
            uses = step.get("uses", "actions/checkout@" + "0" * 40)
            re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", uses) or complain(path, uses, "is not pinned")
CHECKS
)" ""
if actionlint=$(command -v actionlint || ls "$("$here/../tools/build" --folder)/actionlint" 2>/dev/null); then
    is "actionlint finds nothing" "$("$actionlint" -no-color "$github"/workflows/*.yml 2>&1)" ""
fi

finish
