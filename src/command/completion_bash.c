#include <string.h>

#include "completion.h"

static const char beginning[] =
    "# Completes release-gate in bash:  source <(release-gate completion bash)\n"
    "_release_gate_words() {\n"
    "    mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$2\")\n"
    "}\n"
    "\n"
    "_release_gate_files() {\n"
    "    compopt -o filenames 2>/dev/null\n"
    "    mapfile -t COMPREPLY < <(compgen -f -- \"$1\")\n"
    "}\n"
    "\n"
    "_release_gate() {\n"
    "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
    "    local path='' flags='' words='' files='' i\n"
    "    COMPREPLY=()\n"
    "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
    "        case \"$path/${COMP_WORDS[i]}\" in\n";

/* bash splits words at "=". */
static const char values[] = "        *) break ;;\n"
                             "        esac\n"
                             "    done\n"
                             "    if [ \"$cur\" = = ]; then\n"
                             "        cur=''\n"
                             "    elif [ \"$prev\" = = ]; then\n"
                             "        prev=${COMP_WORDS[COMP_CWORD - 2]}\n"
                             "    fi\n"
                             "    case \"$path $prev\" in\n";

static const char flags[] = "    esac\n"
                            "    case $path in\n";

static const char ending[] = "    esac\n"
                             "    case $cur in\n"
                             "    -*) _release_gate_words \"$flags\" \"$cur\" ;;\n"
                             "    *)\n"
                             "        if [ -n \"$files\" ]; then\n"
                             "            _release_gate_files \"$cur\"\n"
                             "        else\n"
                             "            _release_gate_words \"$words\" \"$cur\"\n"
                             "        fi\n"
                             "        ;;\n"
                             "    esac\n"
                             "}\n"
                             "\n"
                             "complete -F _release_gate release-gate\n";

/* "config validate" is reached from "config" by "validate". */
static void put_step(struct buffer *out, const struct command *command,
                     const struct option_list *options)
{
    size_t parent = strlen(command->full_name) - strlen(command->name);
    (void)options;
    buffer_printf(out, "        '%.*s/%s') path='%s' ;;\n", (int)(parent == 0 ? 0 : parent - 1),
                  command->full_name, command->name, command->full_name);
}

static void put_value(struct buffer *out, const struct command *command,
                      const struct option *option)
{
    struct buffer words = {0};
    completion_put_words(&words, option->argument);
    buffer_put(out, TEXT("    "));
    if (option->letter != 0)
        buffer_printf(out, "'%s -%c' | ", command->full_name, option->letter);
    buffer_printf(out, "'%s --%s') ", command->full_name, option->name);
    if (words.len != 0)
        buffer_printf(out, "_release_gate_words '%.*s' \"$cur\"; ", TEXT_ARGS(buffer_text(&words)));
    else if (completion_is_file(option->argument))
        buffer_put(out, TEXT("_release_gate_files \"$cur\"; "));
    buffer_put(out, TEXT("return ;;\n"));
    out->failed = out->failed || words.failed;
    buffer_release(&words);
}

static void put_values(struct buffer *out, const struct command *command,
                       const struct option_list *options)
{
    for (size_t i = 0; i < options->count; i++) {
        if (options->items[i].argument != NULL)
            put_value(out, command, &options->items[i]);
    }
}

static void put_flags(struct buffer *out, const struct command *command,
                      const struct option_list *options)
{
    buffer_printf(out, "    '%s')\n        flags='", command->full_name);
    for (size_t i = 0; i < options->count; i++)
        buffer_printf(out, "%s--%s", i == 0 ? "" : " ", options->items[i].name);
    buffer_put(out, TEXT("' words='"));
    completion_put_words(out, command->operands);
    for (size_t i = 0; i < command->subcommand_count; i++)
        buffer_printf(out, "%s%s", i == 0 ? "" : " ", command->subcommands[i].name);
    buffer_printf(out, "' files='%s'\n        ;;\n",
                  completion_is_file(command->operands) ? "yes" : "");
}

void completion_put_bash(struct buffer *out, const struct command *program)
{
    buffer_printf(out, "%s", beginning);
    for (size_t i = 0; i < program->subcommand_count; i++)
        completion_visit(out, &program->subcommands[i], put_step);
    buffer_printf(out, "%s", values);
    completion_visit(out, program, put_values);
    buffer_printf(out, "%s", flags);
    completion_visit(out, program, put_flags);
    buffer_printf(out, "%s", ending);
}
