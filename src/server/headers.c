#include "headers.h"

#include "base/ascii.h"
#include "base/text.h"

struct framing {
    unsigned lengths;
    unsigned encodings;
    bool is_chunked;
};

static enum MHD_Result note_framing(void *closure, enum MHD_ValueKind kind, const char *key,
                                    const char *value)
{
    struct framing *framing = closure;
    struct text name = text_from_string(key);
    (void)kind;
    if (text_equal_ignoring_case(name, TEXT(MHD_HTTP_HEADER_CONTENT_LENGTH)))
        framing->lengths++;
    if (text_equal_ignoring_case(name, TEXT(MHD_HTTP_HEADER_TRANSFER_ENCODING))) {
        framing->encodings++;
        framing->is_chunked =
            text_equal_ignoring_case(text_trim_blanks(text_from_string(value)), TEXT("chunked"));
    }
    return MHD_YES;
}

bool headers_frame_body(struct MHD_Connection *connection)
{
    struct framing framing = {0};
    MHD_get_connection_values(connection, MHD_HEADER_KIND, note_framing, &framing);
    if (framing.lengths + framing.encodings > 1)
        return false;
    return framing.encodings == 0 || framing.is_chunked;
}

static struct text header(struct MHD_Connection *connection, const char *name)
{
    return text_from_string(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

bool headers_say_json(struct MHD_Connection *connection)
{
    struct text value = header(connection, MHD_HTTP_HEADER_CONTENT_TYPE);
    struct text type = text_trim_blanks(text_cut(&value, ';'));
    return text_equal_ignoring_case(type, TEXT("application/json"));
}

uint64_t headers_content_length(struct MHD_Connection *connection)
{
    struct text digits = header(connection, MHD_HTTP_HEADER_CONTENT_LENGTH);
    uint64_t length = 0;
    for (size_t i = 0; i < digits.len && ascii_is_digit(digits.ptr[i]); i++) {
        if (__builtin_mul_overflow(length, 10, &length) ||
            __builtin_add_overflow(length, (uint64_t)(digits.ptr[i] - '0'), &length))
            return UINT64_MAX;
    }
    return length;
}

bool headers_expect_continue(struct MHD_Connection *connection)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_EXPECT) != NULL;
}
