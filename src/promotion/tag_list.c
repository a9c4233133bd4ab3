#include "tag_list.h"

#include "base/limits.h"

/* The name in "v1.2.3", "refs/tags/v1.2.3" or "<object>\trefs/tags/v1.2.3". Empty for the line
 * "...^{}" that an annotated tag has besides. */
static struct text name_of_line(struct text line)
{
    static const struct text reference = TEXT_INIT("refs/tags/");
    static const struct text peeled = TEXT_INIT("^{}");
    if (text_ends_with(line, TEXT("\r")))
        line.len--;
    struct text name = line;
    struct text before = text_cut(&name, '\t');
    if (name.ptr == NULL)
        name = before;
    name = text_trim_blanks(name);
    if (text_starts_with(name, reference))
        name = text_slice(name, reference.len, name.len);
    return text_ends_with(name, peeled) ? (struct text){0} : name;
}

/* '_' is in no version: where it stands, it was the '+'. */
static bool parse_rewritten(struct text version, struct semver *parsed)
{
    struct text build = version;
    struct text before = text_cut(&build, '_');
    if (build.len == 0 || !semver_parse(before, parsed) || parsed->build.len != 0)
        return false;
    parsed->build = build;
    return true;
}

struct version_tag version_tag_of(struct text name)
{
    struct version_tag tag = {.name = name};
    struct text version = text_slice(name, 1, name.len);
    if (!text_starts_with(name, TEXT("v")) || name.len > LIMIT_TAG_BYTES ||
        (!semver_parse(version, &tag.version) && !parse_rewritten(version, &tag.version)))
        return (struct version_tag){0};
    return tag;
}

bool version_tag_is_release(const struct version_tag *tag)
{
    return tag->name.len != 0 && tag->version.pre_release.len == 0 && tag->version.build.len == 0;
}

bool version_tag_is_pre_release(const struct version_tag *tag)
{
    return tag->version.pre_release.len != 0;
}

static size_t count_lines(struct text lines)
{
    size_t count = 1;
    for (size_t i = 0; i < lines.len; i++)
        count += lines.ptr[i] == '\n';
    return count;
}

bool tag_list_read(struct text lines, struct arena *arena, struct tag_list *list)
{
    *list = (struct tag_list){0};
    list->items = arena_take(arena, count_lines(lines), sizeof *list->items);
    if (list->items == NULL)
        return false;
    while (lines.ptr != NULL) {
        struct text name = name_of_line(text_cut(&lines, '\n'));
        list->tag_count += name.len != 0;
        list->items[list->count] = version_tag_of(name);
        list->count += list->items[list->count].name.len != 0;
    }
    return true;
}

static bool is_rewritable(char c)
{
    return c == '+' || c == '-' || c == '_';
}

static bool is_same_rewritten(struct text a, struct text b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        if (a.ptr[i] != b.ptr[i] && !(is_rewritable(a.ptr[i]) && is_rewritable(b.ptr[i])))
            return false;
    }
    return true;
}

const struct version_tag *tag_list_find(const struct tag_list *list, struct text name)
{
    const struct version_tag *rewritten = NULL;
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->items[i].name, name))
            return &list->items[i];
        if (rewritten == NULL && is_same_rewritten(list->items[i].name, name))
            rewritten = &list->items[i];
    }
    return rewritten;
}

const struct version_tag *tag_list_latest(const struct tag_list *list, const struct semver *like,
                                          unsigned parts)
{
    const struct version_tag *latest = NULL;
    for (size_t i = 0; i < list->count; i++) {
        const struct version_tag *tag = &list->items[i];
        if (!version_tag_is_release(tag) ||
            (parts != 0 && semver_compare_numbers(&tag->version, like, parts) != 0))
            continue;
        if (latest == NULL || semver_compare(&tag->version, &latest->version) > 0)
            latest = tag;
    }
    return latest;
}
