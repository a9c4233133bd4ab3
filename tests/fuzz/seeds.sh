# Where the inputs of a fuzz target begin: the test data, and what was found before. To be sourced, from
# the project's folder.
# shellcheck shell=bash

# Every line of a table's first column becomes a file.
first_column() { # TABLE FOLDER
    local number=0 line
    while IFS= read -r line; do
        number=$((number + 1))
        printf '%b' "$line" >"$2/$number" 2>/dev/null
    done < <(grep -v '^#' "$1" | cut -f1)
}

copy_files() { # FOLDER FILE...
    local target=$1 file
    shift
    for file; do
        [ ! -f "$file" ] || cp "$file" "$target/$(tr / _ <<<"$file")"
    done
}

seeds() { # NAME FOLDER
    case $1 in
    image_ref) first_column tests/data/image_refs.tsv "$2" ;;
    tag) first_column tests/data/tags.tsv "$2" ;;
    kubeconfig) copy_files "$2" tests/data/kubeconfig/* ;;
    admin_pattern) ;; # only what is kept in regressions
    admission) copy_files "$2" tests/data/reviews/*.json ;;
    manifest) copy_files "$2" tests/data/manifests/kubectl/* tests/data/yaml/*.yaml \
        tests/data/verdicts/*/*/*.yaml ;;
    config) copy_files "$2" tests/data/config/valid/*.yaml tests/data/config/invalid/*.yaml ;;
    json) copy_files "$2" tests/data/json/*/*.json tests/data/reviews/*.json ;;
    esac
    copy_files "$2" "tests/fuzz/regressions/$1"/*
}
