#include <check.h>
#include <stdio.h>

#include "cases.h"
#include "core/pattern.h"
#include "core/tag.h"
#include "export/re2.h"
#include "export/recogniser.h"
#include "run_suite.h"

static struct tag_table *table;
static struct pattern *reference;

static struct pattern *compile(struct text source)
{
    struct error error = {0};
    struct pattern *pattern = pattern_new(source, &error);
    ck_assert_msg(pattern != NULL, "%.*s: %s", TEXT_ARGS(source), error.text);
    return pattern;
}

static void set_up(void)
{
    struct error error = {0};
    table = tag_table_new(NULL, 0, NULL, &error);
    ck_assert_ptr_nonnull(table);
    /* A pattern of ours ignores case; CEL does not. */
    struct buffer source = {0};
    buffer_printf(&source, "(?-i)%s", recogniser_reference);
    reference = compile(buffer_text(&source));
    buffer_release(&source);
}

static void tear_down(void)
{
    tag_table_free(table);
    pattern_free(reference);
}

static struct pattern *recogniser(enum tag_class class)
{
    struct buffer source = {0};
    recogniser_put(tag_class_bit(class), &source);
    struct pattern *pattern = compile(buffer_text(&source));
    buffer_release(&source);
    return pattern;
}

static enum tag_class class_of(struct image_ref ref)
{
    struct tag_verdict verdict;
    struct error error = {0};
    ck_assert_msg(tag_classify(table, &ref, &verdict, &error), "%s", error.text);
    return verdict.class;
}

/* "app" stands for every name. */
static struct image_ref reference_to(struct text tag)
{
    return (struct image_ref){.name = TEXT("app"), .repository = TEXT("app"), .tag = tag};
}

static bool recognises(const struct pattern *pattern, struct text tag)
{
    struct buffer text = {0};
    buffer_printf(&text, ":%.*s", TEXT_ARGS(tag));
    bool result = pattern_match(pattern, buffer_text(&text), NULL) == PATTERN_MATCH;
    buffer_release(&text);
    return result;
}

static size_t check_tag(struct pattern *const patterns[TAG_CLASS_COUNT], struct text tag)
{
    size_t recognised = 0;
    enum tag_class is = class_of(reference_to(tag));
    for (unsigned class = 0; class < TAG_CLASS_COUNT; class ++) {
        if (!recognises(patterns[class], tag))
            continue;
        ck_assert_msg(class == is, "\"%.*s\" is %s and was taken for %s", TEXT_ARGS(tag),
                      tag_class_name(is), tag_class_name((enum tag_class) class));
        recognised++;
    }
    return recognised;
}

static size_t check_image(struct pattern *const patterns[TAG_CLASS_COUNT], struct text image)
{
    struct image_ref ref;
    enum image_ref_fault fault = image_ref_parse(image, &ref);
    if (image.len <= 255 && pattern_match(reference, image, NULL) == PATTERN_MATCH)
        ck_assert_msg(fault == IMAGE_REF_VALID || fault == IMAGE_REF_HEX_REPOSITORY,
                      "\"%.*s\" was taken for a reference", TEXT_ARGS(image));
    return ref.tag.len != 0 ? check_tag(patterns, ref.tag) : 0;
}

/* What is behind a word or version is what makes another class of it. */
static size_t check_variants(struct pattern *const patterns[TAG_CLASS_COUNT], struct text tag)
{
    static const char *const suffixes[] = {
        "",     "-alpine", "-alpine3.21", "-debian-12-r3", "_jdk21", "-1",      ".0",
        "-0.0", "-fc123",  "-slim_12.1",  "-pre",          "-b2",    "-0.0.0-", "-ce-p1234"};
    size_t recognised = 0;
    for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
        struct buffer text = {0};
        buffer_printf(&text, "%.*s%s", TEXT_ARGS(tag), suffixes[i]);
        recognised += check_tag(patterns, buffer_text(&text));
        buffer_release(&text);
    }
    return recognised;
}

