#include "document/json.h"

#include <limits.h>
#include <stdint.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "fault.h"
#include "json_lexer.h"
#include "position_record.h"
#include "tree.h"

struct json_reader {
    struct json_lexer lexer;
    const void *context; /* of the choices in what is wanted */
    struct arena *positions;
    struct error_list *repeated_keys;
    size_t depth;
    size_t containers_left;
    bool is_typed;         /* of a key that stands twice, the values are merged */
    bool has_repeated_key; /* in an object that is wanted */
};

/* Checks the value that comes next and makes a tree of what is `wanted` of it. On failure the error
 * is set and nothing is left to free. */
static bool read_value(struct json_reader *reader, const struct wanted *wanted,
                       struct json_object **value);

/* Checks the value that comes next. Most of a review is read so: what is ALWAYS_INLINE below is
 * compiled once more for it, without all that makes nodes. */
static bool skip_value(struct json_reader *reader);

/* Makes `node` the value that begins at the lexer's place. NULL is a failure of json-c. */
static bool begin(struct json_reader *reader, struct json_object *node, size_t offset,
                  struct json_object **value)
{
    *value = node;
    if (node == NULL)
        return error_no_memory(reader->lexer.error);
    if (reader->positions == NULL)
        return true;
    struct position position = json_lexer_position(&reader->lexer, offset);
    return position_record(reader->positions, node, position) ||
           error_no_memory(reader->lexer.error);
}

static bool read_string(struct json_reader *reader, const struct wanted *wanted,
                        struct json_object **value)
{
    size_t start = reader->lexer.at;
    struct json_string scanned;
    struct text string;
    (void)wanted;
    return json_lexer_string(&reader->lexer, &scanned) &&
           json_lexer_resolve(&reader->lexer, &scanned, &string) &&
           begin(reader, json_object_new_string_len(string.ptr, (int)string.len), start, value);
}

static bool read_number(struct json_reader *reader, const struct wanted *wanted,
                        struct json_object **value)
{
    size_t start = reader->lexer.at;
    struct json_number number;
    (void)wanted;
    if (!json_lexer_number(&reader->lexer, &number))
        return false;
    struct json_object *node = number.is_integer ? json_object_new_int64(number.integer)
                                                 : json_object_new_double(number.real);
    return begin(reader, node, start, value);
}

static bool read_boolean(struct json_reader *reader, const struct wanted *wanted,
                         struct json_object **value)
{
    size_t start = reader->lexer.at;
    bool is_true = reader->lexer.bytes.ptr[start] == 't';
    (void)wanted;
    return json_lexer_word(&reader->lexer, is_true ? TEXT("true") : TEXT("false")) &&
           begin(reader, json_object_new_boolean(is_true), start, value);
}

/* json-c has no node for null. */
static bool read_null(struct json_reader *reader, const struct wanted *wanted,
                      struct json_object **value)
{
    (void)wanted;
    (void)value;
    return json_lexer_word(&reader->lexer, TEXT("null"));
}

static void report_repeated_key(struct json_reader *reader, size_t offset, struct text key)
{
    reader->has_repeated_key = true;
    if (reader->repeated_keys == NULL)
        return;
    struct position position = json_lexer_position(&reader->lexer, offset);
    tree_report_repeated_key(reader->repeated_keys, position, key);
}

/* A name from a list of what is wanted serves as the key itself; any other is copied. */
static bool find_or_add(struct json_reader *reader, struct json_object *object, struct text key,
                        const struct wanted_member *listed, struct tree_member *member)
{
    if (listed != NULL)
        return tree_member_constant(object, listed->name.ptr, member) ||
               error_no_memory(reader->lexer.error);
    const char *string;
    return json_lexer_terminate(&reader->lexer, key, &string) &&
           (tree_member(object, string, member) || error_no_memory(reader->lexer.error));
}

static bool add_member(struct json_reader *reader, struct json_object *object, struct text key,
                       const struct wanted_member *listed, struct tree_member *member)
{
    size_t start = reader->lexer.key_start;
    if (!find_or_add(reader, object, key, listed, member))
        return false;
    if (!member->is_new)
        report_repeated_key(reader, start, key);
    if (!member->is_new || reader->positions == NULL)
        return true;
    struct position position = json_lexer_position(&reader->lexer, start);
    return position_record_key(reader->positions, object, position) ||
           error_no_memory(reader->lexer.error);
}

static const struct wanted_member *find_listed(const struct wanted *wanted, struct text key)
{
    for (size_t i = 0; i < wanted->count; i++) {
        if (text_equal(wanted->members[i].name, key))
            return &wanted->members[i];
    }
    return NULL;
}

