#include "core/revision.h"

#include "base/ascii.h"
#include "base/limits.h"
#include "version_range.h"

static const char *const nouns[] = {
    [REVISION_NONE] = "image",    [REVISION_GIT] = "revision",  [REVISION_BRANCH] = "branch",
    [REVISION_TAG] = "tag",       [REVISION_COMMIT] = "commit", [REVISION_DIGEST] = "digest",
    [REVISION_CHART] = "version", [REVISION_RANGE] = "range",   [REVISION_NEWEST] = "order",
    [REVISION_ARGO] = "revision",
};
_Static_assert(ARRAY_LEN(nouns) == REVISION_SORT_COUNT, "a noun for every sort");

const char *revision_noun(enum revision_sort sort)
{
    return nouns[sort];
}

const char *revision_fix(enum revision_sort sort)
{
    if (sort == REVISION_CHART)
        return "a full version (X.Y.Z)";
    if (sort == REVISION_RANGE || sort == REVISION_NEWEST)
        return "a range without pre-releases (>=X.Y.Z)";
    return "a release tag (vX.Y.Z)";
}

/* A revision while it is classified. */
struct query {
    const struct tag_table *table;
    struct text source;
    struct text revision;
    struct error *error;
};

typedef bool classify(const struct query *query, struct revision_verdict *verdict);

static const char is_branch[] = "is a branch, which moves with every commit";
static const char is_ref[] =
    "is a branch, which moves with every commit (of a tag with \"/\" write refs/tags/...)";
static const char is_head[] = "is the head of the default branch";
static const char is_commit_id[] = "is a commit, which belongs to no release";
static const char is_no_range[] = "is no range of versions";
static const char is_open_range[] = "is a range that admits pre-releases";
static const char is_newest[] = "takes the newest of all tags";
static const char is_release_range[] = "is a range of full releases";

static bool set(struct revision_verdict *verdict, enum tag_class class, const char *is)
{
    *verdict = (struct revision_verdict){class, is};
    return true;
}

static bool is_tag_byte(char c)
{
    return ascii_is_alnum(c) || c == '_' || c == '.' || c == '-' || c == '+';
}

/* What the patterns for tags were written for; a name of other characters is none of theirs. */
static bool is_like_a_tag(struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!is_tag_byte(text.ptr[i]))
            return false;
    }
    return text.len != 0 && text.len <= LIMIT_TAG_BYTES;
}

static bool classify_name(const struct query *query, struct text name,
                          struct revision_verdict *verdict)
{
    struct image_ref ref = {.name = query->source, .repository = TEXT("revision"), .tag = name};
    struct tag_verdict tag;
    if (!is_like_a_tag(name))
        return set(verdict, TAG_UNKNOWN, NULL);
    if (!tag_classify(query->table, &ref, &tag, query->error))
        return false;
    return set(verdict, tag.class, NULL);
}

static bool classify_branch(const struct query *query, struct revision_verdict *verdict)
{
    (void)query;
    return set(verdict, TAG_PRE_LATEST, is_branch);
}

static bool classify_commit(const struct query *query, struct revision_verdict *verdict)
{
    (void)query;
    return set(verdict, TAG_SHA, is_commit_id);
}

static bool classify_digest(const struct query *query, struct revision_verdict *verdict)
{
    (void)query;
    return set(verdict, TAG_DIGEST, NULL);
}

static bool classify_newest(const struct query *query, struct revision_verdict *verdict)
{
    (void)query;
    return set(verdict, TAG_PRE_LATEST, is_newest);
}

static bool classify_range(const struct query *query, struct revision_verdict *verdict)
{
    switch (version_range_read(query->revision)) {
    case VERSION_RANGE_INVALID:
        return set(verdict, TAG_UNKNOWN, is_no_range);
    case VERSION_RANGE_PRE_RELEASE:
        return set(verdict, TAG_PRE_RELEASE, is_open_range);
    case VERSION_RANGE_RELEASES:
        return set(verdict, TAG_FLOATING, is_release_range);
    case VERSION_RANGE_EXACT:
        break;
    }
    return classify_name(query, query->revision, verdict);
}

