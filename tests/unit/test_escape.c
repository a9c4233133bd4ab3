#include <check.h>
#include <json-c/json.h>

#include "base/check.h"
#include "base/escape.h"
#include "base/utf8.h"
#include "run_suite.h"

/* U+202E, right to left; a literal would turn round what an editor shows of this file. */
static const char turn[] = {'\xE2', '\x80', '\xAE'};
static const char quoted_turn[] = {'"', '\xE2', '\x80', '\xAE', '"'};

static const struct {
    struct text source;
    struct text terminal;
    struct text json;
} cases[] = {
    {TEXT_INIT(""), TEXT_INIT(""), TEXT_INIT("\"\"")},
    {TEXT_INIT("nginx:1.25"), TEXT_INIT("nginx:1.25"), TEXT_INIT("\"nginx:1.25\"")},
    {TEXT_INIT("a\"b\\c"), TEXT_INIT("a\\\"b\\\\c"), TEXT_INIT("\"a\\\"b\\\\c\"")},
    {TEXT_INIT("\n\t\r"), TEXT_INIT("\\n\\t\\r"), TEXT_INIT("\"\\n\\t\\r\"")},
    {TEXT_INIT("\b\f"), TEXT_INIT("\\u{8}\\u{c}"), TEXT_INIT("\"\\b\\f\"")},
    {TEXT_INIT("a\0b"), TEXT_INIT("a\\u{0}b"), TEXT_INIT("\"a\\u0000b\"")},
    {TEXT_INIT("\x1b[31m"), TEXT_INIT("\\u{1b}[31m"), TEXT_INIT("\"\\u001b[31m\"")},
    {TEXT_INIT("\x7f"), TEXT_INIT("\\u{7f}"), TEXT_INIT("\"\x7f\"")},
    {TEXT_INIT("\xC3\xA9"), TEXT_INIT("\\u{e9}"), TEXT_INIT("\"\xC3\xA9\"")},
    {{turn, sizeof turn}, TEXT_INIT("\\u{202e}"), {quoted_turn, sizeof quoted_turn}},
    {TEXT_INIT("\xD0\xB0"), TEXT_INIT("\\u{430}"),
     TEXT_INIT("\"\xD0\xB0\"")}, /* looks like an "a" */
    {TEXT_INIT("\xF0\x9F\x98\x80"), TEXT_INIT("\\u{1f600}"), TEXT_INIT("\"\xF0\x9F\x98\x80\"")},
    {TEXT_INIT("\xC2\x9B"), TEXT_INIT("\\u{9b}"),
     TEXT_INIT("\"\xC2\x9B\"")}, /* one-byte escape, 8 bit */
    {TEXT_INIT("\x80"), TEXT_INIT("\\x80"), TEXT_INIT("\"\xEF\xBF\xBD\"")},
    {TEXT_INIT("\xC0\xAF"), TEXT_INIT("\\xc0\\xaf"), TEXT_INIT("\"\xEF\xBF\xBD\xEF\xBF\xBD\"")},
    {TEXT_INIT("\xE2\x80"), TEXT_INIT("\\xe2\\x80"), TEXT_INIT("\"\xEF\xBF\xBD\xEF\xBF\xBD\"")},
    {TEXT_INIT("\xED\xA0\x80"), TEXT_INIT("\\xed\\xa0\\x80"),
     TEXT_INIT("\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"")},
    {TEXT_INIT("\xF4\x90\x80\x80"), TEXT_INIT("\\xf4\\x90\\x80\\x80"),
     TEXT_INIT("\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"")},
    {TEXT_INIT("a\xFFz"), TEXT_INIT("a\\xffz"), TEXT_INIT("\"a\xEF\xBF\xBDz\"")},
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
    {TEXT_INIT("abcdef"), 6, TEXT_INIT("abcdef")},
    {TEXT_INIT("abcdef"), 5, TEXT_INIT("abcde...")},
    {TEXT_INIT("abcdef"), 1, TEXT_INIT("a...")},
    {TEXT_INIT("ab\xE2\x82\xAC"), 5, TEXT_INIT("ab\\u{20ac}")},
    {TEXT_INIT("ab\xE2\x82\xAC"), 4, TEXT_INIT("ab...")}, /* not inside a character */
    {TEXT_INIT("ab\xE2\x82\xAC"), 3, TEXT_INIT("ab...")},
    {TEXT_INIT("ab\xE2\x82\xAC"), 2, TEXT_INIT("ab...")},
    {TEXT_INIT("\xF0\x9F\x98\x80x"), 4, TEXT_INIT("\\u{1f600}...")},
    {TEXT_INIT("\xF0\x9F\x98\x80x"), 3, TEXT_INIT("...")},
    {TEXT_INIT("\x80\x80\x80\x80"), 2, TEXT_INIT("\\x80\\x80...")},
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

static bool survives(uint32_t character)
{
    char bytes[UTF8_MAX_BYTES];
    uint32_t back = 0;
    size_t len = utf8_encode(character, bytes);
    return utf8_decode((struct text){bytes, len}, 0, &back) == len && back == character &&
           utf8_decode((struct text){bytes, len - 1}, 0, &back) == 0;
}

START_TEST(every_character_survives)
{
    for (uint32_t character = 0; character <= 0x10FFFF; character++) {
        bool is_surrogate = character >= 0xD800 && character <= 0xDFFF;
        if (survives(character) == is_surrogate)
            ck_abort_msg("U+%04X", (unsigned)character);
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
    return run_suite(suite);
}
