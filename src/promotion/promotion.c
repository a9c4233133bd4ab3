#include "promotion/promotion.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/escape.h"
#include "base/limits.h"
#include "tag_list.h"

static const char *const step_names[] = {
    [PROMOTION_NO_STEP] = "",    [PROMOTION_PATCH] = "patch", [PROMOTION_MINOR] = "minor",
    [PROMOTION_MAJOR] = "major", [PROMOTION_FIRST] = "first", [PROMOTION_SAME] = "same",
};
_Static_assert(ARRAY_LEN(step_names) == PROMOTION_STEP_COUNT, "a name for every step");

const char *promotion_step_name(enum promotion_step step)
{
    return (size_t)step < ARRAY_LEN(step_names) ? step_names[step] : "";
}

/* From which the first release takes its step. */
static const struct version_tag nothing = {
    .version.numbers = {TEXT_INIT("0"), TEXT_INIT("0"), TEXT_INIT("0")},
};

struct judgement {
    const struct promotion_request *request;
    struct arena *arena;
    struct tag_list tags;
    struct version_tag from;          /* empty: not a version */
    struct version_tag to;            /* the same */
    const struct version_tag *latest; /* NULL: there is no full release */
    struct promotion *answer;
    enum promotion_step next_steps[PROMOTION_MAX_NEXT]; /* what answer->next are */
    bool has_memory;
};

/* ---- Words. */

static struct text keep(struct judgement *judgement, struct buffer *words)
{
    struct text kept = {0};
    judgement->has_memory = judgement->has_memory && !words->failed &&
                            arena_copy_text(judgement->arena, buffer_text(words), &kept);
    buffer_release(words);
    return kept;
}

/* Names are no longer than an image's tag may be, escaped four times that. */
enum { PHRASE_BYTES = 2048 };

