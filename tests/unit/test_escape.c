#include <check.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/escape.h"
#include "base/utf8.h"

#define LITERAL(string)                                                                            \
    {                                                                                              \
        "" string, sizeof(string) - 1                                                              \
    }

static const struct {
    struct text source;
    struct text terminal;
    struct text json;
} cases[] = {
    {LITERAL(""), LITERAL(""), LITERAL("\"\"")},
    {LITERAL("nginx:1.25"), LITERAL("nginx:1.25"), LITERAL("\"nginx:1.25\"")},
    {LITERAL("a\"b\\c"), LITERAL("a\\\"b\\\\c"), LITERAL("\"a\\\"b\\\\c\"")},
    {LITERAL("\n\t\r"), LITERAL("\\n\\t\\r"), LITERAL("\"\\n\\t\\r\"")},
    {LITERAL("\b\f"), LITERAL("\\u{8}\\u{c}"), LITERAL("\"\\b\\f\"")},
    {LITERAL("a\0b"), LITERAL("a\\u{0}b"), LITERAL("\"a\\u0000b\"")},
    {LITERAL("\x1b[31m"), LITERAL("\\u{1b}[31m"), LITERAL("\"\\u001b[31m\"")},
    {LITERAL("\x7f"), LITERAL("\\u{7f}"), LITERAL("\"\x7f\"")},
    {LITERAL("\xC3\xA9"), LITERAL("\\u{e9}"), LITERAL("\"\xC3\xA9\"")},
    {LITERAL("\xE2\x80\xAE"), LITERAL("\\u{202e}"),
     LITERAL("\"\xE2\x80\xAE\"")},                                       /* right to left */
    {LITERAL("\xD0\xB0"), LITERAL("\\u{430}"), LITERAL("\"\xD0\xB0\"")}, /* looks like an "a" */
    {LITERAL("\xF0\x9F\x98\x80"), LITERAL("\\u{1f600}"), LITERAL("\"\xF0\x9F\x98\x80\"")},
    {LITERAL("\xC2\x9B"), LITERAL("\\u{9b}"), LITERAL("\"\xC2\x9B\"")}, /* one-byte escape, 8 bit */
    {LITERAL("\x80"), LITERAL("\\x80"), LITERAL("\"\xEF\xBF\xBD\"")},
    {LITERAL("\xC0\xAF"), LITERAL("\\xc0\\xaf"), LITERAL("\"\xEF\xBF\xBD\xEF\xBF\xBD\"")},
    {LITERAL("\xE2\x80"), LITERAL("\\xe2\\x80"), LITERAL("\"\xEF\xBF\xBD\xEF\xBF\xBD\"")},
    {LITERAL("\xED\xA0\x80"), LITERAL("\\xed\\xa0\\x80"),
     LITERAL("\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"")},
    {LITERAL("\xF4\x90\x80\x80"), LITERAL("\\xf4\\x90\\x80\\x80"),
     LITERAL("\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"")},
    {LITERAL("a\xFFz"), LITERAL("a\\xffz"), LITERAL("\"a\xEF\xBF\xBDz\"")},
};

START_TEST(a_text_is_made_harmless)
{
    struct buffer out = {0};
    escape_for_terminal(&out, cases[_i].source, 0);
    ck_assert_msg(text_equal(buffer_text(&out), cases[_i].terminal), "case %d, terminal: %.*s", _i,
                  TEXT_ARGS(buffer_text(&out)));
    buffer_reset(&out);
    escape_for_json(&out, cases[_i].source);
    ck_assert_msg(text_equal(buffer_text(&out), cases[_i].json), "case %d, JSON: %.*s", _i,
                  TEXT_ARGS(buffer_text(&out)));
    buffer_release(&out);
}
END_TEST

static const struct {
    struct text source;
    size_t max_bytes;
    struct text want;
} cuts[] = {
    {LITERAL("abcdef"), 6, LITERAL("abcdef")},
    {LITERAL("abcdef"), 5, LITERAL("abcde...")},
    {LITERAL("abcdef"), 1, LITERAL("a...")},
    {LITERAL("ab\xE2\x82\xAC"), 5, LITERAL("ab\\u{20ac}")},
    {LITERAL("ab\xE2\x82\xAC"), 4, LITERAL("ab...")}, /* not inside a character */
    {LITERAL("ab\xE2\x82\xAC"), 3, LITERAL("ab...")},
    {LITERAL("ab\xE2\x82\xAC"), 2, LITERAL("ab...")},
    {LITERAL("\xF0\x9F\x98\x80x"), 4, LITERAL("\\u{1f600}...")},
    {LITERAL("\xF0\x9F\x98\x80x"), 3, LITERAL("...")},
    {LITERAL("\x80\x80\x80\x80"), 2, LITERAL("\\x80\\x80...")},
};

START_TEST(a_long_text_is_cut_between_characters)
{
    struct buffer out = {0};
    escape_for_terminal(&out, cuts[_i].source, cuts[_i].max_bytes);
    ck_assert_msg(text_equal(buffer_text(&out), cuts[_i].want), "case %d: %.*s", _i,
                  TEXT_ARGS(buffer_text(&out)));
    buffer_release(&out);
}
END_TEST

/* Each character that there is, through its bytes and back, and through JSON and back. */
START_TEST(every_character_survives)
{
    for (uint32_t character = 0; character <= 0x10FFFF; character++) {
        char bytes[UTF8_MAX_BYTES];
        uint32_t back = 0;
        if (character >= 0xD800 && character <= 0xDFFF)
            continue;
        size_t len = utf8_encode(character, bytes);
        ck_assert_uint_eq(utf8_decode((struct text){bytes, len}, 0, &back), len);
        ck_assert_uint_eq(back, character);
        ck_assert_uint_eq(utf8_decode((struct text){bytes, len - 1}, 0, &back), 0);
    }
}
END_TEST

/* Any three bytes: what is written for JSON is read by another reader. */
START_TEST(any_bytes_give_valid_json)
{
    struct buffer out = {0};
    for (unsigned i = 0; i < 0x10000; i += 7) {
        const char bytes[] = {(char)(i >> 8), (char)i, (char)(i * 31)};
        buffer_reset(&out);
        escape_for_json(&out, (struct text){bytes, sizeof bytes});
        buffer_put_char(&out, '\0');
        struct json_object *tree = json_tokener_parse(buffer_text(&out).ptr);
        ck_assert_msg(json_object_is_type(tree, json_type_string), "%s", buffer_text(&out).ptr);
        json_object_put(tree);
    }
    buffer_release(&out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("escape");
    TCase *tcase = tcase_create("borders");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, a_text_is_made_harmless, 0, (int)ARRAY_LEN(cases));
    tcase_add_loop_test(tcase, a_long_text_is_cut_between_characters, 0, (int)ARRAY_LEN(cuts));
    tcase_add_test(tcase, every_character_survives);
    tcase_add_test(tcase, any_bytes_give_valid_json);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
