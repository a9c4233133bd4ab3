/* main.c - the commands of release-gate. */
#include "base/check.h"
#include "command/command.h"
#include "command/load_config.h"
#include "command/open_cluster.h"
#include "command/output_format.h"

/* Rows of several commands. */
#define ENVIRONMENT_OPTION                                                                         \
    {                                                                                              \
        .name = "environment", .letter = 'e', .argument = "ENV",                                   \
        .help = "judge by the rules of this environment", .fallback = "by namespace"               \
    }
#define NAMELESS_OPTION                                                                            \
    {                                                                                              \
        .name = "namespace", .letter = 'n', .argument = "NAMESPACE",                               \
        .help = "namespace of the objects that name none"                                          \
    }
#define FAIL_ON_OPTION                                                                             \
    {                                                                                              \
        .name = "fail-on", .argument = "error|warning|never",                                      \
        .help = "the least that makes the exit status 1", .fallback = "error"                      \
    }
#define REPORTS_OPTION(formats)                                                                    \
    {                                                                                              \
        .name = "output", .letter = 'o', .argument = "FORMAT[=FILE]",                              \
        .help = "text, json, yaml, sarif, junit, github, gitlab, tap, markdown, html or table, "   \
                "and where to; may be given several times",                                        \
        .fallback = (formats)                                                                      \
    }
#define MAX_FINDINGS_OPTION                                                                        \
    {                                                                                              \
        .name = "max-findings", .argument = "N", .help = "report no more than this many findings"  \
    }
#define COLOR_OPTION                                                                               \
    {                                                                                              \
        .name = "color", .argument = "auto|always|never", .help = "colours in the text format",    \
        .fallback = "auto"                                                                         \
    }

static const struct option config_options[] = {CONFIG_OPTION};

static const struct option serve_options[] = {CONFIG_OPTION, CLUSTER_OPTIONS};

static const struct option cleanup_options[] = {
    CLUSTER_OPTIONS,
    {.name = "webhook-configuration",
     .argument = "NAME",
     .help = "ValidatingWebhookConfiguration to delete",
     .fallback = "release-gate"},
    {.name = "secret",
     .argument = "NAME",
     .help = "Secret of tls.mode auto to delete, too; without it none is"},
    {.name = "release",
     .argument = "NAME",
     .help = "delete nothing unless Helm installed it as this release"},
};

static const struct option explain_options[] = {
    CONFIG_OPTION,
    {.name = "environment",
     .letter = 'e',
     .argument = "ENV",
     .help = "only this environment; exit status 1 if it denies an image"},
    OUTPUT_FORMAT_OPTION,
};

static const struct option promote_options[] = {
    {.name = "from",
     .argument = "TAG",
     .help = "the pre-release that was tested, such as v1.2.0-pre.145+abc1234"},
    {.name = "to", .argument = "TAG", .help = "the full release to make of it, such as v1.3.0"},
    {.name = "rollback",
     .help = "release something older again, under a new number or under its own"},
    {.name = "backport", .help = "go on with a line that is not the newest"},
    {.name = "tags",
     .argument = "FILE|-",
     .help = "all tags of the repository, one a line",
     .fallback = "what `git tag --list` prints here"},
    OUTPUT_FORMAT_OPTION,
};

static const struct option check_options[] = {
    CONFIG_OPTION,
    {.name = "file",
     .letter = 'f',
     .argument = "PATH",
     .help = "file, folder, pattern or - for standard input; the same as an operand"},
    {.name = "exclude",
     .argument = "GLOB",
     .help =
         "leave out files and folders of this name or, with a slash, path; may be given several "
         "times"},
    ENVIRONMENT_OPTION,
    NAMELESS_OPTION,
    REPORTS_OPTION("text"),
    FAIL_ON_OPTION,
    {.name = "allow-empty", .help = "exit status 0 although nothing was found to check"},
    MAX_FINDINGS_OPTION,
    {.name = "show-notes", .help = "also report what is exempted or in the baseline"},
    {.name = "baseline",
     .argument = "FILE",
     .help = "findings in this file are known: they do not fail"},
    {.name = "write-baseline",
     .argument = "FILE",
     .help = "write all findings to this file, and accept them"},
    {.name = "passthrough",
     .help = "copy standard input to standard output if it is clean; report on standard error"},
    COLOR_OPTION,
    {.name = "jobs",
     .letter = 'j',
     .argument = "N",
     .help = "threads",
     .fallback = "one for each core"},
};