static void check_file(const char *name, bool of_images, size_t least)
{
    struct test_cases cases;
    struct pattern *patterns[TAG_CLASS_COUNT];
    size_t recognised = 0;
    for (unsigned class = 0; class < TAG_CLASS_COUNT; class ++)
        patterns[class] = recogniser((enum tag_class) class);
    cases_load(&cases, name);
    for (size_t i = 0; i < cases.count; i++) {
        struct text text = cases.items[i].columns[0];
        recognised += of_images ? check_image(patterns, text) : check_variants(patterns, text);
    }
    ck_assert_msg(recognised >= least, "%s: recognised only %zu", name, recognised);
    cases_release(&cases);
    for (unsigned class = 0; class < TAG_CLASS_COUNT; class ++)
        pattern_free(patterns[class]);
}

START_TEST(what_is_recognised_in_tags_has_the_class)
{
    check_file("tags.tsv", false, 600);
}
END_TEST

START_TEST(what_is_recognised_in_images_has_the_class)
{
    check_file("images.tsv", true, 800);
    check_file("image_refs.tsv", true, 1);
}
END_TEST

/* The vocabulary of the recognisers themselves, each word where one can stand. */
START_TEST(every_word_that_is_recognised_has_the_class)
{
    static const char *const shapes[] = {"%s",       "%s-%s1",        "1.2-%s",
                                         "1.2.3-%s", "v1.2.3-%s123",  "1.2.3-%s12.10",
                                         "1-%s123",  "1.2.3-%s_%s123"};
    struct pattern *patterns[TAG_CLASS_COUNT];
    for (unsigned class = 0; class < TAG_CLASS_COUNT; class ++)
        patterns[class] = recogniser((enum tag_class) class);
    size_t recognised = 0;
    struct text rest = text_from_string(recogniser_of_class(TAG_RELEASE));
    while (rest.len != 0) {
        size_t len = 0;
        while (len < rest.len && ((rest.ptr[len] >= 'a' && rest.ptr[len] <= 'z') ||
                                  (len > 0 && rest.ptr[len] >= '0' && rest.ptr[len] <= '9')))
            len++;
        char word[64];
        snprintf(word, sizeof word, "%.*s", (int)len, rest.ptr);
        for (size_t i = 0; len != 0 && i < ARRAY_LEN(shapes); i++) {
            struct buffer tag = {0};
            buffer_printf(&tag, shapes[i], word, word);
            recognised += check_tag(patterns, buffer_text(&tag));
            buffer_release(&tag);
        }
        rest = text_slice(rest, len + 1, rest.len);
    }
    ck_assert_uint_ge(recognised, 1000);
    for (unsigned class = 0; class < TAG_CLASS_COUNT; class ++)
        pattern_free(patterns[class]);
}
END_TEST

static const struct {
    const char *pattern;
    bool is_same;
} syntaxes[] = {
    {"^v[0-9]+\\.[0-9]+$", true},
    {"^(?:build|release)-\\d{3,5}$", true},
    {"^[a-z_.-]*x?$", true},
    {"", true},
    {"a++", false},
    {"a{2}+", false},
    {"a*?", false},
    {"(?!a)b", false},
    {"(?<=a)b", false},
    {"(?i)a", false},
    {"(*ACCEPT)", false},
    {"(a)\\1", false},
    {"a\\z", false},
    {"[[:digit:]]", false},
    {"[]a]", false},
    {"a{1001}", false},
    {"a{2,1001}", false},
    {"it's", false},
    {"a#b", false},
    {"*a", false},
    {"^*", false},
    {"(", true}, /* no PCRE2 pattern: never comes so far */
};

START_TEST(only_common_syntax_is_the_same)
{
    ck_assert_msg(re2_is_same(text_from_string(syntaxes[_i].pattern)) == syntaxes[_i].is_same, "%s",
                  syntaxes[_i].pattern);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("recogniser");
    TCase *cases = tcase_create("recogniser");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_test(cases, what_is_recognised_in_tags_has_the_class);
    tcase_add_test(cases, what_is_recognised_in_images_has_the_class);
    tcase_add_test(cases, every_word_that_is_recognised_has_the_class);
    tcase_add_loop_test(cases, only_common_syntax_is_the_same, 0, ARRAY_LEN(syntaxes));
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
