#include <check.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "document/json.h"
#include "document/position.h"
#include "document/yaml.h"
#include "run_suite.h"

enum { ARENA_BYTES = 1 << 22, MAX_LINE = 256, MAX_LISTING = 4096 };

static struct arena arena;

static void set_up(void)
{
    arena_init(&arena, ARENA_BYTES);
}

static void tear_down(void)
{
    arena_release(&arena);
}

/* One line for each node and each key: "a.b[0]=2:5 a.b=1:7", in the order of the tree. */
struct listing {
    char bytes[MAX_LISTING];
    size_t len;
};

static void list_one(struct listing *listing, const char *path, struct position position)
{
    size_t room = sizeof listing->bytes - listing->len;
    int len = snprintf(listing->bytes + listing->len, room, "%s=%zu:%zu\n", path, position.line,
                       position.column);
    ck_assert_int_ge(len, 0);
    ck_assert_uint_lt((size_t)len, room);
    listing->len += (size_t)len;
}

static void list_node(struct listing *listing, const char *path, struct json_object *node);

static void list_members(struct listing *listing, const char *path, struct json_object *object)
{
    json_object_object_foreach(object, key, value)
    {
        char name[MAX_LINE];
        snprintf(name, sizeof name, "%s.%s:", path, key);
        list_one(listing, name, position_of_key(object, key));
        snprintf(name, sizeof name, "%s.%s", path, key);
        list_node(listing, name, value);
    }
}

static void list_node(struct listing *listing, const char *path, struct json_object *node)
{
    list_one(listing, path, position_of(node));
    if (json_object_is_type(node, json_type_object))
        list_members(listing, path, node);
    for (size_t i = 0;
         json_object_is_type(node, json_type_array) && i < json_object_array_length(node); i++) {
        char name[MAX_LINE];
        snprintf(name, sizeof name, "%s[%zu]", path, i);
        list_node(listing, name, json_object_array_get_idx(node, i));
    }
}

enum language { JSON, YAML };

static const struct {
    const char *what;
    enum language language;
    struct text source;
    const char *want; /* "PATH=LINE:COLUMN" of nodes, "PATH:=LINE:COLUMN" of keys */
} cases[] = {
    {"scalar", JSON, TEXT_INIT(" 1"), "=1:2\n"},
    {"every type", JSON, TEXT_INIT("{\"a\": [1, 2.5,\n \"x\", true, null],\n\n  \"b\": {}}"),
     "=1:1\n.a:=1:2\n.a=1:7\n.a[0]=1:8\n.a[1]=1:11\n.a[2]=2:2\n.a[3]=2:7\n.a[4]=0:0\n"
     ".b:=4:3\n.b=4:8\n"},
    {"columns are bytes", JSON, TEXT_INIT("{\"\xC3\xA9\": \"\xC3\xA9\", \"b\": 1}"),
     "=1:1\n.\xC3\xA9:=1:2\n.\xC3\xA9=1:8\n.b:=1:14\n.b=1:19\n"},
    {"carriage returns", JSON, TEXT_INIT("{\r\n\"a\":\r\n1}"), "=1:1\n.a:=2:1\n.a=3:1\n"},
    {"a repeated key stands where it stood first, its value last", JSON,
     TEXT_INIT("{\"a\": 1,\n\"a\": 2}"), "=1:1\n.a:=1:2\n.a=2:6\n"},
    {"a repeated object has its own parts only", JSON,
     TEXT_INIT("{\"a\": {\"x\": 1},\n\"a\": {\"y\": 2}}"),
     "=1:1\n.a:=1:2\n.a=2:6\n.a.y:=2:7\n.a.y=2:12\n"},
    {"scalar", YAML, TEXT_INIT("# x\n  1\n"), "=2:3\n"},
    {"every type", YAML, TEXT_INIT("a:\n- 1\n-   2.5\n- 'x'\n- true\n- ~\nb: {c: [d]}\n"),
     "=1:1\n.a:=1:1\n.a=2:1\n.a[0]=2:3\n.a[1]=3:5\n.a[2]=4:3\n.a[3]=5:3\n.a[4]=0:0\n"
     ".b:=7:1\n.b=7:4\n.b.c:=7:5\n.b.c=7:8\n.b.c[0]=7:9\n"},
    {"columns are bytes", YAML, TEXT_INIT("{\xC3\xA9: \xE2\x82\xAC, b: \xF0\x9F\x98\x80, c: d}"),
     "=1:1\n.\xC3\xA9:=1:2\n.\xC3\xA9=1:6\n.b:=1:11\n.b=1:14\n.c:=1:20\n.c=1:23\n"},
    {"a byte order mark has no column", YAML,
     TEXT_INIT("\xEF\xBB\xBF"
               "a: 1\n"),
     "=1:1\n.a:=1:1\n.a=1:4\n"},
    {"carriage returns", YAML, TEXT_INIT("a: 1\r\nb:\r\n  c\r\n"),
     "=1:1\n.a:=1:1\n.a=1:4\n.b:=2:1\n.b=3:3\n"},
    {"carriage returns alone", YAML, TEXT_INIT("a: 1\rb: 2\r"),
     "=1:1\n.a:=1:1\n.a=1:4\n.b:=2:1\n.b=2:4\n"},
    {"behind anchor and tag", YAML, TEXT_INIT("a: &x x\nb: !!str y\nc: &z !!str  z\nd: !!map {}\n"),
     "=1:1\n.a:=1:1\n.a=1:7\n.b:=2:1\n.b=2:10\n.c:=3:1\n.c=3:14\n.d:=4:1\n.d=4:10\n"},
    {"an anchor alone on its line", YAML, TEXT_INIT("a: &x\n  y\n"), "=1:1\n.a:=1:1\n.a=1:4\n"},
    {"an alias stands where its anchor does", YAML, TEXT_INIT("a: &x y\nb: *x\n"),
     "=1:1\n.a:=1:1\n.a=1:7\n.b:=2:1\n.b=1:7\n"},
    {"a merged key stands where it was written", YAML,
     TEXT_INIT("a: &x\n  p: 1\nb:\n  q: 2\n  <<: *x\n"),
     "=1:1\n.a:=1:1\n.a=1:4\n.a.p:=2:3\n.a.p=2:6\n.b:=3:1\n.b=4:3\n.b.q:=4:3\n.b.q=4:6\n"
     ".b.p:=2:3\n.b.p=2:6\n"},
    {"block scalars", YAML, TEXT_INIT("a: >-\n  x\nb: |\n  y\nc:\n  z\n"),
     "=1:1\n.a:=1:1\n.a=1:4\n.b:=3:1\n.b=3:4\n.c:=5:1\n.c=6:3\n"},
    {"a repeated key stands where it stood first, its value last", YAML, TEXT_INIT("a: 1\na: 2\n"),
     "=1:1\n.a:=1:1\n.a=2:4\n"},
    {"UTF-16 counts characters", YAML, TEXT_INIT("\xFF\xFE{\0\xE9\0:\0 \0b\0}\0"),
     "=1:1\n.\xC3\xA9:=1:2\n.\xC3\xA9=1:5\n"},
};

