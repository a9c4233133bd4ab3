#include "core/image_ref.h"

#include "base/ascii.h"
#include "base/limits.h"

enum {
    IMAGE_ID_DIGITS = 64,   /* a SHA-256 in hex */
    DIGEST_MIN_DIGITS = 32, /* of an algorithm that is not in the table below */
    PORT_MAX_DIGITS = 5,
};

static const char *const fault_texts[] = {
    [IMAGE_REF_VALID] = "it is an image reference",
    [IMAGE_REF_EMPTY] = "it is empty",
    [IMAGE_REF_BAD_REGISTRY] = "the registry is not a host name with an optional port",
    [IMAGE_REF_BAD_REPOSITORY] =
        "the repository has a character that is not allowed, or an empty component",
    [IMAGE_REF_UPPER_CASE] = "the repository has an upper-case letter",
    [IMAGE_REF_LONG_REPOSITORY] = "the repository has more than 255 characters",
    [IMAGE_REF_HEX_REPOSITORY] = "64 hex digits are an image id, not a repository",
    [IMAGE_REF_EMPTY_TAG] = "the tag is empty",
    [IMAGE_REF_BAD_TAG] = "the tag has a character that is not allowed",
    [IMAGE_REF_LONG_TAG] = "the tag has more than 128 characters",
    [IMAGE_REF_BAD_DIGEST] = "the digest is not of the form algorithm:hex",
};
_Static_assert(ARRAY_LEN(fault_texts) == IMAGE_REF_FAULT_COUNT, "a sentence for every fault");

const char *image_ref_fault_text(enum image_ref_fault fault)
{
    if ((size_t)fault >= ARRAY_LEN(fault_texts))
        return "it is not an image reference";
    return fault_texts[fault];
}

static bool all_bytes(struct text text, bool (*accepts)(char))
{
    for (size_t i = 0; i < text.len; i++) {
        if (!accepts(text.ptr[i]))
            return false;
    }
    return true;
}

/* github.com/opencontainers/go-digest: a registered algorithm has its length, in lower case. */
static const struct {
    struct text name;
    size_t digits;
} algorithms[] = {
    {{"sha256", 6}, 64},
    {{"sha384", 6}, 96},
    {{"sha512", 6}, 128},
};

static bool is_lower_hex(char c)
{
    return ascii_is_hex(c) && !ascii_is_upper(c);
}

/* algorithm-component *( [-_+.] algorithm-component ), a component begins with a letter. */
static bool is_algorithm(struct text text)
{
    bool at_start = true;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool is_separator = c == '-' || c == '_' || c == '+' || c == '.';

        if (at_start ? !ascii_is_lower(ascii_to_lower(c)) : !(is_separator || ascii_is_alnum(c)))
            return false;
        at_start = is_separator;
    }
    return !at_start;
}

static enum image_ref_fault check_digest(struct text digest)
{
    struct text digits = digest;
    struct text algorithm = text_cut(&digits, ':');

    for (size_t i = 0; i < ARRAY_LEN(algorithms); i++) {
        if (text_equal(algorithm, algorithms[i].name)) {
            bool is_whole = digits.len == algorithms[i].digits && all_bytes(digits, is_lower_hex);
            return is_whole ? IMAGE_REF_VALID : IMAGE_REF_BAD_DIGEST;
        }
    }
    if (!is_algorithm(algorithm) || digits.len < DIGEST_MIN_DIGITS ||
        !all_bytes(digits, ascii_is_hex))
        return IMAGE_REF_BAD_DIGEST;
    return IMAGE_REF_VALID;
}

static bool is_tag_byte(char c)
{
    return ascii_is_alnum(c) || c == '_' || c == '.' || c == '-' || c == '+';
}

static enum image_ref_fault check_tag(struct text tag)
{
    if (tag.len == 0)
        return IMAGE_REF_EMPTY_TAG;
    if (!all_bytes(tag, is_tag_byte) || !(ascii_is_alnum(tag.ptr[0]) || tag.ptr[0] == '_'))
        return IMAGE_REF_BAD_TAG;
    return tag.len > LIMIT_TAG_BYTES ? IMAGE_REF_LONG_TAG : IMAGE_REF_VALID;
}

/* The length of the separator that begins at `at`: ".", "_", "__" or any run of "-". 0: none. */
static size_t separator_length(struct text text, size_t at)
{
    size_t end = at;

    if (text.ptr[at] == '.')
        return 1;
    if (text.ptr[at] == '_')
        return at + 1 < text.len && text.ptr[at + 1] == '_' ? 2 : 1;
    while (end < text.len && text.ptr[end] == '-')
        end++;
    return end - at;
}

static bool is_lower_alnum(char c)
{
    return ascii_is_lower(c) || ascii_is_digit(c);
}

/* Alphanumerics with single separators between them, never at an end. */
static bool is_component(struct text text, bool (*accepts)(char))
{
    size_t i = 0;

    while (i < text.len && accepts(text.ptr[i])) {
        size_t separator;

        while (i < text.len && accepts(text.ptr[i]))
            i++;
        if (i == text.len)
            return true;
        separator = separator_length(text, i);
        if (separator == 0)
            return false;
        i += separator;
    }
    return false;
}

static bool is_path(struct text path, bool (*accepts)(char))
{
    struct text rest = path;

    /* text_cut leaves a NULL pointer only when no separator was left: "a/" has an empty end. */
    while (rest.ptr != NULL) {
        if (!is_component(text_cut(&rest, '/'), accepts))
            return false;
    }
    return path.len != 0;
}

