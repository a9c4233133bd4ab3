#!/usr/bin/env bash
# The Dockerfile, built without a registry: its base is made by debootstrap, and what is in the image
# is started and asked for a verdict. Needs root and Debian's packages (`make image-test` installs
# what is missing).
#   tests/image.sh    prints "ok ..." and "not ok ...", the image's size and its packages
set -uo pipefail
cd "$(dirname "$0")/.." || exit

cache=${XDG_CACHE_HOME:-$HOME/.cache}/release-gate/images
base=$cache/debian-bookworm.tar
mirror=http://deb.debian.org/debian
work=$(mktemp -d)
server=''
failed=0

clean_up() {
    [ -z "$server" ] || kill "$server" 2>/dev/null
    wait
    umount "$work/root" 2>/dev/null
    in_store umount --all >/dev/null 2>&1
    in_store rm --all >/dev/null 2>&1
    rm -rf "$work"
}
trap clean_up EXIT

check() { # SENTENCE COMMAND...
    local sentence=$1 output
    shift
    if output=$("$@" 2>&1); then
        echo "ok - $sentence"
        return
    fi
    echo "not ok - $sentence"
    tail -n 20 <<<"$output" | sed 's/^/#   /'
    failed=$((failed + 1))
}

# A store of its own: nothing that this machine has is used or changed.
in_store() { # COMMAND...
    TMPDIR=$work buildah --root "$work/store" --runroot "$work/run" --storage-driver vfs "$@"
}

# What debian:bookworm-slim is made of; a week old at most, as packages get fixes.
make_base() {
    if [ -n "$(find "$base" -mtime -7 2>/dev/null)" ]; then return; fi
    mkdir -p "$cache"
    debootstrap --variant=minbase bookworm "$work/base" "$mirror" || return
    rm -rf "$work"/base/{usr/share/{doc,man,info,locale},var/lib/apt/lists,var/cache/apt/archives}/*
    tar -C "$work/base" -cf "$base.$$" . && mv "$base.$$" "$base"
    rm -rf "$work/base"
}

name_base() {
    local container
    container=$(in_store from scratch) &&
        in_store add --quiet "$container" "$base" / &&
        in_store commit --quiet --rm "$container" docker.io/library/debian:bookworm-slim
}

build_image() {
    in_store bud --isolation chroot --pull-never --tag release-gate .
}

# Read-only, as the chart has it.
mount_image() {
    container=$(in_store from --pull-never localhost/release-gate) &&
        mkdir "$work/root" &&
        mount --bind "$(in_store mount "$container")" "$work/root" &&
        mount -o remount,bind,ro "$work/root"
}

in_image() { # COMMAND...
    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        chroot --userspec=65532:65532 "$work/root" "$@"
}

config_says() { # FILTER: of the image's configuration
    in_store inspect --type image localhost/release-gate | jq -e ".OCIv1.config | $1"
}

is_read_only() {
    ! touch "$work/root/file"
}

no_compiler() {
    ! in_image sh -c 'command -v gcc || command -v make || command -v curl || command -v python3'
}

start_server() {
    in_image release-gate serve --listen 127.0.0.1:0 --metrics-listen '' >"$work/log" 2>&1 &
    server=$!
    for _ in $(seq 100); do
        address=$(jq -r 'select(.msg == "serving").address' "$work/log" 2>/dev/null)
        [ -z "$address" ] || return 0
        sleep 0.1
    done
    cat "$work/log"
    return 1
}

verdict() { # ENVIRONMENT
    curl --silent --show-error --insecure --max-time 10 -H 'Content-Type: application/json' \
        --data-binary @"$review" "https://$address/validate/$1"
}

is_denied() {
    verdict production | jq -e '.response | .allowed == false and (.status.message | contains("[RG"))'
}

is_allowed() {
    verdict dev | jq -e '.response.allowed == true'
}

review=tests/data/reviews/011-UPDATE-deployments.json

check "the base is made" make_base
check "it is in the store" name_base
check "the image is built" build_image
[ "$failed" = 0 ] || exit 1
mount_image || exit
check "it does not run as root" config_says '.User == "65532:65532"'
check "it starts the server" config_says '.Entrypoint == ["release-gate"] and .Cmd == ["serve"]'
check "its root is read-only here" is_read_only
check "the program finds its libraries" in_image release-gate version
check "nothing in it builds or downloads" no_compiler
if start_server; then
    check "a pre-release is denied in production" is_denied
    check "and allowed in dev" is_allowed
else
    check "the server starts" false
fi

# shellcheck disable=SC2016 # dpkg-query's variables, not the shell's
in_image dpkg-query -W -f '${Package} ${Version}\n' >"$work/packages"
echo "# packages beside those of the base:"
tar -xOf "$base" ./var/lib/dpkg/status | sed -n 's/^Package: //p' | sort >"$work/base-packages"
sort "$work/packages" | join -v 1 - "$work/base-packages" | sed 's/^/#   /'
echo "# $(wc -l <"$work/packages") packages, $(du -sm "$work/root" | cut -f1) MiB, of which the base has $(wc -l \
    <"$work/base-packages") and $(($(stat -c %s "$base") / 1048576)) MiB; the program $(($(stat -c %s \
    "$work/root/usr/bin/release-gate") / 1024)) KiB"
[ "$failed" = 0 ]
