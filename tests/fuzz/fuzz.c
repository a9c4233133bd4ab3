#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

#include "document/yaml.h"

void fuzz_fail(const char *condition, const char *file, int line)
{
    fprintf(stderr, "%s:%d: not true: %s\n", file, line, condition);
    abort();
}

const struct policy *fuzz_policy(void)
{
    static struct policy *policy;
    struct error error = {0};
    if (policy == NULL)
        policy = policy_new_default(&error);
    MUST(policy != NULL);
    policy->read_yaml = yaml_read_embedded;
    return policy;
}
