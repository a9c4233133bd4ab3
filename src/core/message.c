#include "core/message.h"

#include "base/escape.h"
#include "base/limits.h"
#include "core/workload.h"

/* A container's name in a warning, which must leave room for the image. */
enum { WARNING_NAME_BYTES = 24 };

static void put_quoted(struct buffer *out, struct text value)
{
    buffer_put_char(out, '"');
    escape_for_terminal(out, value, LIMIT_QUOTED_BYTES);
    buffer_put_char(out, '"');
}

static void put_plain(struct buffer *out, struct text value)
{
    escape_for_terminal(out, value, LIMIT_QUOTED_BYTES);
}

void message_put_object(struct buffer *out, const struct subject *subject)
{
    put_plain(out, subject->kind.len != 0 ? subject->kind : TEXT("object"));
    bool has_namespace = subject->scope.namespace.len != 0;
    bool has_name = subject->name.len != 0;
    if (has_namespace)
        buffer_put(out, has_name ? TEXT(" ") : TEXT(" in "));
    put_plain(out, subject->scope.namespace);
    if (has_name)
        buffer_put_char(out, has_namespace ? '/' : ' ');
    put_plain(out, subject->name);
}

static void put_container(struct buffer *out, const struct image_use *use, size_t max_bytes)
{
    buffer_printf(out, "%s ", image_list_noun(use->list));
    if (use->name.len == 0) {
        buffer_printf(out, "%s[%zu]", image_list_field(use->list), use->index);
        return;
    }
    buffer_put_char(out, '"');
    escape_for_terminal(out, use->name, max_bytes);
    buffer_put_char(out, '"');
}

static void put_path(struct buffer *out, const struct image_use *use)
{
    struct buffer path = {0};
    image_use_put_path(use, &path);
    out->failed = out->failed || path.failed;
    put_quoted(out, buffer_text(&path));
    buffer_release(&path);
}

/* 'source "https://git.example/shop" revision "main"'. */
static void put_revision(struct buffer *out, const struct image_use *use)
{
    if (use->source.len != 0) {
        buffer_put(out, TEXT("source "));
        put_quoted(out, use->source);
        buffer_put_char(out, ' ');
    }
    buffer_printf(out, "%s ", revision_noun(use->revision));
    put_quoted(out, text_trim_blanks(use->image));
    if (use->is_default)
        buffer_put(out, TEXT(" (none is given)"));
}

/* What the finding is about, after the object: 'container "app" image "app:edge"'. */
static void put_place(struct buffer *out, const struct finding *finding)
{
    const struct image_use *use = &finding->use;
    if (use->revision != REVISION_NONE && use->problem == NULL) {
        put_revision(out, use);
        return;
    }
    if (use->list != IMAGE_LIST_NONE && use->place == IMAGE_PLACE_IMAGE) {
        put_container(out, use, LIMIT_QUOTED_BYTES);
        buffer_put_char(out, ' ');
    }
    if (use->problem != NULL || use->list == IMAGE_LIST_NONE) {
        buffer_put(out, TEXT("field "));
        put_path(out, use);
        if (use->problem != NULL || use->is_opaque)
            return;
        buffer_put_char(out, ' ');
    }
    buffer_put(out, TEXT("image "));
    put_quoted(out, text_trim_blanks(use->image));
}

void message_put_claim(struct buffer *out, const struct finding *finding)
{
    const char *is = finding->is != NULL ? finding->is : finding->rule->is;
    bool is_image = finding->use.revision == REVISION_NONE;
    buffer_printf(out, "%s", finding->use.problem == NULL ? is : finding->use.problem);
    if (finding->rule == rule_of_class(TAG_INVALID))
        buffer_printf(out, ": %s", image_ref_fault_text(finding->fault));
    if (finding->rule == rule_of_class(TAG_LATEST) && finding->ref.tag.len == 0 && is_image)
        buffer_put(out, TEXT(", as it has no tag"));
    buffer_printf(out, " [%s]", finding->rule->id);
}

