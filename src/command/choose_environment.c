#include "choose_environment.h"

#include "output.h"

bool choose_environment(const struct policy *policy, const struct arguments *arguments,
                        const struct environment **environment)
{
    const char *name = arguments_value(arguments, "environment");
    *environment = NULL;
    if (name == NULL)
        return true;
    *environment = policy_find_environment(policy, text_from_string(name));
    if (*environment == NULL)
        output_complain("the policy has no environment \"%s\"", name);
    return *environment != NULL;
}