static enum image_ref_fault check_repository(struct text repository)
{
    if (is_path(repository, is_lower_alnum))
        return IMAGE_REF_VALID;
    return is_path(repository, ascii_is_alnum) ? IMAGE_REF_UPPER_CASE : IMAGE_REF_BAD_REPOSITORY;
}

static bool is_host_label(struct text label)
{
    if (label.len == 0 || label.ptr[0] == '-' || label.ptr[label.len - 1] == '-')
        return false;
    for (size_t i = 0; i < label.len; i++) {
        if (!ascii_is_alnum(label.ptr[i]) && label.ptr[i] != '-')
            return false;
    }
    return true;
}

static bool is_host_name(struct text host)
{
    struct text rest = host;

    if (host.len == 0)
        return false;
    while (rest.ptr != NULL) {
        if (!is_host_label(text_cut(&rest, '.')))
            return false;
    }
    return true;
}

static bool is_ipv6_byte(char c)
{
    return ascii_is_hex(c) || c == ':';
}

static bool is_host(struct text host)
{
    struct text address;

    if (host.len == 0 || host.ptr[0] != '[')
        return is_host_name(host);
    address = text_slice(host, 1, host.len - 1);
    return host.ptr[host.len - 1] == ']' && address.len != 0 && all_bytes(address, is_ipv6_byte);
}

static enum image_ref_fault check_registry(struct text registry)
{
    size_t colon = text_find_last(registry, ':');
    struct text port = text_slice(registry, colon + 1, registry.len);

    /* The last ':' of "[::1]" is part of the address. */
    if (colon == registry.len || registry.ptr[registry.len - 1] == ']')
        return is_host(registry) ? IMAGE_REF_VALID : IMAGE_REF_BAD_REGISTRY;
    if (port.len == 0 || port.len > PORT_MAX_DIGITS || !all_bytes(port, ascii_is_digit))
        return IMAGE_REF_BAD_REGISTRY;
    return is_host(text_slice(registry, 0, colon)) ? IMAGE_REF_VALID : IMAGE_REF_BAD_REGISTRY;
}

static bool has_upper(struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (ascii_is_upper(text.ptr[i]))
            return true;
    }
    return false;
}

/* "localhost", or with a '.', a ':' or an upper-case letter: what a repository's first component
 * cannot be (github.com/distribution/reference, splitDockerDomain). */
static bool is_registry(struct text first)
{
    return text_equal(first, TEXT("localhost")) || text_contains(first, TEXT(".")) ||
           text_contains(first, TEXT(":")) || has_upper(first);
}

static void split_name(struct image_ref *ref)
{
    size_t slash = text_find(ref->name, '/');

    ref->repository = ref->name;
    if (slash == ref->name.len || !is_registry(text_slice(ref->name, 0, slash)))
        return;
    ref->registry = text_slice(ref->name, 0, slash);
    ref->repository = text_slice(ref->name, slash + 1, ref->name.len);
}

static enum image_ref_fault check_name(const struct image_ref *ref)
{
    enum image_ref_fault fault = IMAGE_REF_VALID;

    if (ref->registry.len != 0)
        fault = check_registry(ref->registry);
    if (fault == IMAGE_REF_VALID)
        fault = check_repository(ref->repository);
    if (fault != IMAGE_REF_VALID)
        return fault;
    if (ref->repository.len > LIMIT_REPOSITORY_BYTES)
        return IMAGE_REF_LONG_REPOSITORY;
    return IMAGE_REF_VALID;
}

/* docker takes 64 bare hex digits for an image id and never for a name; with a tag they are one. */
static bool is_image_id(struct text source)
{
    return source.len == IMAGE_ID_DIGITS && all_bytes(source, is_lower_hex);
}

/* Cuts `source` into name, tag and digest, from the right, and checks tag and digest. */
static enum image_ref_fault split(struct text source, struct image_ref *ref)
{
    size_t at = text_find(source, '@');
    struct text named = text_slice(source, 0, at);
    size_t slash = text_find_last(named, '/');
    size_t after_slash = slash == named.len ? 0 : slash + 1;
    size_t colon = after_slash + text_find(text_slice(named, after_slash, named.len), ':');
    enum image_ref_fault fault = IMAGE_REF_VALID;

    ref->name = text_slice(named, 0, colon);
    split_name(ref);
    if (colon < named.len) {
        ref->tag = text_slice(named, colon + 1, named.len);
        fault = check_tag(ref->tag);
    }
    if (fault == IMAGE_REF_VALID && at < source.len) {
        ref->digest = text_slice(source, at + 1, source.len);
        fault = check_digest(ref->digest);
    }
    return fault;
}

enum image_ref_fault image_ref_parse(struct text source, struct image_ref *ref)
{
    struct image_ref parts = {0};
    enum image_ref_fault fault;
    enum image_ref_fault name_fault;

    *ref = (struct image_ref){0};
    if (source.len == 0)
        return IMAGE_REF_EMPTY;
    if (is_image_id(source))
        return IMAGE_REF_HEX_REPOSITORY;
    fault = split(source, &parts);
    name_fault = check_name(&parts);
    if (name_fault != IMAGE_REF_VALID)
        return name_fault;
    if (fault == IMAGE_REF_VALID)
        *ref = parts;
    return fault;
}

bool image_ref_is_pullable(const struct image_ref *ref)
{
    return ref->repository.len != 0 && !text_contains(ref->tag, TEXT("+"));
}