static const struct wanted *choose(const struct json_reader *reader, struct json_object *object,
                                   const struct wanted_member *listed, const struct wanted *others)
{
    if (listed == NULL)
        return others;
    return listed->choose != NULL ? listed->choose(reader->context, object) : listed->value;
}

ALWAYS_INLINE bool read_key(struct json_lexer *lexer, struct json_string *key)
{
    if (json_lexer_peek(lexer) != '"')
        return json_lexer_unexpected(lexer, "a key in double quotes");
    return json_lexer_key(lexer, key);
}

ALWAYS_INLINE bool read_colon(struct json_lexer *lexer)
{
    if (json_lexer_peek(lexer) != ':')
        return json_lexer_unexpected(lexer, "\":\" after the key");
    lexer->at++;
    return true;
}

static bool read_known_member(struct json_reader *reader, const struct wanted *wanted,
                              struct json_object *object, const struct json_string *scanned)
{
    struct text key = {0};
    struct tree_member member;
    struct json_object *value;
    if (!json_lexer_resolve(&reader->lexer, scanned, &key))
        return false;
    const struct wanted_member *listed = find_listed(wanted, key);
    wanted = choose(reader, object, listed, wanted->others);
    if (wanted == NULL)
        return read_colon(&reader->lexer) && skip_value(reader);
    if (!add_member(reader, object, key, listed, &member) || !read_colon(&reader->lexer) ||
        !read_value(reader, wanted, &value))
        return false;
    if (reader->is_typed)
        return tree_merge(&member, value) || error_no_memory(reader->lexer.error);
    tree_replace(&member, value);
    return true;
}

ALWAYS_INLINE bool read_member(struct json_reader *reader, const struct wanted *wanted,
                               struct json_object *object)
{
    struct json_string key;
    if (!read_key(&reader->lexer, &key))
        return false;
    if (wanted == NULL)
        return read_colon(&reader->lexer) && skip_value(reader);
    return read_known_member(reader, wanted, object, &key);
}

static bool read_known_element(struct json_reader *reader, const struct wanted *wanted,
                               struct json_object *list)
{
    struct json_object *value;
    if (!read_value(reader, wanted, &value))
        return false;
    if (json_object_array_add(list, value) == 0)
        return true;
    json_object_put(value);
    return error_no_memory(reader->lexer.error);
}

ALWAYS_INLINE bool read_element(struct json_reader *reader, const struct wanted *wanted,
                                struct json_object *list)
{
    return wanted == NULL ? skip_value(reader) : read_known_element(reader, wanted, list);
}

static const struct container {
    char closing;
    const char *wanted;
    bool (*read_item)(struct json_reader *reader, const struct wanted *wanted,
                      struct json_object *container);
} an_object = {'}', "\",\" or \"}\" after the value", read_member},
  a_list = {']', "\",\" or \"]\" after the value", read_element};

ALWAYS_INLINE bool read_items(struct json_reader *reader, const struct container *form,
                              const struct wanted *wanted, struct json_object *container)
{
    struct json_lexer *lexer = &reader->lexer;
    lexer->at++;
    if (json_lexer_peek(lexer) == form->closing) {
        lexer->at++;
        return true;
    }

    while (form->read_item(reader, wanted, container)) {
        char next = json_lexer_peek(lexer);
        if (next != ',' && next != form->closing)
            return json_lexer_unexpected(lexer, form->wanted);
        lexer->at++;
        if (next == form->closing)
            return true;
    }
    return false;
}

ALWAYS_INLINE bool read_container(struct json_reader *reader, const struct container *form,
                                  const struct wanted *wanted, struct json_object *container)
{
    if (reader->depth == LIMIT_DOCUMENT_DEPTH)
        return json_lexer_fail(&reader->lexer, ERROR_LIMIT,
                               (struct json_fault){reader->lexer.at, FAULT_TOO_DEEP, {0}});
    if (reader->containers_left == 0)
        return json_lexer_fail(
            &reader->lexer, ERROR_LIMIT,
            (struct json_fault){reader->lexer.at, "too many objects and lists", {0}});
    reader->containers_left--;
    reader->depth++;
    bool done = read_items(reader, form, wanted, container);
    reader->depth--;
    return done;
}

/* Room for this many elements at first: containers, ports and conditions are short lists. */
enum { FIRST_ELEMENTS = 4 };

static bool read_list(struct json_reader *reader, const struct wanted *wanted,
                      struct json_object **value)
{
    struct json_object *list = json_object_new_array_ext(FIRST_ELEMENTS);
    return begin(reader, list, reader->lexer.at, value) &&
           read_container(reader, &a_list, wanted, list);
}

