#!/usr/bin/env bash
# The completion scripts, asked in the shells that they are for.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

cd "$work" || exit
mkdir -p functions 'a folder'
touch 'a file.yaml'
"$program" completion bash >completion.bash
"$program" completion fish >completion.fish
"$program" completion zsh >functions/_release-gate

# Each prints what may stand for the last word, one line each.
in_bash() { # WORD...
    bash --norc --noprofile -c '. ./completion.bash
        COMP_WORDS=(release-gate "$@")
        COMP_CWORD=$#
        _release_gate
        [ ${#COMPREPLY[@]} = 0 ] || printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}

# shellcheck disable=SC2016 # fish's variables
in_fish() { # LINE
    HOME=$work fish --no-config -c 'source completion.fish; complete -C $argv[1]' \
        "release-gate $1" | cut -f 1
}

# What the line becomes. A line editor needs a terminal.
in_zsh() { # LINE
    cat >type.zsh <<'ZSH'
zmodload zsh/zpty
zpty line zsh -f -i
zpty -w line 'unsetopt zle_bracketed_paste; PROMPT=; fpath=($PWD/functions $fpath); autoload -U compinit'
zpty -w line 'compinit -u -D; show() { print -r -- "LINE<$BUFFER>" }; zle -N show; bindkey "^X" show; print RE""ADY'
zpty -r line output '*READY*'
zpty -w -n line "release-gate $1"$'\t\x18'
zpty -r line output '*LINE<*>*'
output=${output##*LINE<}
print -r -- "${output%%>*}"
zpty -d line
ZSH
    TERM=dumb timeout "$patience" zsh -f type.zsh "$1"
}

lines() { # WORD...: as a shell prints them
    printf '%s\n' "$@"
}

is "bash: commands" "$(in_bash ch)" check
is "bash: all commands" "$(in_bash '' | sort)" \
    "$("$program" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p' | sort)"
is "bash: subcommands" "$(in_bash config v)" "$(lines validate view)"
is "bash: options" "$(in_bash check --max)" --max-findings
is "bash: options of a subcommand" "$(in_bash config init --o)" --output
is "bash: settings" "$(in_bash serve --metrics-l)" --metrics-listen
is "bash: words" "$(in_bash check --color a)" "$(lines auto always)"
is "bash: words behind =" "$(in_bash check --fail-on = w)" warning
is "bash: formats" "$(in_bash check -o s)" sarif
is "bash: a file for a format" "$(in_bash check -o sarif = 'a f')" "$(lines 'a folder' 'a file.yaml')"
is "bash: files" "$(in_bash check 'a fi')" "a file.yaml"
is "bash: nothing where it does not know" "$(in_bash check --environment '')" ""
is "bash: a command's name may be a value" "$(in_bash check -e serve --bas)" --baseline
is "bash: shells" "$(in_bash completion z)" zsh

is "fish: commands" "$(in_fish ch)" check
is "fish: subcommands" "$(in_fish 'config v' | sort)" "$(lines validate view)"
is "fish: options" "$(in_fish 'check --max')" --max-findings
is "fish: words" "$(in_fish 'check --color al')" always
is "fish: formats" "$(in_fish 'check -o sa')" sarif
has "fish: files" "$(in_fish 'check a')" "file.yaml"
is "fish: no files for a word" "$(in_fish 'check --environment a')" ""
is "fish: shells" "$(in_fish 'completion z')" zsh
# shellcheck disable=SC2016
has "fish: describes" "$(HOME=$work fish --no-config -c \
    'source completion.fish; complete -C "release-gate check --fail-on"')" "exit status 1"

is "zsh: commands" "$(in_zsh ch)" "release-gate check "
is "zsh: subcommands" "$(in_zsh 'config sch')" "release-gate config schema "
is "zsh: options" "$(in_zsh 'check --max')" "release-gate check --max-findings="
is "zsh: words" "$(in_zsh 'check --color al')" "release-gate check --color always "
is "zsh: formats" "$(in_zsh 'check -o sa')" "release-gate check -o sarif "
is "zsh: files" "$(in_zsh 'check a\ fi')" "release-gate check a\\ file.yaml "
is "zsh: shells" "$(in_zsh 'completion fi')" "release-gate completion fish "

"$program" completion tcsh >out 2>complaint
is "another shell: status 2" $? 2
has "another shell: there is a choice" "$(cat complaint)" "bash, zsh and fish"
"$program" completion >out 2>complaint
is "no shell: status 2" $? 2

finish
