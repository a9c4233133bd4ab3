/* In which order a person is shown an inventory. */
#include <stdlib.h>

#include "base/ascii.h"
#include "report/inventory.h"

enum standing inventory_row_standing(const struct inventory_row *row)
{
    unsigned standing = STANDING_DENIED;
    while (standing < STANDING_ADMITTED && row->standings[standing] == 0)
        standing++;
    return (enum standing)standing;
}

size_t inventory_environment_rank(const struct inventory *inventory, struct text environment)
{
    const struct text_list *known = &inventory->environments;
    for (size_t i = 0; i < known->count; i++) {
        if (text_equal(known->items[i], environment))
            return i;
    }
    for (size_t i = 0; i < inventory->row_count; i++) {
        if (text_equal(inventory->rows[i].environment, environment))
            return known->count + i;
    }
    return known->count + inventory->row_count;
}

/* ---- Versions. */

/* The digits at the beginning, cut off, without the zeros before them. */
static struct text take_number(struct text *rest)
{
    size_t zeros = 0;
    while (zeros < rest->len && rest->ptr[zeros] == '0')
        zeros++;
    size_t end = zeros;
    while (end < rest->len && ascii_is_digit(rest->ptr[end]))
        end++;
    struct text number = text_slice(*rest, zeros, end);
    *rest = text_slice(*rest, end, rest->len);
    return number;
}

static bool has_digit(struct text text)
{
    return text.len != 0 && ascii_is_digit(text.ptr[0]);
}

int version_compare(struct text a, struct text b)
{
    while (a.len != 0 && b.len != 0) {
        int order = (unsigned char)a.ptr[0] - (unsigned char)b.ptr[0];
        if (has_digit(a) && has_digit(b)) {
            struct text x = take_number(&a);
            struct text y = take_number(&b);
            order = x.len != y.len ? (x.len < y.len ? -1 : 1) : text_compare(x, y);
        } else {
            a = text_slice(a, 1, a.len);
            b = text_slice(b, 1, b.len);
        }
        if (order != 0)
            return order;
    }
    return (a.len != 0) - (b.len != 0);
}

/* ---- Rows. */

/* qsort hands its function nothing but the items, so the rank stands beside each. */
struct ranked {
    const struct inventory_row *row;
    size_t environment_rank;
};

/* By the name that a person knows, then by the registry. */
static int compare_applications(struct text a, struct text b)
{
    size_t x = text_find_last(a, '/');
    size_t y = text_find_last(b, '/');
    int order = text_compare(text_slice(a, x < a.len ? x + 1 : 0, a.len),
                             text_slice(b, y < b.len ? y + 1 : 0, b.len));
    return order != 0 ? order : text_compare(a, b);
}

static int compare(const void *left, const void *right)
{
    const struct ranked *a = left;
    const struct ranked *b = right;
    int order = compare_applications(a->row->application, b->row->application);
    if (order == 0)
        order = (a->environment_rank > b->environment_rank) -
                (a->environment_rank < b->environment_rank);
    if (order == 0)
        order = version_compare(b->row->version, a->row->version);
    if (order == 0)
        order = text_compare(a->row->version, b->row->version);
    return order != 0 ? order : (int)a->row->class - (int)b->row->class;
}

const struct inventory_row **inventory_sorted(const struct inventory *inventory)
{
    size_t count = inventory->row_count;
    const struct inventory_row **rows = calloc(count + 1, sizeof(struct inventory_row *));
    struct ranked *ranked = calloc(count + 1, sizeof *ranked);
    if (rows == NULL || ranked == NULL) {
        free(rows);
        free(ranked);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        const struct inventory_row *row = &inventory->rows[i];
        ranked[i] = (struct ranked){row, inventory_environment_rank(inventory, row->environment)};
    }
    if (count != 0)
        qsort(ranked, count, sizeof *ranked, compare);
    for (size_t i = 0; i < count; i++)
        rows[i] = ranked[i].row;
    free(ranked);
    return rows;
}