static bool read_object(struct json_reader *reader, const struct wanted *wanted,
                        struct json_object **value)
{
    struct json_object *object = json_object_new_object();
    return begin(reader, object, reader->lexer.at, value) &&
           read_container(reader, &an_object, wanted, object);
}

typedef bool value_reader(struct json_reader *reader, const struct wanted *wanted,
                          struct json_object **value);

/* By the first byte of the value. */
static value_reader *const readers[UCHAR_MAX + 1] = {
    ['{'] = read_object,  ['['] = read_list,   ['"'] = read_string, ['t'] = read_boolean,
    ['f'] = read_boolean, ['n'] = read_null,   ['-'] = read_number, ['0'] = read_number,
    ['1'] = read_number,  ['2'] = read_number, ['3'] = read_number, ['4'] = read_number,
    ['5'] = read_number,  ['6'] = read_number, ['7'] = read_number, ['8'] = read_number,
    ['9'] = read_number,
};

static bool skip_scalar(struct json_lexer *lexer, char first)
{
    struct json_number number;
    switch (first) {
    case 't':
        return json_lexer_word(lexer, TEXT("true"));
    case 'f':
        return json_lexer_word(lexer, TEXT("false"));
    case 'n':
        return json_lexer_word(lexer, TEXT("null"));
    default:
        break;
    }
    if (first == '-' || ascii_is_digit(first))
        return json_lexer_number(lexer, &number);
    return json_lexer_unexpected(lexer, "a value");
}

static bool skip_value(struct json_reader *reader)
{
    struct json_string string;
    char first = json_lexer_peek(&reader->lexer);
    switch (first) {
    case '"':
        return json_lexer_string(&reader->lexer, &string);
    case '{':
        return read_container(reader, &an_object, NULL, NULL);
    case '[':
        return read_container(reader, &a_list, NULL, NULL);
    default:
        return skip_scalar(&reader->lexer, first);
    }
}

static bool read_value(struct json_reader *reader, const struct wanted *wanted,
                       struct json_object **value)
{
    unsigned char first = (unsigned char)json_lexer_peek(&reader->lexer);
    *value = NULL;
    if (readers[first] == NULL)
        return json_lexer_unexpected(&reader->lexer, "a value");
    if (readers[first](reader, wanted, value))
        return true;
    json_object_put(*value);
    *value = NULL;
    return false;
}

static bool read_all(struct json_reader *reader, const struct wanted *wanted,
                     struct json_object **root)
{
    struct json_lexer *lexer = &reader->lexer;
    if (utf8_without_mark(lexer->bytes).len != lexer->bytes.len)
        return json_lexer_fail(
            lexer, ERROR_SYNTAX,
            (struct json_fault){0, "the text begins with a byte order mark", {0}});
    if (!read_value(reader, wanted, root))
        return false;

    json_lexer_peek(lexer);
    if (json_lexer_is_at_end(lexer))
        return true;
    json_object_put(*root);
    *root = NULL;
    return json_lexer_unexpected(lexer, "the end of the text");
}

static bool run(struct json_reader *reader, struct text bytes, const struct wanted *wanted,
                struct json_object **root, struct error *error)
{
    *root = NULL;
    if (bytes.len > INT_MAX) /* json-c counts in int */
        return error_set(error, ERROR_LIMIT, "the text is larger than %d bytes", INT_MAX);

    json_lexer_init(&reader->lexer, bytes, error);
    bool done = read_all(reader, wanted, root);
    json_lexer_release(&reader->lexer);
    return done;
}

bool json_read(struct text bytes, struct arena *positions, struct error_list *repeated_keys,
               struct json_object **root, struct error *error)
{
    struct json_reader reader = {
        .positions = positions, .repeated_keys = repeated_keys, .containers_left = SIZE_MAX};
    return run(&reader, bytes, &wanted_whole, root, error);
}

bool json_read_selection(struct text bytes, const struct json_selection *selection,
                         struct json_object **root, struct error *error)
{
    struct json_reader reader = {
        .context = selection->context,
        .is_typed = true,
        .containers_left = selection->max_containers,
    };
    bool done = run(&reader, bytes, selection->wanted, root, error);
    if (!done || !reader.has_repeated_key || selection->wanted == &wanted_whole)
        return done;

    json_object_put(*root);
    reader = (struct json_reader){.is_typed = true, .containers_left = selection->max_containers};
    return run(&reader, bytes, &wanted_whole, root, error);
}