/* "web/v1.2.3" in a repository of several products: the version is what follows the last '/'. */
static bool classify_tag_name(const struct query *query, struct text tag,
                              struct revision_verdict *verdict)
{
    size_t slash = text_find_last(tag, '/');
    struct text name = slash == tag.len ? tag : text_slice(tag, slash + 1, tag.len);
    return classify_name(query, name, verdict);
}

static bool classify_tag(const struct query *query, struct revision_verdict *verdict)
{
    if (version_range_is_one(query->revision))
        return classify_range(query, verdict);
    return classify_tag_name(query, query->revision, verdict);
}

/* SemVer knows no variants: whatever follows a hyphen is a pre-release. */
static bool classify_chart(const struct query *query, struct revision_verdict *verdict)
{
    struct text version = text_slice(query->revision, 0, text_find(query->revision, '+'));
    if (version_range_is_one(query->revision))
        return classify_range(query, verdict);
    if (!classify_name(query, version, verdict))
        return false;
    bool is_released = verdict->class == TAG_RELEASE || verdict->class == TAG_FLOATING ||
                       verdict->class == TAG_UNKNOWN;
    if (is_released && version_is_pre_release(version))
        verdict->class = TAG_PRE_RELEASE;
    return true;
}

/* SHA-1 or SHA-256, in hex of either case. */
static bool is_whole_commit(struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!ascii_is_hex(text.ptr[i]))
            return false;
    }
    return text.len == 40 || text.len == 64;
}

static bool begins_with_version(struct text text)
{
    size_t at = text.len != 0 && (text.ptr[0] == 'v' || text.ptr[0] == 'V') ? 1 : 0;
    return at < text.len && ascii_is_digit(text.ptr[at]);
}

static bool classify_git_name(const struct query *query, struct revision_verdict *verdict)
{
    if (!classify_name(query, query->revision, verdict))
        return false;
    bool floats = verdict->class == TAG_FLOATING || verdict->class == TAG_LATEST;
    bool moves = verdict->class == TAG_PRE_LATEST;
    if (moves || (floats && !begins_with_version(query->revision)))
        return set(verdict, TAG_PRE_LATEST, is_branch);
    return true;
}

static bool classify_git(const struct query *query, struct revision_verdict *verdict)
{
    static const struct text tag_refs = TEXT_INIT("refs/tags/");
    struct text name = query->revision;
    if (name.len == 0 || text_equal(name, TEXT("HEAD")) || text_equal(name, TEXT("@")))
        return set(verdict, TAG_PRE_LATEST, is_head);
    if (is_whole_commit(name))
        return set(verdict, TAG_SHA, is_commit_id);
    if (text_starts_with(name, tag_refs))
        return classify_tag_name(query, text_slice(name, tag_refs.len, name.len), verdict);
    if (version_range_is_one(name))
        return classify_range(query, verdict);
    if (text_find(name, '/') != name.len)
        return set(verdict, TAG_PRE_LATEST, is_ref);
    return classify_git_name(query, verdict);
}

static classify *const classifiers[] = {
    [REVISION_GIT] = classify_git,
    [REVISION_BRANCH] = classify_branch,
    [REVISION_TAG] = classify_tag,
    [REVISION_COMMIT] = classify_commit,
    [REVISION_DIGEST] = classify_digest,
    [REVISION_CHART] = classify_chart,
    [REVISION_RANGE] = classify_range,
    [REVISION_NEWEST] = classify_newest,
    [REVISION_ARGO] = NULL,
};
_Static_assert(ARRAY_LEN(classifiers) == REVISION_SORT_COUNT, "every sort is classified");

bool revision_classify(const struct tag_table *table, enum revision_sort sort, struct text source,
                       struct text revision, struct revision_verdict *verdict, struct error *error)
{
    struct query query = {
        .table = table,
        .source = source,
        .revision = text_trim_blanks(revision),
        .error = error,
    };
    *verdict = (struct revision_verdict){TAG_INVALID, NULL};
    return classifiers[sort] == NULL || classifiers[sort](&query, verdict);
}
