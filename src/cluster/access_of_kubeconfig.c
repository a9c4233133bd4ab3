#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "access.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "core/json_node.h"
#include "document/position.h"
#include "document/yaml.h"
#include "kubeconfig_fields.h"
#include "runtime/file.h"

enum {
    MAX_FILES = 16,
    MAX_FILE_BYTES = 8 << 20, /* hundreds of clusters with their certificates */
    MAX_POSITION_BYTES = 64 << 20,
    PATH_BYTES = 4096,
};

/* Several files count as one: of two entries with the same name the first holds. */
struct kubeconfig {
    struct kubeconfig_file files[MAX_FILES];
    size_t count;
    struct arena positions;
};

static void release(struct kubeconfig *kubeconfig)
{
    for (size_t i = 0; i < kubeconfig->count; i++) {
        json_object_put(kubeconfig->files[i].root);
        free(kubeconfig->files[i].path);
    }
    arena_release(&kubeconfig->positions);
}

static bool fail_at(const char *path, struct error *error)
{
    if (error != NULL)
        snprintf(error->source, sizeof error->source, "%s", path);
    return false;
}

static bool parse(struct kubeconfig *kubeconfig, struct kubeconfig_file *file, struct text bytes,
                  struct error *error)
{
    return yaml_read_one(bytes, &kubeconfig->positions, NULL, &file->root, error) ||
           fail_at(file->path, error);
}

static bool add_file(struct kubeconfig *kubeconfig, const char *path, struct error *error)
{
    struct buffer bytes = {0};
    if (kubeconfig->count == MAX_FILES)
        return error_set(error, ERROR_LIMIT, "KUBECONFIG names more than %d files", MAX_FILES);
    if (!file_read(path, MAX_FILE_BYTES, &bytes, error)) {
        buffer_release(&bytes);
        return false;
    }
    struct kubeconfig_file *file = &kubeconfig->files[kubeconfig->count++];
    file->path = strdup(path);
    bool is_read = file->path != NULL ? parse(kubeconfig, file, buffer_text(&bytes), error)
                                      : error_no_memory(error);
    buffer_release(&bytes);
    return is_read;
}

/* Those that are not there are left out, as kubectl does. */
static bool add_files(struct kubeconfig *kubeconfig, struct text list, struct error *error)
{
    while (list.len != 0) {
        char path[PATH_BYTES];
        struct text entry = text_cut(&list, ':');
        snprintf(path, sizeof path, "%.*s", TEXT_ARGS(entry));
        if (entry.len != 0 && access(path, F_OK) == 0 && !add_file(kubeconfig, path, error))
            return false;
    }
    return kubeconfig->count != 0 ||
           error_set(error, ERROR_VALUE, "none of the files in KUBECONFIG is there");
}

static bool add_own_file(struct kubeconfig *kubeconfig, struct error *error)
{
    const char *home = getenv("HOME");
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s/.kube/config", home != NULL ? home : "");
    if (access(path, F_OK) != 0)
        return error_set(error, ERROR_VALUE,
                         "no cluster is named: this is no pod, KUBECONFIG is not set and there is "
                         "no %s",
                         path);
    return add_file(kubeconfig, path, error);
}

static bool read_files(struct kubeconfig *kubeconfig, const char *file, struct error *error)
{
    const char *list = getenv("KUBECONFIG");
    if (file != NULL)
        return add_file(kubeconfig, file, error);
    if (list != NULL && list[0] != '\0')
        return add_files(kubeconfig, text_from_string(list), error);
    return add_own_file(kubeconfig, error);
}

/* ---- Entries by name. */

static struct json_object *named_item(struct json_object *list, struct text name)
{
    size_t count = json_list_length(list);
    for (size_t i = 0; i < count; i++) {
        struct json_object *item = json_object_array_get_idx(list, i);
        if (text_equal(json_member_text(item, "name"), name))
            return item;
    }
    return NULL;
}

/* "clusters" and "cluster" */
struct entry_kind {
    const char *list;
    const char *member;
};

static bool find(const struct kubeconfig *kubeconfig, struct entry_kind kind, struct text name,
                 struct kubeconfig_entry *entry, struct error *error)
{
    for (size_t i = 0; i < kubeconfig->count; i++) {
        const struct kubeconfig_file *file = &kubeconfig->files[i];
        struct json_object *item = named_item(json_member(file->root, kind.list), name);
        if (item == NULL)
            continue;
        *entry = (struct kubeconfig_entry){file, json_member(item, kind.member), item};
        return true;
    }
    error_set(error, ERROR_VALUE, "there is no %s \"%.*s\"", kind.member, TEXT_ARGS(name));
    return fail_at(kubeconfig->files[0].path, error);
}

static struct text current_context(const struct kubeconfig *kubeconfig)
{
    struct text name = {0};
    for (size_t i = 0; i < kubeconfig->count && name.len == 0; i++)
        name = json_member_text(kubeconfig->files[i].root, "current-context");
    return name;
}

static bool find_context(const struct kubeconfig *kubeconfig, const char *wanted,
                         struct kubeconfig_entry *context, struct error *error)
{
    struct text name = wanted != NULL ? text_from_string(wanted) : current_context(kubeconfig);
    if (name.len != 0)
        return find(kubeconfig, (struct entry_kind){"contexts", "context"}, name, context, error);
    error_set(error, ERROR_VALUE, "no current-context is set: name one with --context");
    return fail_at(kubeconfig->files[0].path, error);
}

static bool take_cluster(const struct kubeconfig *kubeconfig, struct text name,
                         struct access *access, struct error *error)
{
    struct kubeconfig_entry entry;
    return find(kubeconfig, (struct entry_kind){"clusters", "cluster"}, name, &entry, error) &&
           kubeconfig_take_cluster(&entry, access, error);
}

/* A context without one is anonymous. */
static bool take_user(const struct kubeconfig *kubeconfig, struct text name, struct access *access,
                      struct error *error)
{
    struct kubeconfig_entry entry;
    if (name.len == 0)
        return true;
    return find(kubeconfig, (struct entry_kind){"users", "user"}, name, &entry, error) &&
           kubeconfig_take_user(&entry, access, error);
}

static bool take_context(const struct kubeconfig *kubeconfig, const char *wanted,
                         struct access *access, struct error *error)
{
    struct kubeconfig_entry context;
    return find_context(kubeconfig, wanted, &context, error) &&
           kubeconfig_take_namespace(&context, access, error) &&
           take_cluster(kubeconfig, json_member_text(context.members, "cluster"), access, error) &&
           take_user(kubeconfig, json_member_text(context.members, "user"), access, error);
}

bool access_of_kubeconfig(const struct cluster_options *options, struct access *access,
                          struct error *error)
{
    struct kubeconfig kubeconfig = {0};
    arena_init(&kubeconfig.positions, MAX_POSITION_BYTES);
    bool is_taken = read_files(&kubeconfig, options->kubeconfig, error) &&
                    take_context(&kubeconfig, options->context, access, error);
    release(&kubeconfig);
    return is_taken;
}
