/* A tag and its class: the same whatever the letters' case, never a release with a word in it that
 * stands for untested builds. */
#include <stdio.h>
#include <string.h>

#include "core/tag.h"
#include "fuzz.h"

enum { MAX_TAG_BYTES = 128 };

static enum tag_class classify(struct text tag)
{
    struct tag_verdict verdict;
    struct error error = {0};
    const struct image_ref ref = {.name = TEXT("app"), .repository = TEXT("app"), .tag = tag};
    MUST(tag_classify(fuzz_policy()->tags, &ref, &verdict, &error));
    MUST(verdict.class < TAG_CLASS_COUNT && verdict.class != TAG_INVALID);
    MUST(verdict.reason != NULL);
    return verdict.class;
}

static bool is_tag(struct text tag)
{
    static const char characters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "0123456789_.-+";
    if (tag.len == 0 || tag.len > MAX_TAG_BYTES || strchr(".-+", tag.ptr[0]) != NULL)
        return false;
    for (size_t i = 0; i < tag.len; i++) {
        if (tag.ptr[i] == '\0' || strchr(characters, tag.ptr[i]) == NULL)
            return false;
    }
    return true;
}

static void check_case(struct text tag, enum tag_class class)
{
    char upper[MAX_TAG_BYTES];
    for (size_t i = 0; i < tag.len; i++) {
        char c = tag.ptr[i];
        upper[i] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    MUST(classify((struct text){upper, tag.len}) == class);
}

/* What nobody calls a release, whatever stands around it. */
static void check_words(struct text tag, enum tag_class class)
{
    static const struct text words[] = {
        TEXT_INIT("-rc."),   TEXT_INIT("-pre."),      TEXT_INIT("-alpha."),
        TEXT_INIT("-beta."), TEXT_INIT("-snapshot-"), TEXT_INIT("-nightly-"),
    };
    if (class != TAG_RELEASE && class != TAG_FLOATING)
        return;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        MUST(!text_contains(tag, words[i]));
    MUST(!text_contains(tag, TEXT("+")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text tag = fuzz_text(data, size);
    if (!is_tag(tag))
        return 0;
    enum tag_class class = classify(tag);
    check_case(tag, class);
    check_words(tag, class);
    return 0;
}
