#include "finding_view.h"

#include "base/escape.h"
#include "core/message.h"

bool finding_is_shown(const struct report_finding *finding, const struct report_style *style)
{
    return finding->level != REPORT_NOTE || style->show_notes;
}

struct text finding_claim(const struct report_finding *finding)
{
    static const struct text separator = TEXT_INIT("; ");
    struct text message = finding->message;
    if (!text_ends_with(message, finding->fix))
        return message;
    struct text claim = text_slice(message, 0, message.len - finding->fix.len);
    return text_ends_with(claim, separator) ? text_slice(claim, 0, claim.len - separator.len)
                                            : message;
}

bool object_has_errors(const struct report *report, const struct report_object *object)
{
    for (size_t i = 0; i < object->finding_count; i++) {
        if (report->findings[object->first_finding + i].level == REPORT_ERROR)
            return true;
    }
    return object->dropped_errors != 0;
}

void finding_put_claim(struct buffer *out, const struct report_finding *finding)
{
    escape_for_terminal(out, finding->environment, 0);
    buffer_put(out, TEXT(": "));
    buffer_put(out, finding_claim(finding));
}

struct text place_file(struct text file)
{
    if (text_equal(file, TEXT("-")))
        return TEXT("stdin");
    return text_starts_with(file, TEXT("./")) ? text_slice(file, 2, file.len) : file;
}

void place_put(struct buffer *out, struct text file, size_t line, size_t column)
{
    escape_for_terminal(out, place_file(file), 0);
    if (line != 0)
        buffer_printf(out, ":%zu", line);
    if (line != 0 && column != 0)
        buffer_printf(out, ":%zu", column);
}

void object_put_name(struct buffer *out, struct text kind, struct text namespace, struct text name)
{
    struct subject subject = {.kind = kind, .name = name, .scope = {.namespace = namespace}};
    message_put_object(out, &subject);
}
