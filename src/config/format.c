#include "format.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "core/kind.h"

enum {
    MAX_LABEL_BYTES = 63,   /* RFC 1123, and a Kubernetes label's value */
    MAX_DOMAIN_BYTES = 253, /* RFC 1123 */
    MAX_PORT = 65535,
    MAX_PORT_DIGITS = 5,
    FIRST_LATIN_1 = 0xA0, /* below it are the C1 control characters */
    DELETE = 0x7F,
};

static bool is_port(struct text text)
{
    unsigned port = 0;
    if (text.len == 0 || text.len > MAX_PORT_DIGITS)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (!ascii_is_digit(text.ptr[i]))
            return false;
        port = port * 10 + (unsigned)(text.ptr[i] - '0');
    }
    return port <= MAX_PORT;
}

static bool is_ip_address(struct text text, int family)
{
    char string[INET6_ADDRSTRLEN];
    unsigned char address[sizeof(struct in6_addr)];
    if (text.len >= sizeof string)
        return false;
    memcpy(string, text.ptr, text.len);
    string[text.len] = '\0';
    return inet_pton(family, string, address) == 1;
}

/* A last label of digits only is an IPv4 address or a mistake, never a name (RFC 3696). */
static bool ends_with_digits(struct text host)
{
    struct text last = text_slice(host, text_find_last(host, '.') + 1, host.len);
    if (text_find(host, '.') == host.len)
        last = host;
    for (size_t i = 0; i < last.len; i++) {
        if (!ascii_is_digit(last.ptr[i]))
            return false;
    }
    return true;
}

static bool is_label(struct text text, bool is_upper_accepted)
{
    if (text.len == 0 || text.len > MAX_LABEL_BYTES)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool is_edge = i == 0 || i == text.len - 1;
        if (!ascii_is_alnum(c) && (c != '-' || is_edge))
            return false;
        if (ascii_is_upper(c) && !is_upper_accepted)
            return false;
    }
    return true;
}

static bool is_domain(struct text text, bool is_upper_accepted)
{
    struct text rest = text;
    if (text.len == 0 || text.len > MAX_DOMAIN_BYTES)
        return false;
    while (rest.ptr != NULL) {
        if (!is_label(text_cut(&rest, '.'), is_upper_accepted))
            return false;
    }
    return true;
}

static bool is_host(struct text host)
{
    if (host.len == 0)
        return true;
    if (host.len >= 2 && host.ptr[0] == '[' && host.ptr[host.len - 1] == ']')
        return is_ip_address(text_slice(host, 1, host.len - 1), AF_INET6);
    if (ends_with_digits(host))
        return is_ip_address(host, AF_INET);
    return is_domain(host, true);
}

static bool is_address(struct text text)
{
    size_t colon = text_find_last(text, ':');
    return colon < text.len && is_port(text_slice(text, colon + 1, text.len)) &&
           is_host(text_slice(text, 0, colon));
}

static bool is_control(uint32_t character)
{
    return character < ' ' || (character >= DELETE && character < FIRST_LATIN_1);
}

static bool is_utf8_without(struct text text, bool (*is_refused)(uint32_t character))
{
    for (size_t at = 0; at < text.len;) {
        uint32_t character;
        size_t len = utf8_decode(text, at, &character);
        if (len == 0 || is_refused(character))
            return false;
        at += len;
    }
    return true;
}

static bool is_control_within_line(uint32_t character)
{
    return is_control(character) && character != '\n' && character != '\t';
}

static bool is_line(struct text text)
{
    return text_trim_blanks(text).len != 0 && is_utf8_without(text, is_control);
}

static bool is_lines(struct text text)
{
    return text_trim_blanks(text).len != 0 && is_utf8_without(text, is_control_within_line);
}

static bool is_printable(struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!ascii_is_printable(text.ptr[i]))
            return false;
    }
    return text.len != 0;
}

static bool is_dns_label(struct text text)
{
    return is_label(text, false);
}

static bool is_group(struct text text)
{
    return is_domain(text, false);
}

static bool is_kind(struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!ascii_is_alnum(text.ptr[i]))
            return false;
    }
    return text.len != 0 && text.len <= MAX_LABEL_BYTES && ascii_is_upper(text.ptr[0]);
}

static bool is_field_path(struct text text)
{
    struct error reason = {0};
    return kind_path_check(text, &reason);
}

#define LABEL_PATTERN "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"

const struct text_format format_address = {
    "HOST:PORT, [IPv6]:PORT or :PORT with a port from 0 to 65535",
    is_address,
    "^(\\[[0-9A-Fa-f:.]+\\]|[0-9A-Za-z.-]*):[0-9]{1,5}$",
};

const struct text_format format_line = {
    "a line of text that is not blank",
    is_line,
    "^[^\\u0000-\\u001f\\u007f-\\u009f]*[^ \\u0000-\\u001f\\u007f-\\u009f]"
    "[^\\u0000-\\u001f\\u007f-\\u009f]*$",
};

const struct text_format format_lines = {
    "a text without control characters",
    is_lines,
    "^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f]*$",
};

const struct text_format format_glob = {
    "a glob of printable ASCII characters",
    is_printable,
    "^[ -~]+$",
};

/* prometheus.io/docs/concepts/data_model, without the colon, which is for recording rules. */
static bool is_metric(struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        bool is_letter =
            text.ptr[i] == '_' || (ascii_is_alnum(text.ptr[i]) && !ascii_is_digit(text.ptr[i]));
        if (!is_letter && (i == 0 || !ascii_is_digit(text.ptr[i])))
            return false;
    }
    return text.len != 0;
}

const struct text_format format_metric = {
    "a name of a metric, such as edge_state_info",
    is_metric,
    "^[a-zA-Z_][a-zA-Z0-9_]*$",
};

const struct text_format format_dns_label = {
    "a DNS label (at most 63 of a-z, 0-9 and '-', no '-' at the ends)",
    is_dns_label,
    "^" LABEL_PATTERN "$",
};

const struct text_format format_group = {
    "an API group such as apps or example.com",
    is_group,
    "^" LABEL_PATTERN "(\\." LABEL_PATTERN ")*$",
};

const struct text_format format_object_name = {
    "the name of an object such as release-gate (RFC 1123 subdomain)",
    is_group,
    "^" LABEL_PATTERN "(\\." LABEL_PATTERN ")*$",
};

const struct text_format format_kind = {
    "a kind such as Deployment",
    is_kind,
    "^[A-Z][A-Za-z0-9]{0,62}$",
};

const struct text_format format_field_path = {
    "a path such as spec.template.spec or spec.tasks[].image",
    is_field_path,
    "^[^.]+(\\.[^.]+)*$",
};

const struct text_format format_tag_pattern = {
    "a PCRE2 pattern of printable ASCII characters",
    is_printable,
    "^[ -~]+$",
};
