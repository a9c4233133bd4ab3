/* json_lexer.h - the words of a JSON text, one after the other. */
#ifndef DOCUMENT_JSON_LEXER_H
#define DOCUMENT_JSON_LEXER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "base/error.h"
#include "base/text.h"
#include "document/position.h"
#include "json_string.h"

/* Every key that Kubernetes itself defines fits. */
enum { JSON_SMALL_SCRATCH = 256 };

struct json_lexer {
    struct text bytes;
    size_t at;        /* offset of the next byte */
    size_t key_start; /* of the key that was taken last */
    struct error *error;

    /* Up to `counted` the lines are counted: `line` begins at `line_start`. */
    size_t counted;
    size_t line;
    size_t line_start;

    char *scratch; /* the heap's, or NULL while `small` is enough */
    size_t scratch_capacity;
    char small[JSON_SMALL_SCRATCH];
};

struct json_number {
    bool is_integer; /* which one of the two holds */
    int64_t integer;
    double real;
};

/* `bytes` and `error` are borrowed until the release. */
void json_lexer_init(struct json_lexer *lexer, struct text bytes, struct error *error);
void json_lexer_release(struct json_lexer *lexer);

/* Skips white space and returns the byte behind it without taking it; '\0' at the end too. */
static inline char json_lexer_peek(struct json_lexer *lexer)
{
    while (lexer->at < lexer->bytes.len) {
        char c = lexer->bytes.ptr[lexer->at];
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
            return c;
        lexer->at++;
    }
    return '\0';
}

bool json_lexer_is_at_end(const struct json_lexer *lexer);

/* Each takes what stands next, which json_lexer_peek() has shown to begin in the right way. False,
 * with the error set, if it is wrong. There is no NUL in a key. */
MUST_CHECK bool json_lexer_any_string(struct json_lexer *lexer, struct json_string *string);
bool json_lexer_refuse_key(struct json_lexer *lexer, const struct json_string *key);
MUST_CHECK bool json_lexer_number(struct json_lexer *lexer, struct json_number *number);
MUST_CHECK bool json_lexer_word(struct json_lexer *lexer, struct text word);

/* What the string says, borrowed from the input or from the scratch until the next call. */
MUST_CHECK bool json_lexer_resolve(struct json_lexer *lexer, const struct json_string *string,
                                   struct text *resolved);

/* The key with a NUL behind it, in the scratch. */
MUST_CHECK bool json_lexer_terminate(struct json_lexer *lexer, struct text key,
                                     const char **string);

/* Nearly all strings are nothing but ASCII characters that stand for themselves. */
ALWAYS_INLINE bool json_lexer_string(struct json_lexer *lexer, struct json_string *string)
{
    size_t start = lexer->at + 1;
    size_t end = json_string_plain_end(lexer->bytes, start);
    if (end == lexer->bytes.len || lexer->bytes.ptr[end] != '"')
        return json_lexer_any_string(lexer, string);
    *string = (struct json_string){.raw = {lexer->bytes.ptr + start, end - start}};
    lexer->at = end + 1;
    return true;
}

ALWAYS_INLINE bool json_lexer_key(struct json_lexer *lexer, struct json_string *key)
{
    lexer->key_start = lexer->at;
    return json_lexer_string(lexer, key) && (!key->has_nul || json_lexer_refuse_key(lexer, key));
}

/* Line and column of `offset`. Cheap when the offsets of the calls grow. */
struct position json_lexer_position(struct json_lexer *lexer, size_t offset);

/* Sets the error from the fault, and returns false. */
bool json_lexer_fail(struct json_lexer *lexer, enum error_kind kind, struct json_fault fault);

/* "expected WANTED, found: "WHAT STANDS NEXT""; returns false. */
bool json_lexer_unexpected(struct json_lexer *lexer, const char *wanted);

#endif
