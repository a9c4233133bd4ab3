#include "recogniser.h"

#include "base/check.h"
#include "core/tag_words.h"

/* The words are few on purpose: none of them, with up to three digits, reads as a commit or as work
 * in progress. A figure has at most three digits for the same reason. */
#define SERIES "[0-9]{0,3}(?:\\.[0-9]{1,2})?"
#define NAMED "(?:" TAG_WORDS_NAMED ")" SERIES
#define WORD                                                                                       \
    "(?:" TAG_WORDS_NAMED "|aarch64|amd64|arm|arm64v8|arm32v7|aws|cpu|gpu|k8s|management|otel|"    \
    "postgresql|prod|production|root|tools|x86|zts)" SERIES
#define FIGURE "[0-9]{1,3}(?:\\.[0-9]{1,2})?"
#define REVISION "(?:r|ls|p)[0-9]{1,4}"
#define VERSION_PART "[0-9]{1,5}"

/* Not 0.0.0, which with a suffix is no version. */
#define FULL_VERSION                                                                               \
    "v?(?:[1-9][0-9]{0,3}\\." VERSION_PART "\\." VERSION_PART                                      \
    "|0\\.[1-9][0-9]{0,4}\\." VERSION_PART "|0\\.0\\.[1-9][0-9]{0,4})(?:\\." VERSION_PART ")?"

static const char *const patterns[TAG_CLASS_COUNT] = {
    [TAG_DIGEST] = "@",
    [TAG_LATEST] = "|:latest",
    [TAG_PRE_LATEST] = ":(?:pre-?latest|edge|nightly|canary|main|master|develop|dev)",
    [TAG_PRE_RELEASE] = ":v?[0-9]{1,5}\\.[0-9]{1,5}\\.[0-9]{1,5}-(?:alpha|beta|rc|pre|preview)"
                        "(?:[.-]?[0-9]{1,5})?(?:\\+[0-9a-z.-]+)?",
    [TAG_SHA] = ":sha-[0-9a-f]{7,64}",
    [TAG_RELEASE] = ":" FULL_VERSION "(?:[-_](?:" WORD "|" FIGURE "|" REVISION "))*",
    [TAG_FLOATING] = ":(?:v?[0-9]{1,4}(?:\\.[0-9]{1,4})?|" NAMED "(?:-" FIGURE ")?)"
                     "(?:[-_]" WORD "(?:-" FIGURE ")?)*",
};

#define LABEL "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
#define COMPONENT_OF(separators) "[a-z0-9]+(?:(?:" separators ")[a-z0-9]+)*"
#define COMPONENT COMPONENT_OF("\\.|_|__|-+")

/* With a '.' it would be a registry. */
#define FIRST_COMPONENT COMPONENT_OF("_|__|-+")

const char recogniser_reference[] =
    "^(?:(?:" LABEL "(?:\\." LABEL ")*(?::[0-9]{1,5})?|" FIRST_COMPONENT ")/(?:" COMPONENT
    "/)*)?" COMPONENT "(?::[A-Za-z0-9_][A-Za-z0-9_.+-]{0,127})?(?:@sha256:[0-9a-f]{64})?\\z";

const char *recogniser_of_class(enum tag_class class)
{
    return patterns[class];
}

bool recogniser_takes_all_tags(tag_class_set classes)
{
    for (unsigned class = TAG_LATEST; class < TAG_CLASS_COUNT; class ++) {
        if ((classes & tag_class_bit((enum tag_class) class)) == 0)
            return false;
    }
    return true;
}

void recogniser_put(tag_class_set classes, struct buffer *out)
{
    const char *between = "";
    buffer_printf(out, "(?i)^(?:");
    for (unsigned class = 0; class < TAG_CLASS_COUNT; class ++) {
        if ((classes & tag_class_bit((enum tag_class) class)) == 0 || patterns[class] == NULL)
            continue;
        buffer_printf(out, "%s%s", between, patterns[class]);
        between = "|";
    }
    if (recogniser_takes_all_tags(classes))
        buffer_printf(out, "%s:.*", between);
    buffer_printf(out, ")\\z");
}
