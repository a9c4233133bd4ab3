#include "json_lexer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "fault.h"
#include "json_number.h"
#include "number.h"

/* Room for what json_lexer_unexpected() says was wanted. */
enum { WANTED_BYTES = 128 };

void json_lexer_init(struct json_lexer *lexer, struct text bytes, struct error *error)
{
    *lexer = (struct json_lexer){.bytes = bytes, .error = error, .line = 1};
}

void json_lexer_release(struct json_lexer *lexer)
{
    free(lexer->scratch);
    lexer->scratch = NULL;
}

bool json_lexer_is_at_end(const struct json_lexer *lexer)
{
    return lexer->at == lexer->bytes.len;
}

static void count_from_start(struct json_lexer *lexer)
{
    lexer->counted = 0;
    lexer->line_start = 0;
    lexer->line = 1;
}

struct position json_lexer_position(struct json_lexer *lexer, size_t offset)
{
    if (offset < lexer->counted)
        count_from_start(lexer);

    struct text rest = text_slice(lexer->bytes, lexer->counted, offset);
    for (size_t end = text_find(rest, '\n'); end < rest.len; end = text_find(rest, '\n')) {
        rest = text_slice(rest, end + 1, rest.len);
        lexer->line++;
        lexer->line_start = offset - rest.len;
    }
    lexer->counted = offset;
    return (struct position){lexer->line, offset - lexer->line_start + 1};
}

bool json_lexer_fail(struct json_lexer *lexer, enum error_kind kind, struct json_fault fault)
{
    struct position position = json_lexer_position(lexer, fault.offset);
    return fault_set(lexer->error, kind, position, fault.reason, fault.found);
}

static bool is_part_of_word(char c)
{
    return ascii_is_alnum(c) || c == '+' || c == '-' || c == '.' || c == '_';
}

/* A word for a person who looks for the mistake; at least one character. */
static struct text word_at(struct text bytes, size_t at)
{
    size_t end = at;
    while (end < bytes.len && is_part_of_word(bytes.ptr[end]))
        end++;
    if (end == at) {
        uint32_t character;
        size_t len = utf8_decode(bytes, at, &character);
        end += len != 0 ? len : 1;
    }
    return text_slice(bytes, at, end);
}

bool json_lexer_unexpected(struct json_lexer *lexer, const char *wanted)
{
    struct position position = json_lexer_position(lexer, lexer->at);
    char reason[WANTED_BYTES];
    if (json_lexer_is_at_end(lexer)) {
        snprintf(reason, sizeof reason, "the text ends, expected %s", wanted);
        return fault_set(lexer->error, ERROR_SYNTAX, position, reason, (struct text){0});
    }
    snprintf(reason, sizeof reason, "expected %s, found", wanted);
    return fault_set(lexer->error, ERROR_SYNTAX, position, reason,
                     word_at(lexer->bytes, lexer->at));
}

/* Room for `len` bytes, or NULL with the error set. */
static char *scratch(struct json_lexer *lexer, size_t len)
{
    if (len <= sizeof lexer->small)
        return lexer->small;
    if (len <= lexer->scratch_capacity)
        return lexer->scratch;

    free(lexer->scratch);
    lexer->scratch_capacity = 0;
    lexer->scratch = malloc(len);
    if (lexer->scratch == NULL)
        error_no_memory(lexer->error);
    else
        lexer->scratch_capacity = len;
    return lexer->scratch;
}

bool json_lexer_any_string(struct json_lexer *lexer, struct json_string *string)
{
    struct json_fault fault;
    if (!json_string_scan(lexer->bytes, lexer->at, string, &fault))
        return json_lexer_fail(lexer, ERROR_SYNTAX, fault);
    lexer->at += string->raw.len + 2;
    return true;
}

bool json_lexer_resolve(struct json_lexer *lexer, const struct json_string *string,
                        struct text *resolved)
{
    *resolved = string->raw;
    if (!string->has_escapes)
        return true;
    /* The terminator of a key fits too. */
    char *bytes = scratch(lexer, string->raw.len + 1);
    if (bytes == NULL)
        return false;
    *resolved = (struct text){bytes, json_string_unescape(string->raw, bytes)};
    return true;
}

bool json_lexer_refuse_key(struct json_lexer *lexer, const struct json_string *key)
{
    return json_lexer_fail(lexer, ERROR_VALUE,
                           (struct json_fault){lexer->key_start, "NUL in the key", key->raw});
}

bool json_lexer_terminate(struct json_lexer *lexer, struct text key, const char **string)
{
    char *bytes = scratch(lexer, key.len + 1);
    if (bytes == NULL)
        return false;
    if (bytes != key.ptr && key.len != 0)
        memcpy(bytes, key.ptr, key.len);
    bytes[key.len] = '\0';
    *string = bytes;
    return true;
}

bool json_lexer_word(struct json_lexer *lexer, struct text word)
{
    struct text rest = {lexer->bytes.ptr + lexer->at, lexer->bytes.len - lexer->at};
    if (!text_starts_with(rest, word) ||
        (rest.len > word.len && is_part_of_word(rest.ptr[word.len])))
        return json_lexer_unexpected(lexer, "a value");
    lexer->at += word.len;
    return true;
}

/* An integer too long for 64 bits is read as the API server reads it: as a double. */
static bool read_real(struct json_lexer *lexer, struct text digits, double *real)
{
    char *copy = scratch(lexer, digits.len + 1);
    if (copy == NULL)
        return false;
    memcpy(copy, digits.ptr, digits.len);
    copy[digits.len] = '\0';
    if (number_read(copy, real))
        return true;
    return json_lexer_fail(lexer, ERROR_VALUE,
                           (struct json_fault){lexer->at, "number too large", digits});
}

bool json_lexer_number(struct json_lexer *lexer, struct json_number *number)
{
    *number = (struct json_number){0};
    struct text bytes = lexer->bytes;
    size_t end = json_number_end(bytes, lexer->at, &number->is_integer);
    if (end == 0 || (end < bytes.len && is_part_of_word(bytes.ptr[end])))
        return json_lexer_fail(
            lexer, ERROR_SYNTAX,
            (struct json_fault){lexer->at, "not a JSON number", word_at(bytes, lexer->at)});

    struct text digits = {bytes.ptr + lexer->at, end - lexer->at};
    if (number->is_integer)
        number->is_integer = json_number_integer(digits, &number->integer);
    if (!number->is_integer && !read_real(lexer, digits, &number->real))
        return false;
    lexer->at = end;
    return true;
}
