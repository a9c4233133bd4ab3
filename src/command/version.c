#include <curl/curl.h>
#include <gnutls/gnutls.h>
#include <json-c/json.h>
#include <microhttpd.h>
#include <openssl/crypto.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <yaml.h>

#include "base/check.h"
#include "base/escape.h"
#include "command.h"
#include "options.h"
#include "output.h"
#include "output_format.h"

enum { PCRE2_VERSION_BYTES = 64 };

/* What runs, which need not be what it was built with. */
struct component {
    const char *name;
    const char *version;
};

static void put_plain(struct buffer *out, const struct component *components, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_printf(out, "%s%s %s\n", i == 0 ? "" : "  ", components[i].name,
                      components[i].version);
}

static void put_member(struct buffer *out, const struct component *component)
{
    escape_for_json(out, text_from_string(component->name));
    buffer_put_char(out, ':');
    escape_for_json(out, text_from_string(component->version));
}

static void put_json(struct buffer *out, const struct component *components, size_t count)
{
    buffer_put(out, TEXT("{\"version\":"));
    escape_for_json(out, text_from_string(components[0].version));
    buffer_put(out, TEXT(",\"libraries\":{"));
    for (size_t i = 1; i < count; i++) {
        if (i > 1)
            buffer_put_char(out, ',');
        put_member(out, &components[i]);
    }
    buffer_put(out, TEXT("}}\n"));
}

static void (*const writers[OUTPUT_FORMAT_COUNT])(struct buffer *out,
                                                  const struct component *components,
                                                  size_t count) = {
    [OUTPUT_TEXT] = put_plain,
    [OUTPUT_JSON] = put_json,
};

enum exit_code command_version(const struct command *command, const struct arguments *arguments)
{
    char pcre2[PCRE2_VERSION_BYTES] = "";
    enum output_format format;
    struct buffer out = {0};
    (void)command;
    if (!output_format_choose(arguments, &format))
        return EXIT_USAGE;
    pcre2_config(PCRE2_CONFIG_VERSION, pcre2);
    const struct component components[] = {
        {"release-gate", RELEASE_GATE_VERSION},
        {"libmicrohttpd", MHD_get_version()},
        {"GnuTLS", gnutls_check_version(NULL)},
        {"OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING)},
        {"libcurl", curl_version_info(CURLVERSION_NOW)->version},
        {"json-c", json_c_version()},
        {"PCRE2", pcre2},
        {"libyaml", yaml_get_version_string()},
    };
    writers[format](&out, components, ARRAY_LEN(components));
    enum exit_code code = output_write(&out);
    buffer_release(&out);
    return code;
}