static struct json_object *read_source(enum language language, struct text source,
                                       struct arena *positions)
{
    struct json_object *tree;
    struct error error = {0};
    bool done = language == JSON ? json_read(source, positions, NULL, &tree, &error)
                                 : yaml_read_one(source, positions, NULL, &tree, &error);
    ck_assert_msg(done, "%zu:%zu: %s", error.line, error.column, error.text);
    return tree;
}

START_TEST(every_node_and_every_key_has_its_place)
{
    struct listing listing = {0};
    struct json_object *tree = read_source(cases[_i].language, cases[_i].source, &arena);
    list_node(&listing, "", tree);
    ck_assert_msg(strcmp(listing.bytes, cases[_i].want) == 0, "%s: got\n%swant\n%s", cases[_i].what,
                  listing.bytes, cases[_i].want);
    json_object_put(tree);
}
END_TEST

START_TEST(a_null_member_stands_at_its_key)
{
    struct json_object *tree = read_source(YAML, TEXT("a: 1\nb:\nc: ~\n"), &arena);
    struct position position = position_of_member(tree, "b");
    ck_assert_uint_eq(position.line, 2);
    ck_assert_uint_eq(position.column, 1);
    ck_assert_uint_eq(position_of_member(tree, "a").column, 4);
    ck_assert_uint_eq(position_of_member(tree, "missing").line, 0);
    json_object_put(tree);
}
END_TEST

START_TEST(what_was_read_without_positions_has_none)
{
    struct listing listing = {0};
    struct json_object *tree = read_source(_i == 0 ? JSON : YAML, TEXT("{\"a\": [1]}"), NULL);
    list_node(&listing, "", tree);
    ck_assert_str_eq(listing.bytes, "=0:0\n.a:=0:0\n.a=0:0\n.a[0]=0:0\n");
    json_object_put(tree);
}
END_TEST

START_TEST(what_is_no_object_has_no_keys)
{
    struct json_object *list = read_source(JSON, TEXT("[1]"), &arena);
    ck_assert_uint_eq(position_of_key(list, "a").line, 0);
    ck_assert_uint_eq(position_of_key(NULL, "a").line, 0);
    ck_assert_uint_eq(position_of_member(NULL, "a").line, 0);
    ck_assert_uint_eq(position_of(NULL).line, 0);
    json_object_put(list);
}
END_TEST

START_TEST(objects_of_many_keys_know_them_all)
{
    enum { KEYS = 1000 };
    struct buffer source = {0};
    buffer_put(&source, TEXT("{\n"));
    for (int i = 0; i < KEYS; i++)
        buffer_printf(&source, "\"k%d\": %d,\n", i, i);
    buffer_put(&source, TEXT("\"last\": 0}"));

    struct json_object *tree = read_source(_i == 0 ? JSON : YAML, buffer_text(&source), &arena);
    for (int i = 0; i < KEYS; i++) {
        char key[32];
        snprintf(key, sizeof key, "k%d", i);
        ck_assert_uint_eq(position_of_key(tree, key).line, (size_t)i + 2);
    }
    json_object_put(tree);
    buffer_release(&source);
}
END_TEST

START_TEST(a_full_arena_is_a_failure)
{
    struct json_object *tree;
    struct error error = {0};
    struct arena small;
    arena_init(&small, 64);
    struct text source = TEXT("{\"a\": {\"b\": {\"c\": {\"d\": 1}}}}");
    bool done = _i == 0 ? json_read(source, &small, NULL, &tree, &error)
                        : yaml_read_one(source, &small, NULL, &tree, &error);
    ck_assert(!done);
    ck_assert_ptr_null(tree);
    ck_assert_int_eq(error.kind, ERROR_MEMORY);
    arena_release(&small);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("position");
    TCase *tcase = tcase_create("places");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, every_node_and_every_key_has_its_place, 0, (int)ARRAY_LEN(cases));
    tcase_add_test(tcase, a_null_member_stands_at_its_key);
    tcase_add_loop_test(tcase, what_was_read_without_positions_has_none, 0, 2);
    tcase_add_test(tcase, what_is_no_object_has_no_keys);
    tcase_add_loop_test(tcase, objects_of_many_keys_know_them_all, 0, 2);
    tcase_add_loop_test(tcase, a_full_arena_is_a_failure, 0, 2);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
