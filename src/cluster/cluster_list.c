#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buffer.h"
#include "cluster/cluster.h"
#include "core/json_node.h"

enum {
    DEFAULT_PAGE_ITEMS = 250,
    MAX_RESTARTS = 3,
    STATUS_GONE = 410,
};

/* A list that is being read. */
struct reading {
    struct cluster *cluster;
    const struct cluster_list *list;
    size_t page_items;
    char *token; /* where to go on; NULL: at the beginning */
    unsigned restarts;
    struct cluster_answer page;
};

/* For a query (RFC 3986, 2.3). */
static void put_escaped(struct buffer *out, const char *token)
{
    for (const char *c = token; *c != '\0'; c++) {
        if (ascii_is_alnum(*c) || strchr("-._~", *c) != NULL)
            buffer_put_char(out, *c);
        else
            buffer_printf(out, "%%%02X", (unsigned char)*c);
    }
}

static char *path_of_page(const struct reading *reading)
{
    struct buffer path = {0};
    const char *joint = strchr(reading->list->path, '?') != NULL ? "&" : "?";
    buffer_printf(&path, "%s%slimit=%zu", reading->list->path, joint, reading->page_items);
    if (reading->token != NULL) {
        buffer_put(&path, TEXT("&continue="));
        put_escaped(&path, reading->token);
    }
    return buffer_take(&path, NULL);
}

static bool ask_for_page(struct reading *reading, struct error *error)
{
    char *path = path_of_page(reading);
    if (path == NULL)
        return error_no_memory(error);
    const struct cluster_request request = {.method = CLUSTER_GET, .path = path};
    bool is_answered = cluster_ask(reading->cluster, &request, &reading->page, error);
    free(path);
    return is_answered;
}

/* False when there is no memory. */
static bool take_token(struct reading *reading)
{
    struct json_object *metadata = json_member(reading->page.root, "metadata");
    struct text token = json_member_text(metadata, "continue");
    free(reading->token);
    reading->token = token.len != 0 ? strndup(token.ptr, token.len) : NULL;
    return token.len == 0 || reading->token != NULL;
}

/* What to do after a failure. True if the list can go on. */
static bool recover(struct reading *reading)
{
    if (reading->page.is_too_large && reading->page_items > 1) {
        reading->page_items /= 2;
        return true;
    }
    if (reading->page.status != STATUS_GONE || reading->restarts == MAX_RESTARTS)
        return false;
    reading->restarts++;
    if (!take_token(reading))
        return false;
    if (reading->token == NULL && reading->list->restart != NULL)
        reading->list->restart(reading->list->closure);
    return true;
}

static bool name(struct json_object *item, const char *key, struct text value)
{
    if (json_member(item, key) != NULL)
        return true;
    struct json_object *node = json_object_new_string_len(value.ptr, (int)value.len);
    if (node != NULL && json_object_object_add(item, key, node) == 0)
        return true;
    json_object_put(node);
    return false;
}

static bool take_items(const struct reading *reading, struct error *error)
{
    struct json_object *root = reading->page.root;
    struct json_object *items = json_member(root, "items");
    struct text kind = json_member_text(root, "kind");
    struct text version = json_member_text(root, "apiVersion");
    if (!text_ends_with(kind, TEXT("List")))
        return error_set(error, ERROR_VALUE, "GET %s: the answer is no list", reading->list->path);
    kind.len -= sizeof "List" - 1;
    size_t count = json_list_length(items);
    for (size_t i = 0; i < count; i++) {
        struct json_object *item = json_object_array_get_idx(items, i);
        if (!json_object_is_type(item, json_type_object))
            return error_set(error, ERROR_VALUE, "GET %s: item %zu is no object",
                             reading->list->path, i);
        if (!name(item, "kind", kind) || !name(item, "apiVersion", version))
            return error_no_memory(error);
        if (!reading->list->take(reading->list->closure, item, error))
            return false;
    }
    return true;
}

/* One page: taken, or asked for in another way the next time. */
static bool read_page(struct reading *reading, bool *is_last, struct error *error)
{
    struct error cause = {0};
    if (!ask_for_page(reading, &cause)) {
        if (recover(reading))
            return true;
        if (error != NULL && error->kind == ERROR_NONE)
            *error = cause;
        return false;
    }
    if (!take_items(reading, error))
        return false;
    if (!take_token(reading))
        return error_no_memory(error);
    *is_last = reading->token == NULL;
    return true;
}

bool cluster_list(struct cluster *cluster, const struct cluster_list *list, unsigned *status,
                  struct error *error)
{
    struct reading reading = {
        .cluster = cluster,
        .list = list,
        .page_items = list->page_items != 0 ? list->page_items : DEFAULT_PAGE_ITEMS,
    };
    bool is_last = false;
    bool is_read = true;
    while (is_read && !is_last) {
        is_read = read_page(&reading, &is_last, error);
        json_object_put(reading.page.root);
    }
    if (status != NULL)
        *status = reading.page.status;
    free(reading.token);
    return is_read;
}
