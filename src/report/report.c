#include "report/report.h"

#include <stdlib.h>

#include "core/message.h"
#include "document/position.h"
#include "fingerprint.h"

/* Files that cannot be read: more of them are one mistake, and only counted. */
enum { MAX_PROBLEMS = 1000, FIRST_CAPACITY = 16 };

void report_init(struct report *report, size_t max_findings)
{
    *report = (struct report){.max_findings = max_findings};
    arena_init(&report->memory, SIZE_MAX);
    inventory_init(&report->inventory);
    error_list_init(&report->problems, MAX_PROBLEMS);
}

void report_release(struct report *report)
{
    if (report == NULL)
        return;
    free(report->objects);
    free(report->findings);
    error_list_release(&report->problems);
    arena_release(&report->memory);
    inventory_release(&report->inventory);
    *report = (struct report){.max_findings = report->max_findings};
}

/* ---- Storing. */

/* The items with room for one more, or NULL when there is no memory. */
static void *with_room(void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    size_t larger = FIRST_CAPACITY;
    if (*capacity != 0 && __builtin_mul_overflow(*capacity, 2, &larger))
        return NULL;
    void *moved = reallocarray(items, larger, size);
    if (moved != NULL)
        *capacity = larger;
    return moved;
}

/* Objects of one file stand side by side and share its name. */
static bool copy_file_name(struct report *report, struct text file, struct text *copy)
{
    const struct report_object *last =
        report->object_count != 0 ? &report->objects[report->object_count - 1] : NULL;
    if (last == NULL || !text_equal(last->file, file))
        return arena_copy_text(&report->memory, file, copy);
    *copy = last->file;
    return true;
}

/* Adds a copy of `object`, without findings. */
static bool add_object(struct report *report, const struct report_object *object)
{
    struct report_object *objects =
        with_room(report->objects, report->object_count, &report->object_capacity, sizeof *objects);
    if (objects == NULL)
        return false;
    report->objects = objects;
    struct report_object copy = *object;
    copy.first_finding = report->finding_count;
    copy.finding_count = 0;
    struct arena *memory = &report->memory;
    if (!copy_file_name(report, object->file, &copy.file) ||
        !arena_copy_text(memory, object->environment, &copy.environment) ||
        !arena_copy_text(memory, object->kind, &copy.kind) ||
        !arena_copy_text(memory, object->namespace, &copy.namespace) ||
        !arena_copy_text(memory, object->name, &copy.name))
        return false;
    objects[report->object_count++] = copy;
    report->image_count += object->image_count;
    return true;
}

static struct report_object *last_object(struct report *report)
{
    return &report->objects[report->object_count - 1];
}

static bool copy_texts(struct arena *memory, const struct report_finding *finding,
                       struct report_finding *copy)
{
    return arena_copy_text(memory, finding->container, &copy->container) &&
           arena_copy_text(memory, finding->path, &copy->path) &&
           arena_copy_text(memory, finding->image, &copy->image) &&
           arena_copy_text(memory, finding->message, &copy->message) &&
           arena_copy_text(memory, finding->fix, &copy->fix) &&
           arena_copy_text(memory, finding->notes, &copy->notes);
}

/* Adds a copy of `finding` to the last object, with which it shares the object's texts. */
static bool keep_finding(struct report *report, const struct report_finding *finding)
{
    struct report_finding *findings = with_room(report->findings, report->finding_count,
                                                &report->finding_capacity, sizeof *findings);
    if (findings == NULL)
        return false;
    report->findings = findings;
    struct report_object *object = last_object(report);
    struct report_finding copy = *finding;
    copy.file = object->file;
    copy.environment = object->environment;
    copy.kind = object->kind;
    copy.namespace = object->namespace;
    copy.name = object->name;
    if (!copy_texts(&report->memory, finding, &copy))
        return false;
    findings[report->finding_count++] = copy;
    object->finding_count++;
    return true;
}

static void drop_finding(struct report *report, struct report_object *object,
                         enum report_level level)
{
    report->dropped_findings++;
    object->dropped_errors += level == REPORT_ERROR ? 1 : 0;
}

static bool add_finding(struct report *report, const struct report_finding *finding)
{
    report->levels[finding->level]++;
    if (report->max_findings == 0 || report->finding_count < report->max_findings)
        return keep_finding(report, finding);
    drop_finding(report, last_object(report), finding->level);
    return true;
}

/* ---- From a verdict. */

static const enum report_level levels[] = {
    [OUTCOME_DENY] = REPORT_ERROR,
    [OUTCOME_WARN] = REPORT_WARNING,
    [OUTCOME_NOTE] = REPORT_NOTE,
};

/* Where the texts of a finding are made before they are copied. */
struct scratch {
    struct buffer message;
    struct buffer notes;
    struct buffer path;
    struct buffer fix;
};

static void scratch_release(struct scratch *scratch)
{
    buffer_release(&scratch->message);
    buffer_release(&scratch->notes);
    buffer_release(&scratch->path);
    buffer_release(&scratch->fix);
}

