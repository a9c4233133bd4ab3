#include "core/rule.h"

static const struct rule rules[] = {
    [TAG_INVALID] =
        {
            .id = "RG001",
            .name = "invalid",
            .is = "is an invalid reference",
            .plural = "invalid image references",
            .fix = "write it as registry/name:tag",
            .description =
                "The text is not an image reference, so no container runtime can pull it. "
                "A reference is written registry/name:tag, the name in lower case and the "
                "tag of at most 128 letters, digits, '_', '.' and '-'.",
        },
    [TAG_DIGEST] =
        {
            .id = "RG002",
            .name = "digest",
            .is = "is a digest without a tag",
            .plural = "images by digest alone",
            .fix = "name its release tag too (vX.Y.Z@sha256:...)",
            .description =
                "A digest says exactly which bytes run and nothing about whether they were "
                "released. With a release tag beside the digest a reader sees both.",
        },
    [TAG_LATEST] =
        {
            .id = "RG003",
            .name = "latest",
            .is = "is \"latest\"",
            .plural = "\"latest\"",
            .fix = "use a release tag (vX.Y.Z)",
            .description =
                "The tag is \"latest\", or there is none, which means the same. It points to "
                "the newest full release and moves with it.",
        },
    [TAG_PRE_LATEST] =
        {
            .id = "RG004",
            .name = "pre-latest",
            .is = "is a pre-latest pointer to builds that nobody promoted",
            .plural = "moving pointers to pre-releases",
            .fix = "use a release tag (vX.Y.Z)",
            .description =
                "The tag moves with every build of a branch or of the pre-releases, such as "
                "pre-latest, edge or main. What it points to may not have been tested.",
        },
    [TAG_PRE_RELEASE] =
        {
            .id = "RG005",
            .name = "pre-release",
            .is = "is a pre-release",
            .plural = "pre-releases",
            .fix = "promote it and use its release tag (vX.Y.Z)",
            .description =
                "The version has a pre-release identifier, such as v1.2.0-pre.145 or "
                "1.2.3-rc.1: it is a candidate that has not been promoted to a full release.",
        },
    [TAG_SHA] =
        {
            .id = "RG006",
            .name = "sha",
            .is = "is a sha, built straight from a commit",
            .plural = "commit builds",
            .fix = "promote it and use its release tag (vX.Y.Z)",
            .description =
                "The tag is a Git commit or holds one, such as abc1234 or main-abc1234: it "
                "was built straight from the source and belongs to no release.",
        },
    [TAG_RELEASE] =
        {
            .id = "RG007",
            .name = "release",
            .is = "is a full release",
            .plural = "full releases",
            .fix = "use a tag that this environment accepts",
            .description =
                "The tag is a whole version, such as v1.2.3, distribution variants included.",
        },
    [TAG_FLOATING] =
        {
            .id = "RG008",
            .name = "floating",
            .is = "is a moving pointer to full releases",
            .plural = "moving pointers to full releases",
            .fix = "use a release tag (vX.Y.Z)",
            .description =
                "The tag is a part of a version or a channel of releases, such as v1.2, 7 or "
                "stable, and moves to each new full release.",
        },
    [TAG_UNKNOWN] =
        {
            .id = "RG009",
            .name = "unknown",
            .is = "is unknown: its tag names no release",
            .plural = "tags that are no known release",
            .fix = "use a release tag (vX.Y.Z)",
            .description =
                "The tag fits no known form of release, pre-release or commit. If it is how "
                "a supplier names releases, an admin can say so in tagClasses.",
        },
    [RULE_UNREADABLE] =
        {
            .id = "RG010",
            .name = "unreadable",
            .is = "cannot be read",
            .plural = "objects that cannot be read",
            .fix = "correct the field",
            .description =
                "A place that should name an image is not what Kubernetes expects there, so "
                "the image that would run cannot be known.",
        },
    [RULE_BLANKS] =
        {
            .id = "RG011",
            .name = "blanks",
            .is = "has blanks around it",
            .plural = "images with blanks around them",
            .fix = "remove them: no runtime can pull it",
            .description =
                "An API server admits spaces and tabs around the image of a pod template "
                "and refuses them in the pods made from it. The image is judged without "
                "them.",
        },
    [RULE_NAMESPACE_LABEL] =
        {
            .id = "RG012",
            .name = "namespace-label",
            .is = "is guarded",
            .plural = "changes of a namespace's environment",
            .fix = "leave the label as it is, or ask someone of namespaceGuard.groups",
            .description =
                "The environment label of a namespace decides which images it may run, so "
                "only the configured groups may set, change or remove it, and only to an "
                "environment that there is.",
        },
    [RULE_PLACEHOLDER] =
        {
            .id = "RG013",
            .name = "placeholder",
            .is = "cannot be judged before it is filled in",
            .plural = "placeholders",
            .fix = "write it out; what is made of it is judged when it comes",
            .description =
                "A template holds a placeholder where a version would stand, such as "
                "{{version}} or $(params.tag). It is judged as far as it is written out; the "
                "objects made of it are judged themselves.",
        },
};

_Static_assert(ARRAY_LEN(rules) == RULE_COUNT, "every rule has its row");

const struct rule *rule_at(unsigned index)
{
    return &rules[index];
}

const struct rule *rule_of_class(enum tag_class class)
{
    return &rules[class];
}

unsigned rule_index_of(const struct rule *rule)
{
    return (unsigned)(rule - rules);
}
