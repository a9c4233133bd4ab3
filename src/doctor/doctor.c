#include "doctor/doctor.h"

#include "base/escape.h"
#include "core/json_node.h"
#include "examination.h"
#include "webhook.h"

static const struct {
    const char *name;
    void (*run)(struct examination *examination);
} checks[] = {
    {"webhook-configuration", check_webhooks},
    {"endpoints", check_endpoints},
    {"replicas", check_replicas},
    {"certificate", check_certificate},
    {"ca-bundle", check_ca_bundle},
    {"rights", check_rights},
    {"environments", check_environments},
    {"failure-policy", check_failure_policy},
    {"namespace-guard", check_guard},
    {"namespaces", check_namespaces},
    {"denial", check_denial},
};

static const char *const level_names[DIAGNOSIS_LEVEL_COUNT] = {
    [DIAGNOSIS_FAILURE] = "failure",
    [DIAGNOSIS_WARNING] = "warning",
    [DIAGNOSIS_UNKNOWN] = "unknown",
    [DIAGNOSIS_FINE] = "ok",
};

static void explain_missing(struct examination *examination)
{
    const struct doctor_facts *facts = examination->facts;
    if (examination_knows(examination, &facts->config_map, "the server's configuration") ||
        facts->config_map.problem != NULL || facts->webhooks.value == NULL)
        return;
    examination_add(examination, DIAGNOSIS_UNKNOWN, NULL,
                    "the server's ConfigMap was not found: environments and namespaces are not "
                    "compared with it");
}

static struct config *read_config(struct examination *examination)
{
    struct error error = {0};
    examination->check = "configuration";
    struct config *config = examination_read_config(examination->facts, &error);
    if (config == NULL && error.kind == ERROR_NONE) {
        explain_missing(examination);
    } else if (config == NULL) {
        char text[sizeof error.text];
        error_format(&error, text, sizeof text);
        examination_add(examination, DIAGNOSIS_FAILURE,
                        "helm upgrade with values that `release-gate config validate` takes",
                        "the server refuses its configuration: %s", text);
    }
    return config;
}

bool doctor_examine(const struct doctor_facts *facts, struct arena *arena,
                    struct diagnoses *diagnoses)
{
    *diagnoses = (struct diagnoses){0};
    struct examination examination = {.facts = facts, .arena = arena, .diagnoses = diagnoses};
    struct json_object *service = webhook_service(webhook_at(facts, 0));
    examination.service = json_member_text(service, "name");
    examination.namespace = json_member_text(service, "namespace");
    struct config *config = read_config(&examination);
    examination.config = config;
    for (size_t i = 0; i < ARRAY_LEN(checks); i++) {
        examination.check = checks[i].name;
        checks[i].run(&examination);
    }
    config_free(config);
    return !examination.failed;
}

void doctor_put_text(struct buffer *out, const struct diagnoses *diagnoses)
{
    for (size_t i = 0; i < diagnoses->count; i++) {
        const struct diagnosis *diagnosis = &diagnoses->items[i];
        buffer_printf(out, "%-8s %s: ", level_names[diagnosis->level], diagnosis->check);
        buffer_put(out, diagnosis->text);
        if (diagnosis->cure.len != 0)
            buffer_printf(out, "\n         cure: %.*s", TEXT_ARGS(diagnosis->cure));
        buffer_put_char(out, '\n');
    }
    size_t failures = diagnoses->levels[DIAGNOSIS_FAILURE];
    size_t warnings = diagnoses->levels[DIAGNOSIS_WARNING];
    buffer_printf(out, "%zu failure%s, %zu warning%s, %zu not looked at\n", failures,
                  examination_plural(failures), warnings, examination_plural(warnings),
                  diagnoses->levels[DIAGNOSIS_UNKNOWN]);
}

static void put_member(struct buffer *out, const char *before, const char *key, struct text value)
{
    buffer_printf(out, "%s\"%s\":", before, key);
    escape_for_json(out, value);
}

void doctor_put_json(struct buffer *out, const struct diagnoses *diagnoses)
{
    buffer_put(out, TEXT("{\"diagnoses\":["));
    for (size_t i = 0; i < diagnoses->count; i++) {
        const struct diagnosis *diagnosis = &diagnoses->items[i];
        put_member(out, i == 0 ? "{" : ",{", "level",
                   text_from_string(level_names[diagnosis->level]));
        put_member(out, ",", "check", text_from_string(diagnosis->check));
        put_member(out, ",", "text", diagnosis->text);
        put_member(out, ",", "cure", diagnosis->cure);
        buffer_put_char(out, '}');
    }
    buffer_printf(out, "],\"failures\":%zu,\"warnings\":%zu,\"unknown\":%zu}\n",
                  diagnoses->levels[DIAGNOSIS_FAILURE], diagnoses->levels[DIAGNOSIS_WARNING],
                  diagnoses->levels[DIAGNOSIS_UNKNOWN]);
}
