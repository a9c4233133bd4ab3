#include "report/explain.h"

#include "base/check.h"
#include "choose_environment.h"
#include "command.h"
#include "load_config.h"
#include "options.h"
#include "output.h"
#include "output_format.h"

/* How the explanations of all images become one document. */
static const struct {
    void (*put)(struct buffer *out, const struct policy *policy,
                const struct explanation *explanation, const struct environment *only);
    const char *before;
    const char *between;
    const char *behind;
} formats[OUTPUT_FORMAT_COUNT] = {
    [OUTPUT_TEXT] = {explain_put_text, "", "\n", ""},
    [OUTPUT_JSON] = {explain_put_json, "[", ",", "]\n"},
};

/* Which of them, and for which environment; `only` NULL: for all. */
struct request {
    const struct policy *policy;
    const struct environment *only;
    enum output_format format;
};

/* True if any of the environments asked for denies the image. */
static bool is_denied(const struct request *request, const struct explanation *explanation)
{
    return request->only != NULL && explain_action(explanation, request->only) == ACTION_DENY;
}

static enum exit_code put_image(const struct request *request, const char *image,
                                struct buffer *out)
{
    struct explanation explanation;
    struct error error = {0};
    if (!explain_image(request->policy, text_from_string(image), &explanation, &error)) {
        output_complain_error(&error);
        return EXIT_INTERNAL;
    }
    formats[request->format].put(out, request->policy, &explanation, request->only);
    return is_denied(request, &explanation) ? EXIT_VIOLATIONS : EXIT_CLEAN;
}

static enum exit_code put_all(const struct request *request, const struct arguments *arguments,
                              struct buffer *out)
{
    enum exit_code worst = EXIT_CLEAN;
    buffer_printf(out, "%s", formats[request->format].before);
    for (size_t i = 0; arguments_operand(arguments, i) != NULL; i++) {
        buffer_printf(out, "%s", i == 0 ? "" : formats[request->format].between);
        enum exit_code code = put_image(request, arguments_operand(arguments, i), out);
        worst = code > worst ? code : worst;
    }
    buffer_printf(out, "%s", formats[request->format].behind);
    return worst;
}

static enum exit_code explain(const struct config *config, const struct arguments *arguments)
{
    struct request request = {.policy = config->policy};
    if (!output_format_choose(arguments, &request.format) ||
        !choose_environment(request.policy, arguments, &request.only))
        return EXIT_USAGE;
    struct buffer out = {0};
    enum exit_code code = put_all(&request, arguments, &out);
    enum exit_code written = output_write(&out);
    buffer_release(&out);
    return written != EXIT_CLEAN ? written : code;
}

enum exit_code command_explain(const struct command *command, const struct arguments *arguments)
{
    (void)command;
    if (arguments_operand(arguments, 0) == NULL) {
        output_complain("explain needs an image, such as ghcr.io/acme/web:v1.2.3");
        return EXIT_USAGE;
    }
    struct config *config = load_config(arguments);
    if (config == NULL)
        return EXIT_USAGE;
    enum exit_code code = explain(config, arguments);
    config_free(config);
    return code;
}
