#include "cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/check.h"

enum { MAX_FILE_BYTES = 16 * 1024 * 1024, FIRST_ROWS = 64 };

static _Noreturn void give_up(const char *path, const char *what)
{
    fprintf(stderr, "%s: %s\n", path, what);
    exit(EXIT_FAILURE);
}

static size_t read_all(const char *path, char *bytes)
{
    FILE *file = fopen(path, "rb");
    size_t len;

    if (file == NULL)
        give_up(path, "cannot be opened");
    len = fread(bytes, 1, MAX_FILE_BYTES, file);
    if (ferror(file) || len == MAX_FILE_BYTES)
        give_up(path, "cannot be read whole");
    fclose(file);
    return len;
}

static int hex_value(char c)
{
    return ascii_is_digit(c) ? c - '0' : ascii_to_lower(c) - 'a' + 10;
}

/* One escape at `from`: the byte that it stands for, and how many bytes it has. */
static size_t read_escape(struct text column, size_t from, char *byte)
{
    static const char letters[] = "nt\\";
    static const char meanings[] = "\n\t\\";
    char letter = from + 1 < column.len ? column.ptr[from + 1] : '\0';
    const char *found = letter != '\0' ? strchr(letters, letter) : NULL;

    if (found != NULL) {
        *byte = meanings[found - letters];
        return 2;
    }
    if (letter == 'x' && from + 3 < column.len && ascii_is_hex(column.ptr[from + 2]) &&
        ascii_is_hex(column.ptr[from + 3])) {
        *byte = (char)(hex_value(column.ptr[from + 2]) * 16 + hex_value(column.ptr[from + 3]));
        return 4;
    }
    *byte = '\\';
    return 1;
}

/* In place: what comes out is never longer. */
static struct text unescape(struct text column, char *out)
{
    size_t len = 0;
    size_t i = 0;

    while (i < column.len) {
        if (column.ptr[i] == '\\')
            i += read_escape(column, i, &out[len++]);
        else
            out[len++] = column.ptr[i++];
    }
    return (struct text){out, len};
}

static void add_row(struct test_cases *cases, struct text line, size_t number, char *base)
{
    struct test_case *row = &cases->items[cases->count++];
    struct text rest = line;

    *row = (struct test_case){.line = number};
    for (size_t i = 0; i < CASE_COLUMNS && rest.ptr != NULL; i++) {
        struct text column = text_cut(&rest, '\t');
        row->columns[i] = unescape(column, base + (column.ptr - line.ptr));
    }
}

void cases_load(struct test_cases *cases, const char *name)
{
    const char *folder = getenv("RG_TEST_DATA");
    size_t capacity = FIRST_ROWS;
    struct text rest;

    *cases = (struct test_cases){0};
    snprintf(cases->path, sizeof(cases->path), "%s/%s", folder != NULL ? folder : "tests/data",
             name);
    cases->bytes = malloc(MAX_FILE_BYTES);
    cases->items = calloc(capacity, sizeof(*cases->items));
    if (cases->bytes == NULL || cases->items == NULL)
        give_up(cases->path, "no memory");
    rest = (struct text){cases->bytes, read_all(cases->path, cases->bytes)};
    for (size_t number = 1; rest.len != 0; number++) {
        struct text line = text_cut(&rest, '\n');

        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        if (cases->count == capacity) {
            capacity *= 2;
            cases->items = realloc(cases->items, capacity * sizeof(*cases->items));
            if (cases->items == NULL)
                give_up(cases->path, "no memory");
        }
        add_row(cases, line, number, cases->bytes + (line.ptr - cases->bytes));
    }
    if (cases->count == 0)
        give_up(cases->path, "has no cases");
}

void cases_release(struct test_cases *cases)
{
    free(cases->items);
    free(cases->bytes);
    *cases = (struct test_cases){0};
}

const char *case_place(const struct test_cases *cases, const struct test_case *item)
{
    static char place[600];

    snprintf(place, sizeof(place), "%s:%zu", cases->path, item->line);
    return place;
}