/* Of a class a revision says where a better one should stand. */
static bool has_own_fix(const struct finding *finding)
{
    return finding->use.revision != REVISION_NONE && finding->use.problem == NULL &&
           finding->rule != rule_at(RULE_PLACEHOLDER);
}

void message_put_fix(struct buffer *out, const struct finding *finding)
{
    const struct image_use *use = &finding->use;
    if (!has_own_fix(finding)) {
        buffer_printf(out, "%s", finding->rule->fix);
        return;
    }
    bool is_elsewhere = !text_equal(use->fix_path, use->path);
    const char *wanted = revision_fix(use->fix_sort);
    if (is_elsewhere)
        buffer_printf(out, "replace it by %s in ", wanted);
    else
        buffer_put(out, TEXT("set "));
    put_plain(out, use->fix_path);
    if (!is_elsewhere)
        buffer_printf(out, " to %s", wanted);
}

void message_put_finding(struct buffer *out, const struct subject *subject,
                         const struct finding *finding)
{
    message_put_object(out, subject);
    buffer_put_char(out, ' ');
    put_place(out, finding);
    buffer_put_char(out, ' ');
    message_put_claim(out, finding);
    buffer_put(out, TEXT("; "));
    message_put_fix(out, finding);
}

static void put_date(struct buffer *out, unsigned date)
{
    buffer_printf(out, "%04u-%02u-%02u", date / 10000, date / 100 % 100, date % 100);
}

static void begin_note(struct buffer *out, size_t start)
{
    buffer_put(out, out->len == start ? TEXT("note: ") : TEXT("; "));
}

static void put_exemption_note(struct buffer *out, const struct finding *finding, size_t start)
{
    if (finding->exemption == NULL)
        return;
    begin_note(out, start);
    buffer_put(out, TEXT("exemption "));
    put_quoted(out, finding->exemption->name);
    bool counts = finding->mitigation == MITIGATION_EXEMPTION;
    buffer_put(out, counts ? TEXT(" lets it pass until ") : TEXT(" expired after "));
    put_date(out, finding->exemption->until);
}

static void put_mitigation_note(struct buffer *out, const struct finding *finding, size_t start)
{
    static const char *const notes[] = {
        [MITIGATION_NONE] = NULL,
        [MITIGATION_EXEMPTION] = NULL,
        [MITIGATION_RATCHET] = "the same container had this image before",
        [MITIGATION_CONTROLLER_POD] = "made by a controller from a template that exists already",
        [MITIGATION_BREAK_GLASS] = "admitted by break-glass",
        [MITIGATION_MODE] = "the environment does not enforce yet",
    };
    if (notes[finding->mitigation] == NULL)
        return;
    begin_note(out, start);
    buffer_printf(out, "%s", notes[finding->mitigation]);
}

void message_put_notes(struct buffer *out, const struct finding *finding)
{
    size_t start = out->len;
    if (finding->had_blanks && finding->rule != rule_at(RULE_BLANKS)) {
        begin_note(out, start);
        buffer_put(out, TEXT("judged without the blanks around the image"));
    }
    if (finding->ref.tag.len != 0 && !image_ref_is_pullable(&finding->ref)) {
        begin_note(out, start);
        buffer_put(out, TEXT("no runtime can pull a tag with \"+\""));
    }
    if (finding->may_go_anywhere) {
        begin_note(out, start);
        buffer_put(out, TEXT("no destination namespace is given, so it may deploy to any"));
    }
    put_exemption_note(out, finding, start);
    put_mitigation_note(out, finding, start);
}

static void put_finding_with_notes(struct buffer *out, const struct subject *subject,
                                   const struct finding *finding)
{
    message_put_finding(out, subject, finding);
    struct buffer notes = {0};
    message_put_notes(&notes, finding);
    out->failed = out->failed || notes.failed;
    if (notes.len != 0) {
        buffer_put(out, TEXT("\n  "));
        buffer_put(out, buffer_text(&notes));
    }
    buffer_release(&notes);
}