PRINTF_LIKE(2, 3)
static struct text phrase(struct judgement *judgement, const char *format, ...)
{
    struct buffer words = {0};
    char line[PHRASE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (length > 0)
        buffer_put(&words, text_from_string(line));
    return keep(judgement, &words);
}

/* What the caller typed may be anything. */
static struct text quote(struct judgement *judgement, struct text typed)
{
    struct buffer words = {0};
    buffer_put_char(&words, '"');
    escape_for_terminal(&words, typed, LIMIT_TAG_BYTES);
    buffer_put_char(&words, '"');
    return keep(judgement, &words);
}

static void remark(struct promotion_remarks *remarks, const char *code, struct text message,
                   struct text fix)
{
    if (remarks->count < PROMOTION_MAX_REMARKS)
        remarks->items[remarks->count++] = (struct promotion_remark){code, message, fix};
}

static void problem(struct judgement *judgement, const char *code, struct text message,
                    struct text fix)
{
    remark(&judgement->answer->problems, code, message, fix);
}

static void note(struct judgement *judgement, const char *code, struct text message)
{
    remark(&judgement->answer->notes, code, message, (struct text){0});
}

/* ---- The numbers that would do. */

static void add_next(struct judgement *judgement, const struct version_tag *base,
                     enum promotion_step step)
{
    static const enum semver_part parts[] = {
        [PROMOTION_PATCH] = SEMVER_PATCH,
        [PROMOTION_MINOR] = SEMVER_MINOR,
        [PROMOTION_MAJOR] = SEMVER_MAJOR,
    };
    struct promotion *answer = judgement->answer;
    struct buffer name = {0};
    buffer_put_char(&name, 'v');
    if (step == PROMOTION_FIRST)
        semver_put_numbers(&name, &base->version);
    else
        semver_put_step(&name, &base->version, parts[step]);
    judgement->next_steps[answer->next_count] = step;
    answer->next[answer->next_count++] = keep(judgement, &name);
}

/* An older line goes on with its next patch, an older major also with its next minor. */
static void find_backport_steps(struct judgement *judgement)
{
    const struct semver *to = &judgement->to.version;
    const struct version_tag *line = tag_list_latest(&judgement->tags, to, SEMVER_PATCH);
    const struct version_tag *major = tag_list_latest(&judgement->tags, to, SEMVER_MINOR);
    if (line != NULL && line != judgement->latest)
        add_next(judgement, line, PROMOTION_PATCH);
    if (major != NULL && major != judgement->latest)
        add_next(judgement, major, PROMOTION_MINOR);
}

static void find_steps(struct judgement *judgement)
{
    const struct version_tag *base = judgement->latest != NULL ? judgement->latest : &nothing;
    if (judgement->request->is_backport) {
        find_backport_steps(judgement);
        return;
    }
    add_next(judgement, base, PROMOTION_PATCH);
    add_next(judgement, base, PROMOTION_MINOR);
    add_next(judgement, base, PROMOTION_MAJOR);
    if (base == &nothing && version_tag_is_pre_release(&judgement->from))
        add_next(judgement, &judgement->from, PROMOTION_FIRST);
}

/* "use v1.2.4 (patch), v1.3.0 (minor) or v2.0.0 (major)"; empty if nothing would do. */
static struct text advise_next(struct judgement *judgement)
{
    const struct promotion *answer = judgement->answer;
    struct buffer words = {0};
    for (size_t i = 0; i < answer->next_count; i++) {
        const char *before = i == 0 ? "use " : i + 1 < answer->next_count ? ", " : " or ";
        buffer_printf(&words, "%s%.*s (%s)", before, TEXT_ARGS(answer->next[i]),
                      promotion_step_name(judgement->next_steps[i]));
    }
    return keep(judgement, &words);
}

/* ---- The pre-release. */

/* The newest pre-releases of the same X.Y.Z, or of any: what may have been meant. */
static const struct version_tag *newest_below(const struct judgement *judgement,
                                              const struct version_tag *bound, bool is_any)
{
    const struct version_tag *newest = NULL;
    for (size_t i = 0; i < judgement->tags.count; i++) {
        const struct version_tag *tag = &judgement->tags.items[i];
        const struct semver *version = &tag->version;
        if (!version_tag_is_pre_release(tag) ||
            (!is_any &&
             semver_compare_numbers(version, &judgement->from.version, SEMVER_PARTS) != 0) ||
            (bound != NULL && semver_compare(version, &bound->version) >= 0))
            continue;
        if (newest == NULL || semver_compare(version, &newest->version) > 0)
            newest = tag;
    }
    return newest;
}

enum { NEAREST_TAGS = 3 };

static struct text advise_tags(struct judgement *judgement)
{
    bool is_any = judgement->from.name.len == 0 || newest_below(judgement, NULL, false) == NULL;
    const struct version_tag *tag = NULL;
    struct buffer words = {0};
    for (unsigned i = 0; i < NEAREST_TAGS; i++) {
        tag = newest_below(judgement, tag, is_any);
        if (tag == NULL)
            break;
        buffer_printf(&words, "%s%.*s", i == 0 ? "the newest pre-releases are " : ", ",
                      TEXT_ARGS(tag->name));
    }
    if (words.len == 0)
        buffer_printf(&words, "there is no pre-release at all; fetch the tags: git fetch --tags");
    return keep(judgement, &words);
}

static void judge_older(struct judgement *judgement)
{
    const struct version_tag *latest = judgement->latest;
    if (latest == NULL)
        problem(judgement, "nothing-to-roll-back", TEXT("there is no full release to roll back"),
                TEXT("promote without --rollback"));
    else if (semver_compare(&judgement->from.version, &latest->version) >= 0)
        problem(judgement, "not-older",
                phrase(judgement, "%.*s is not older than %.*s, the latest full release",
                       TEXT_ARGS(judgement->from.name), TEXT_ARGS(latest->name)),
                TEXT("a rollback is from something older; else promote without --rollback"));
}

/* False: it is nothing that could be promoted, whether it exists or not. */
static bool judge_from_form(struct judgement *judgement)
{
    const struct promotion_request *request = judgement->request;
    struct text typed = quote(judgement, request->from);
    if (version_tag_is_pre_release(&judgement->from) ||
        (request->is_rollback && version_tag_is_release(&judgement->from)))
        return true;
    if (version_tag_is_release(&judgement->from))
        problem(judgement, "released-already",
                phrase(judgement, "%.*s is a full release already", TEXT_ARGS(typed)),
                TEXT("to release something older again, add --rollback"));
    else
        problem(judgement, "not-a-pre-release",
                phrase(judgement, "%.*s is not a pre-release of the form vX.Y.Z-PRE.N+COMMIT",
                       TEXT_ARGS(typed)),
                advise_tags(judgement));
    return false;
}

static void judge_from(struct judgement *judgement)
{
    const struct promotion_request *request = judgement->request;
    if (!judge_from_form(judgement))
        return;
    const struct version_tag *found = tag_list_find(&judgement->tags, request->from);
    if (found == NULL) {
        problem(judgement, "no-such-tag",
                phrase(judgement, "there is no tag %.*s", TEXT_ARGS(judgement->from.name)),
                advise_tags(judgement));
        return;
    }
    judgement->answer->source = found->name;
    if (!text_equal(found->name, request->from))
        note(judgement, "rewritten",
             phrase(judgement, "%.*s is tagged %.*s", TEXT_ARGS(request->from),
                    TEXT_ARGS(found->name)));
    if (request->is_rollback)
        judge_older(judgement);
}

/* ---- The release. */

static bool judge_to_form(struct judgement *judgement)
{
    struct text to = judgement->request->to;
    if (version_tag_is_release(&judgement->to))
        return true;
    problem(judgement, "not-a-release",
            phrase(judgement, "%.*s is not a full release of the form vX.Y.Z",
                   TEXT_ARGS(quote(judgement, to))),
            advise_next(judgement));
    return false;
}

static bool is_next(struct judgement *judgement)
{
    for (size_t i = 0; i < judgement->answer->next_count; i++) {
        if (text_equal(judgement->answer->next[i], judgement->to.name)) {
            judgement->answer->step = judgement->next_steps[i];
            return true;
        }
    }
    return false;
}

static void complain_of_step(struct judgement *judgement)
{
    const struct version_tag *latest = judgement->latest;
    struct text to = judgement->to.name;
    struct text fix = advise_next(judgement);
    if (latest == NULL)
        problem(judgement, "not-one-step",
                phrase(judgement, "%.*s cannot be the first full release", TEXT_ARGS(to)), fix);
    else if (judgement->request->is_backport)
        problem(judgement, "not-one-step",
                phrase(judgement, "%.*s does not go on with an older line than that of %.*s",
                       TEXT_ARGS(to), TEXT_ARGS(latest->name)),
                fix.len != 0 ? fix : TEXT("without --backport it is counted from the latest"));
    else if (semver_compare(&judgement->to.version, &latest->version) < 0)
        problem(
            judgement, "older-line",
            phrase(judgement, "%.*s is older than %.*s, the latest full release", TEXT_ARGS(to),
                   TEXT_ARGS(latest->name)),
            phrase(judgement, "%.*s; to go on with an older line, add --backport", TEXT_ARGS(fix)));
    else
        problem(judgement, "not-one-step",
                phrase(judgement, "%.*s is not one step from %.*s, the latest full release",
                       TEXT_ARGS(to), TEXT_ARGS(latest->name)),
                fix);
}

static void judge_to(struct judgement *judgement)
{
    const struct promotion_request *request = judgement->request;
    if (!judge_to_form(judgement))
        return;
    const struct version_tag *taken = tag_list_find(&judgement->tags, request->to);
    if (taken == NULL) {
        if (!is_next(judgement))
            complain_of_step(judgement);
    } else if (request->is_rollback && text_equal(request->from, request->to)) {
        judgement->answer->step = PROMOTION_SAME;
    } else {
        problem(judgement, "tag-taken",
                phrase(judgement, "%.*s exists already, and a release is never made anew",
                       TEXT_ARGS(taken->name)),
                advise_next(judgement));
    }
}

/* ---- What else there is to say. */

static void note_ages(struct judgement *judgement)
{
    const struct version_tag *from = &judgement->from;
    const struct version_tag *latest = judgement->latest;
    if (version_tag_is_pre_release(from) &&
        semver_compare_numbers(&from->version, &judgement->to.version, SEMVER_PARTS) > 0)
        note(judgement, "lower-number",
             phrase(judgement, "%.*s calls itself a build for something newer than %.*s",
                    TEXT_ARGS(from->name), TEXT_ARGS(judgement->to.name)));
    if (latest != NULL && !judgement->request->is_rollback && !judgement->request->is_backport &&
        semver_compare_numbers(&from->version, &latest->version, SEMVER_PARTS) < 0)
        note(judgement, "older-build",
             phrase(judgement, "%.*s was built for something older than %.*s, the latest release",
                    TEXT_ARGS(from->name), TEXT_ARGS(latest->name)));
}

static void add_move(struct judgement *judgement, unsigned parts)
{
    struct text to = judgement->to.name;
    const struct version_tag *newest =
        tag_list_latest(&judgement->tags, &judgement->to.version, parts);
    if (newest != NULL && semver_compare(&newest->version, &judgement->to.version) >= 0)
        return;
    size_t end = 0;
    for (unsigned part = 0; part < parts; part++)
        end += 1 + judgement->to.version.numbers[part].len;
    judgement->answer->moves[judgement->answer->move_count++] =
        parts != 0 ? text_slice(to, 0, end) : TEXT("latest");
}

/* A pointer never goes back: each is moved only by what is newer than all it could point to. */
static void find_moves(struct judgement *judgement)
{
    const struct version_tag *latest = judgement->latest;
    add_move(judgement, SEMVER_PATCH);
    add_move(judgement, SEMVER_MINOR);
    add_move(judgement, 0);
    if (latest != NULL && semver_compare(&judgement->to.version, &latest->version) <= 0)
        note(judgement, "latest-stays",
             phrase(judgement, "\"latest\" stays at %.*s", TEXT_ARGS(latest->name)));
}

bool promotion_judge(const struct promotion_request *request, struct arena *arena,
                     struct promotion *promotion, struct error *error)
{
    struct judgement judgement = {
        .request = request, .arena = arena, .answer = promotion, .has_memory = true};
    *promotion = (struct promotion){0};
    if (!tag_list_read(request->tags, arena, &judgement.tags))
        return error_no_memory(error);
    promotion->tag_count = judgement.tags.tag_count;
    judgement.latest = tag_list_latest(&judgement.tags, NULL, 0);
    if (judgement.latest != NULL)
        promotion->latest = judgement.latest->name;
    judgement.from = version_tag_of(request->from);
    judgement.to = version_tag_of(request->to);
    find_steps(&judgement);
    judge_from(&judgement);
    judge_to(&judgement);
    if (promotion->problems.count == 0) {
        note_ages(&judgement);
        find_moves(&judgement);
    }
    if (!judgement.has_memory) {
        *promotion = (struct promotion){0};
        return error_no_memory(error);
    }
    promotion->is_allowed = promotion->problems.count == 0 && promotion->step != PROMOTION_NO_STEP;
    return true;
}