static const struct option doctor_options[] = {
    CLUSTER_OPTIONS,
    {.name = "webhook-configuration",
     .argument = "NAME",
     .help = "the ValidatingWebhookConfiguration to begin with",
     .fallback = "the one that the chart made"},
    OUTPUT_FORMAT_OPTION,
};

static const struct option audit_options[] = {
    CONFIG_OPTION,
    {.name = "file",
     .letter = 'f',
     .argument = "DUMP",
     .help = "what kubectl get -o json wrote, - for standard input, instead of a cluster; may be "
             "given several times"},
    {.name = "all-namespaces", .letter = 'A', .help = "objects in all namespaces"},
    {.name = "namespace",
     .letter = 'n',
     .argument = "NAMESPACE",
     .help = "objects in this namespace",
     .fallback = "the context's; all with --file"},
    CLUSTER_OPTIONS,
    ENVIRONMENT_OPTION,
    REPORTS_OPTION("text, then table"),
    FAIL_ON_OPTION,
    {.name = "allow-empty", .help = "exit status 0 although nothing was found to audit"},
    MAX_FINDINGS_OPTION,
    {.name = "show-notes", .help = "also report what is exempted"},
    COLOR_OPTION,
};

static const struct option diff_policy_options[] = {
    {.name = "live", .help = "judge what is in a cluster, as audit does, instead of files"},
    {.name = "all-namespaces", .letter = 'A', .help = "with --live: objects in all namespaces"},
    {.name = "namespace",
     .letter = 'n',
     .argument = "NAMESPACE",
     .help = "namespace of the objects that name none; with --live: objects in this namespace",
     .fallback = "with --live the context's"},
    CLUSTER_OPTIONS,
    OUTPUT_FORMAT_OPTION,
};

static const struct option init_options[] = {
    {.name = "output",
     .letter = 'o',
     .argument = "FILE",
     .help = "write to a new file; one that exists is not touched"},
};

static const struct option version_options[] = {
    OUTPUT_FORMAT_OPTION,
};

static const struct option help_options[] = {
    {.name = "man",
     .help = "write the manual page of the program or of a command, as roff",
     .is_hidden = true},
};

static const struct command config_commands[] = {
    {.name = "validate",
     .full_name = "config validate",
     .summary = "check a configuration file and show all that is wrong with it",
     .options = config_options,
     .option_count = ARRAY_LEN(config_options),
     .takes_settings = true,
     .run = command_config_validate},
    {.name = "view",
     .full_name = "config view",
     .summary = "show the settings that hold, with all defaults, as YAML",
     .options = config_options,
     .option_count = ARRAY_LEN(config_options),
     .takes_settings = true,
     .run = command_config_view},
    {.name = "schema",
     .full_name = "config schema",
     .summary = "print the JSON Schema of the configuration file, for editors",
     .run = command_config_schema},
    {.name = "init",
     .full_name = "config init",
     .summary = "print a configuration file with every key, explained, at its default",
     .options = init_options,
     .option_count = ARRAY_LEN(init_options),
     .run = command_config_init},
};

static const struct option export_vap_options[] = {
    CONFIG_OPTION,
    {.name = "environment",
     .letter = 'e',
     .argument = "ENV",
     .help = "only the policies of this environment"},
};

static const struct command export_commands[] = {
    {.name = "vap",
     .full_name = "export vap",
     .summary = "print the policy as ValidatingAdmissionPolicies and bindings (CEL)",
     .description =
         "Print the policy as ValidatingAdmissionPolicies and bindings for kubectl apply, a second\n"
         "line while the webhook is down. They refuse what is not certainly accepted; comments say\n"
         "what CEL cannot.",
     .options = export_vap_options,
     .option_count = ARRAY_LEN(export_vap_options),
     .run = command_export_vap},
};

