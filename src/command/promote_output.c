#include "promote_output.h"

#include "base/escape.h"

/* ---- For a person. */

static void put_row(struct buffer *out, const char *label, struct text value)
{
    if (value.len != 0)
        buffer_printf(out, "  %-12s%.*s\n", label, TEXT_ARGS(value));
}

static void put_remarks(struct buffer *out, const char *label,
                        const struct promotion_remarks *remarks)
{
    for (size_t i = 0; i < remarks->count; i++) {
        put_row(out, label, remarks->items[i].message);
        put_row(out, "", remarks->items[i].fix);
    }
}

static void put_moves(struct buffer *out, const struct promotion *promotion)
{
    if (!promotion->is_allowed)
        return;
    buffer_printf(out, "  %-12s", "moves");
    for (size_t i = 0; i < promotion->move_count; i++)
        buffer_printf(out, "%s%.*s", i == 0 ? "" : ", ", TEXT_ARGS(promotion->moves[i]));
    buffer_put(out, promotion->move_count == 0 ? TEXT("no pointer\n") : TEXT("\n"));
}

void promote_put_text(struct buffer *out, const struct promotion_request *request,
                      const struct promotion *promotion, struct text tags_from)
{
    escape_for_terminal(out, request->from, 0);
    buffer_put(out, TEXT(" to "));
    escape_for_terminal(out, request->to, 0);
    buffer_put(out, promotion->is_allowed ? TEXT(": may be released\n") : TEXT(": refused\n"));
    put_remarks(out, "refused", &promotion->problems);
    put_row(out, "source", promotion->source);
    put_row(out, "latest",
            promotion->latest.len != 0 ? promotion->latest : TEXT("there is no full release"));
    put_row(out, "step", text_from_string(promotion_step_name(promotion->step)));
    put_moves(out, promotion);
    put_remarks(out, "note", &promotion->notes);
    buffer_printf(out, "  %-12s%zu, from ", "tags", promotion->tag_count);
    escape_for_terminal(out, tags_from, 0);
    buffer_put_char(out, '\n');
}

/* ---- For a program. */

static void put_member(struct buffer *out, const char *key, struct text value)
{
    buffer_printf(out, ",\"%s\":", key);
    if (value.len != 0)
        escape_for_json(out, value);
    else
        buffer_put(out, TEXT("null"));
}

static void put_flag(struct buffer *out, const char *key, bool value)
{
    buffer_printf(out, ",\"%s\":%s", key, value ? "true" : "false");
}

static void put_list(struct buffer *out, const char *key, const struct text *items, size_t count)
{
    buffer_printf(out, ",\"%s\":[", key);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_put_char(out, ',');
        escape_for_json(out, items[i]);
    }
    buffer_put_char(out, ']');
}

static void put_remark_list(struct buffer *out, const char *key,
                            const struct promotion_remarks *remarks)
{
    buffer_printf(out, ",\"%s\":[", key);
    for (size_t i = 0; i < remarks->count; i++) {
        const struct promotion_remark *remark = &remarks->items[i];
        buffer_printf(out, "%s{\"code\":\"%s\"", i > 0 ? "," : "", remark->code);
        put_member(out, "message", remark->message);
        put_member(out, "fix", remark->fix);
        buffer_put_char(out, '}');
    }
    buffer_put_char(out, ']');
}

void promote_put_json(struct buffer *out, const struct promotion_request *request,
                      const struct promotion *promotion, struct text tags_from)
{
    buffer_printf(out, "{\"allowed\":%s", promotion->is_allowed ? "true" : "false");
    put_member(out, "from", request->from);
    put_member(out, "to", request->to);
    put_flag(out, "rollback", request->is_rollback);
    put_flag(out, "backport", request->is_backport);
    put_member(out, "source", promotion->source);
    put_member(out, "latest", promotion->latest);
    put_member(out, "step", text_from_string(promotion_step_name(promotion->step)));
    put_list(out, "next", promotion->next, promotion->next_count);
    put_list(out, "moves", promotion->moves, promotion->move_count);
    put_remark_list(out, "problems", &promotion->problems);
    put_remark_list(out, "notes", &promotion->notes);
    buffer_printf(out, ",\"tags\":{\"count\":%zu", promotion->tag_count);
    put_member(out, "from", tags_from);
    buffer_put(out, TEXT("}}\n"));
}