static void put_reason(struct buffer *out, const struct environment *environment,
                       const struct finding *finding)
{
    bool is_revision = finding->use.revision != REVISION_NONE;
    buffer_put(out, environment->name);
    if (finding->use.problem == NULL && environment_accepts_releases_only(environment, is_revision))
        buffer_put(out, TEXT(" accepts full releases only: "));
    else
        buffer_printf(out, " does not accept %s: ", finding->rule->plural);
}

void message_put_denial(struct buffer *out, const struct policy *policy,
                        const struct subject *subject, const struct verdict *verdict)
{
    size_t written = 0;
    for (size_t i = 0; i < verdict->finding_count && written < LIMIT_MESSAGE_FINDINGS; i++) {
        const struct finding *finding = &verdict->findings[i];
        if (finding->outcome != OUTCOME_DENY)
            continue;
        if (written++ == 0)
            put_reason(out, verdict->environment, finding);
        else
            buffer_put_char(out, '\n');
        put_finding_with_notes(out, subject, finding);
    }
    size_t denied = verdict->outcome_counts[OUTCOME_DENY];
    if (denied > written)
        buffer_printf(out, "\n... and %zu more like these", denied - written);
    if (policy->help.len != 0) {
        buffer_put_char(out, '\n');
        buffer_put(out, policy->help);
    }
}

/* What stands behind the claim of a warning that would deny elsewhere. */
static const char *const warning_suffixes[] = {
    [MITIGATION_NONE] = "",
    [MITIGATION_EXEMPTION] = " (exempt)",
    [MITIGATION_RATCHET] = " (ran before)",
    [MITIGATION_CONTROLLER_POD] = " (controller)",
    [MITIGATION_BREAK_GLASS] = " (break-glass)",
    [MITIGATION_MODE] = " (would be denied)",
};

/* The end of a reference says most: the registry goes first when there is no room. */
static void put_tail(struct buffer *out, struct text text, size_t max_bytes)
{
    static const struct text cut = TEXT_INIT("...");
    if (text.len > max_bytes) {
        buffer_put(out, cut);
        text = text_slice(text, text.len - (max_bytes - cut.len), text.len);
    }
    buffer_put(out, text);
}

static void put_warning_image(struct buffer *out, const struct finding *finding, size_t room)
{
    struct buffer image = {0};
    if (finding->use.problem != NULL || finding->use.is_opaque)
        image_use_put_path(&finding->use, &image);
    else
        buffer_put(&image, text_trim_blanks(finding->use.image));
    struct buffer escaped = {0};
    escape_for_terminal(&escaped, buffer_text(&image), 0);
    out->failed = out->failed || image.failed || escaped.failed;
    put_tail(out, buffer_text(&escaped), room);
    buffer_release(&escaped);
    buffer_release(&image);
}

void message_put_warning(struct buffer *out, const struct finding *finding)
{
    struct buffer tail = {0};
    buffer_printf(&tail, "\" is %s%s", finding->rule->name, warning_suffixes[finding->mitigation]);
    size_t start = out->len;
    buffer_printf(out, "[%s] ", finding->rule->id);
    if (finding->use.list != IMAGE_LIST_NONE && finding->use.place == IMAGE_PLACE_IMAGE) {
        put_container(out, &finding->use, WARNING_NAME_BYTES);
        buffer_put_char(out, ' ');
    }
    bool is_field = finding->use.problem != NULL || finding->use.is_opaque;
    buffer_printf(out, "%s \"", is_field ? "field" : revision_noun(finding->use.revision));
    out->failed = out->failed || tail.failed;
    size_t used = out->len - start + tail.len;
    put_warning_image(out, finding, LIMIT_WARNING_BYTES - used);
    buffer_put(out, buffer_text(&tail));
    buffer_release(&tail);
}
