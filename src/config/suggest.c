#include "config/suggest.h"

#include "base/ascii.h"

enum {
    MAX_WORD_BYTES = 64, /* no key and no value of ours is longer */
    MIN_BEGINNING_BYTES = 3,
    MAX_EDITS = 2,
    TOO_FAR = MAX_WORD_BYTES + 1,
};

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* Levenshtein's distance, case ignored, with one row of the matrix. */
static size_t edit_distance(struct text a, struct text b)
{
    size_t row[MAX_WORD_BYTES + 1];
    for (size_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 0; i < a.len; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < b.len; j++) {
            bool is_same = ascii_to_lower(a.ptr[i]) == ascii_to_lower(b.ptr[j]);
            size_t replaced = diagonal + (is_same ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = smallest(replaced, row[j] + 1, row[j + 1] + 1);
        }
    }
    return row[b.len];
}

static bool is_beginning(struct text word, struct text candidate)
{
    return word.len >= MIN_BEGINNING_BYTES &&
           text_equal_ignoring_case(word, text_slice(candidate, 0, word.len));
}

/* Half of a short word changed is another word. */
static size_t distance(struct text word, struct text candidate)
{
    if (word.len > MAX_WORD_BYTES || candidate.len > MAX_WORD_BYTES)
        return TOO_FAR;
    size_t longer = word.len > candidate.len ? word.len : candidate.len;
    size_t accepted = longer / 3 > MAX_EDITS ? longer / 3 : MAX_EDITS;
    size_t edits = edit_distance(word, candidate);
    if (edits <= accepted && 2 * edits <= longer)
        return edits;
    return is_beginning(word, candidate) ? MAX_WORD_BYTES : TOO_FAR;
}

struct text suggest(struct text word, const struct text *candidates, size_t count)
{
    struct text nearest = {0};
    size_t nearest_distance = TOO_FAR;
    for (size_t i = 0; i < count; i++) {
        size_t current = distance(word, candidates[i]);
        if (current < nearest_distance) {
            nearest_distance = current;
            nearest = candidates[i];
        }
    }
    return nearest;
}