static bool describe(struct scratch *scratch, const struct subject *subject,
                     const struct finding *from, struct report_finding *finding)
{
    buffer_reset(&scratch->message);
    buffer_reset(&scratch->notes);
    buffer_reset(&scratch->path);
    buffer_reset(&scratch->fix);
    message_put_finding(&scratch->message, subject, from);
    message_put_notes(&scratch->notes, from);
    image_use_put_path(&from->use, &scratch->path);
    message_put_fix(&scratch->fix, from);
    finding->message = buffer_text(&scratch->message);
    finding->notes = buffer_text(&scratch->notes);
    finding->path = buffer_text(&scratch->path);
    finding->fix = buffer_text(&scratch->fix);
    return !scratch->message.failed && !scratch->notes.failed && !scratch->path.failed &&
           !scratch->fix.failed;
}

/* What has no position of its own is at least somewhere in its object. */
static void locate(struct report_finding *finding, const struct image_use *use, size_t object_line)
{
    struct position position = position_of(use->node);
    finding->line = position.line != 0 ? position.line : object_line;
    finding->column = position.line != 0 ? position.column : 0;
}

static struct text image_name(const struct finding *finding)
{
    return finding->ref.name.len != 0 ? finding->ref.name : finding->use.image;
}

static bool add_from(struct report *report, const struct subject *subject,
                     const struct finding *from, struct fingerprint_seen *seen,
                     struct scratch *scratch)
{
    const struct report_object *object = last_object(report);
    struct report_finding finding = {
        .file = object->file,
        .level = levels[from->outcome],
        .rule = from->rule,
        .kind = object->kind,
        .namespace = object->namespace,
        .name = object->name,
        .container = from->use.name,
        .list = text_from_string(image_list_field(from->use.list)),
        .image = from->use.image,
    };
    if (!describe(scratch, subject, from, &finding))
        return false;
    locate(&finding, &from->use, object->line);
    uint64_t fingerprint = fingerprint_of(&finding, image_name(from));
    fingerprint_format(fingerprint_make_distinct(seen, fingerprint), finding.fingerprint);
    return add_finding(report, &finding);
}

static bool add_findings(struct report *report, const struct subject *subject,
                         const struct verdict *verdict)
{
    if (verdict->finding_count == 0)
        return true;
    struct scratch scratch = {0};
    struct fingerprint_seen *seen = fingerprint_seen_new(verdict->finding_count);
    bool done = seen != NULL;
    for (size_t i = 0; done && i < verdict->finding_count; i++)
        done = add_from(report, subject, &verdict->findings[i], seen, &scratch);
    fingerprint_seen_free(seen);
    scratch_release(&scratch);
    return done;
}

bool report_add(struct report *report, const struct report_source *source,
                const struct subject *subject, const struct verdict *verdict)
{
    struct report_object object = {
        .file = source->file,
        .line = source->line,
        .environment = verdict->environment->name,
        .kind = subject->kind,
        .namespace = subject->scope.namespace,
        .name = subject->name,
        .image_count = verdict->image_count,
    };
    return add_object(report, &object) && add_findings(report, subject, verdict) &&
           inventory_add(&report->inventory, subject, verdict);
}

/* ---- From another report. */

static bool append_object(struct report *to, const struct report *from,
                          const struct report_object *object)
{
    if (!add_object(to, object))
        return false;
    for (size_t i = 0; i < object->finding_count; i++) {
        if (!add_finding(to, &from->findings[object->first_finding + i]))
            return false;
    }
    return true;
}

/* Findings that `from` did not keep have no level any more but in its sums. */
static void append_dropped(struct report *to, const struct report *from)
{
    size_t kept[REPORT_LEVEL_COUNT] = {0};
    for (size_t i = 0; i < from->finding_count; i++)
        kept[from->findings[i].level]++;
    for (size_t level = 0; level < REPORT_LEVEL_COUNT; level++)
        to->levels[level] += from->levels[level] - kept[level];
    to->dropped_findings += from->dropped_findings;
}

bool report_append(struct report *to, const struct report *from)
{
    for (size_t i = 0; i < from->object_count; i++) {
        if (!append_object(to, from, &from->objects[i]))
            return false;
    }
    if (!inventory_append(&to->inventory, &from->inventory))
        return false;
    append_dropped(to, from);
    for (size_t i = 0; i < from->problems.count; i++) {
        const struct error *problem = &from->problems.items[i];
        error_list_add(&to->problems, problem->kind, problem->source, problem->line,
                       problem->column, "%s", problem->text);
    }
    to->problems.dropped += from->problems.dropped;
    to->file_count += from->file_count;
    to->skipped_documents += from->skipped_documents;
    return true;
}

/* ---- Cutting. */

static void limit_object(struct report *report, struct report_object *object, size_t max)
{
    size_t first = object->first_finding < max ? object->first_finding : max;
    size_t kept = max - first < object->finding_count ? max - first : object->finding_count;
    for (size_t i = kept; i < object->finding_count; i++)
        drop_finding(report, object, report->findings[object->first_finding + i].level);
    object->first_finding = first;
    object->finding_count = kept;
}

void report_limit(struct report *report, size_t max_findings)
{
    report->max_findings = max_findings;
    if (max_findings == 0 || report->finding_count <= max_findings)
        return;
    for (size_t i = 0; i < report->object_count; i++)
        limit_object(report, &report->objects[i], max_findings);
    report->finding_count = max_findings;
}
