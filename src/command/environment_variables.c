#define _GNU_SOURCE
#include "environment_variables.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/check.h"
#include "config/config.h"
#include "config/suggest.h"
#include "output.h"

static const struct text of_this_program = TEXT_INIT("RELEASE_GATE_");
static const struct text of_file = TEXT_INIT("RELEASE_GATE_CONFIG");

bool environment_variable_is_of_service(struct text name)
{
    static const struct text prefixes[] = {
        TEXT_INIT("RELEASE_GATE_SERVICE_"),
        TEXT_INIT("RELEASE_GATE_PORT"),
    };
    for (size_t i = 0; i < ARRAY_LEN(prefixes); i++) {
        if (text_starts_with(name, prefixes[i]))
            return true;
    }
    return false;
}

static bool is_known(struct text name, const struct text *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(names[i], name))
            return true;
    }
    return false;
}

static void warn(struct text name, struct text meant)
{
    if (meant.len != 0)
        output_complain("warning: unknown environment variable %.*s; did you mean %.*s?",
                        TEXT_ARGS(name), TEXT_ARGS(meant));
    else
        output_complain("warning: unknown environment variable %.*s", TEXT_ARGS(name));
}

static void check(struct text name, const struct text *names, size_t count)
{
    if (text_starts_with(name, of_this_program) && !environment_variable_is_of_service(name) &&
        !is_known(name, names, count))
        warn(name, suggest(name, names, count));
}

void environment_variables_check(void)
{
    size_t count;
    const struct config_key *keys = config_keys(&count);
    struct text *names = calloc(count + 1, sizeof *names);
    if (names == NULL)
        return;
    for (size_t i = 0; i < count; i++)
        names[i] = text_from_string(keys[i].environment);
    names[count++] = of_file;
    for (char **entry = environ; *entry != NULL; entry++) {
        struct text rest = text_from_string(*entry);
        check(text_cut(&rest, '='), names, count);
    }
    free(names);
}
