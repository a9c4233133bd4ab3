/* text.h - a slice of bytes: pointer and length, never NUL-terminated, may hold NUL. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Borrowed bytes; whoever hands one out says from whom and until when. Length 0: absent, empty. */
struct text {
    const char *ptr;
    size_t len;
};

/* Slices side by side; borrowed like them. */
struct text_list {
    const struct text *items;
    size_t count;
};

/* A string literal as text. A NUL inside the literal counts; the terminator does not. */
#define TEXT(literal) ((struct text){("" literal), sizeof(literal) - 1})

/* The same as an initialiser, for static tables: a compound literal is no constant in C11. */
#define TEXT_INIT(literal)                                                                         \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }

/* The two arguments of a "%.*s". The length is cut at INT_MAX. */
#define TEXT_ARGS(text) text_printf_length(text), ((text).len != 0 ? (text).ptr : "")

/* NULL gives the empty text. */
struct text text_from_string(const char *string);

int text_printf_length(struct text text);

bool text_equal(struct text a, struct text b);
bool text_equal_ignoring_case(struct text a, struct text b); /* ASCII only */
bool text_starts_with(struct text text, struct text prefix);
bool text_ends_with(struct text text, struct text suffix);
bool text_contains(struct text text, struct text part);

/* Bytewise, shorter before longer: <0, 0, >0 as memcmp. */
int text_compare(struct text a, struct text b);

/* The part from `from` (inclusive) to `to` (exclusive); both are cut at the length. */
struct text text_slice(struct text text, size_t from, size_t to);

/* The offset of the first or last `byte`; the length of `text` if there is none. */
size_t text_find(struct text text, char byte);
size_t text_find_last(struct text text, char byte);

/* Without the spaces and tabs at both ends. */
struct text text_trim_blanks(struct text text);

/* Cuts `*rest` at the first `separator`: returns what stands before it and leaves in `*rest` what
 * stands after it. Without a separator returns all and leaves `*rest` empty with a NULL pointer. */
struct text text_cut(struct text *rest, char separator);

bool text_list_holds(const struct text_list *list, struct text value);

/* True if a value is in both. */
bool text_lists_meet(const struct text_list *a, const struct text_list *b);

#endif