static const struct command commands[] = {
    {.name = "serve",
     .full_name = "serve",
     .summary = "run the validating admission webhook",
     .description =
         "Run the validating admission webhook over HTTPS. SIGTERM and SIGINT end it after open\n"
         "requests have been answered, a second one at once with 128 and its number as the exit\n"
         "status (143, 130). Logs go to standard error.",
     .options = serve_options,
     .option_count = ARRAY_LEN(serve_options),
     .takes_settings = true,
     .run = command_serve},
    {.name = "check",
     .full_name = "check",
     .summary = "judge manifests before anything is applied",
     .description =
         "Judge the images in manifests (YAML, JSON, lists) as the webhook would judge them.\n"
         "Folders are searched for *.yaml, *.yml, *.json and Kustomization. Unreadable input has\n"
         "the exit status 3, whatever else was found.",
     .operands = "[PATH...]",
     .options = check_options,
     .option_count = ARRAY_LEN(check_options),
     .run = command_check},
    {.name = "audit",
     .full_name = "audit",
     .summary = "show what runs where, and judge what is in a cluster already",
     .description =
         "List the workloads and pods of a cluster, judge their images as the webhook would, and\n"
         "show which version of each application is in which environment. Exit status 4 if the\n"
         "cluster cannot be reached.",
     .options = audit_options,
     .option_count = ARRAY_LEN(audit_options),
     .run = command_audit},
    {.name = "diff-policy",
     .full_name = "diff-policy",
     .summary = "show which objects change their verdict between two configurations",
     .description =
         "Judge manifests, or with --live what is in a cluster, by two configurations and show the\n"
         "objects whose verdict changes; an empty file stands for the built-in policy. Exit status\n"
         "1 if one changes, 4 if the cluster cannot be reached.",
     .operands = "OLD NEW [PATH...]",
     .options = diff_policy_options,
     .option_count = ARRAY_LEN(diff_policy_options),
     .run = command_diff_policy},
    {.name = "explain",
     .full_name = "explain",
     .summary = "show how an image is read and what each environment makes of it",
     .operands = "IMAGE...",
     .options = explain_options,
     .option_count = ARRAY_LEN(explain_options),
     .run = command_explain},
    {.name = "promote",
     .full_name = "promote",
     .summary = "check that a pre-release may be released under a number",
     .description =
         "Check that the pre-release exists, that the number is a full release (vX.Y.Z), free and\n"
         "one step (patch, minor or major) from the latest full release, and say what would do\n"
         "if not. Nothing is changed. Exit status 1: refused; 3: there are no tags to look at.",
     .options = promote_options,
     .option_count = ARRAY_LEN(promote_options),
     .run = command_promote},
    {.name = "test",
     .full_name = "test",
     .summary = "check a policy against your own expectations of it",
     .operands = "FILE...",
     .options = config_options,
     .option_count = ARRAY_LEN(config_options),
     .takes_settings = true,
     .run = command_test},
    {.name = "doctor",
     .full_name = "doctor",
     .summary = "look at an installation and say what is wrong with it",
     .description =
         "Look at the webhook configuration, the Service behind it, the certificate, rights and\n"
         "namespaces, try a pre-release in production as a dry run, and say what is wrong and how\n"
         "to cure it. Nothing is changed. The exit status is 1 if anything failed.",
     .options = doctor_options,
     .option_count = ARRAY_LEN(doctor_options),
     .run = command_doctor},
    {.name = "config",
     .full_name = "config",
     .summary = "check, show or start a configuration",
     .subcommands = config_commands,
     .subcommand_count = ARRAY_LEN(config_commands)},
    {.name = "export",
     .full_name = "export",
     .summary = "print the policy in the terms of other programs",
     .subcommands = export_commands,
     .subcommand_count = ARRAY_LEN(export_commands)},
    {.name = "cleanup",
     .full_name = "cleanup",
     .summary = "delete the webhook configuration, so that nothing is denied any more",
     .description =
         "Delete the webhook configuration, and the Secret of tls.mode auto, from the cluster. What\n"
         "is not there counts as deleted. The chart runs this before it is uninstalled.",
     .options = cleanup_options,
     .option_count = ARRAY_LEN(cleanup_options),
     .run = command_cleanup},
    {.name = "completion",
     .full_name = "completion",
     .summary = "print a script that completes commands and options in a shell",
     .description =
         "Print a script that completes commands, options and their values. To have it now:\n"
         "bash and zsh: source <(release-gate completion bash); fish: release-gate completion\n"
         "fish | source. `make install` puts the scripts where the shells find them.",
     .operands = "bash|zsh|fish",
     .run = command_completion},
    {.name = "version",
     .full_name = "version",
     .summary = "print the version of the program and of its libraries",
     .options = version_options,
     .option_count = ARRAY_LEN(version_options),
     .run = command_version},
    {.name = "help",
     .full_name = "help",
     .summary = "show how a command is used",
     .operands = "[COMMAND...]",
     .options = help_options,
     .option_count = ARRAY_LEN(help_options),
     .run = command_help},
};

static const struct command program = {
    .name = "release-gate",
    .full_name = "",
    .summary = "keep untested images out of production",
    .description =
        "Keep untested images out of production: a validating admission webhook for Kubernetes\n"
        "that judges image references by what their tags say about how far they were tested.",
    .subcommands = commands,
    .subcommand_count = ARRAY_LEN(commands),
};

int main(int argc, char **argv)
{
    return command_main(&program, argc, argv);
}
