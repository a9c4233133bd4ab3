#include "find_files.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"

enum { MAX_PATH_BYTES = 4096, MESSAGE_BYTES = MAX_PATH_BYTES + 256 };

static const char any_folders[] = "**";

/* Git's own: a branch may be called "a.yaml". Other folders with a dot are read, as kubectl -R and
 * Argo CD read them. */
static const char repository[] = ".git";

/* One walk down from a folder. */
struct walk {
    struct input_list *list;
    const char *pattern; /* what must match the end of a path; NULL: the names of manifests */
    size_t base;         /* length of the path that the pattern does not look at */
    struct folder_id *visited;
    size_t visited_count;
    size_t visited_capacity;
};

struct folder_id {
    dev_t device;
    ino_t inode;
};

static bool walk_folder(struct walk *walk, const char *path);

static bool is_manifest_name(const char *name)
{
    static const struct text endings[] = {
        TEXT_INIT(".yaml"),
        TEXT_INIT(".yml"),
        TEXT_INIT(".json"),
    };
    for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
        if (text_ends_with(text_from_string(name), endings[i]))
            return true;
    }
    return strcmp(name, "Kustomization") == 0;
}

/* Any number of folders may stand before what the pattern says. */
static bool matches_below(const char *pattern, const char *path)
{
    while (path != NULL) {
        if (fnmatch(pattern, path, FNM_PATHNAME) == 0)
            return true;
        path = strchr(path, '/');
        path = path != NULL ? path + 1 : NULL;
    }
    return false;
}

static bool is_wanted(const struct walk *walk, const char *path, const char *name)
{
    if (walk->pattern == NULL)
        return is_manifest_name(name);
    return matches_below(walk->pattern, path + walk->base);
}

/* True the first time. A link may lead back to where the walk came from, or many links to the same
 * place. */
static bool enter(struct walk *walk, const struct stat *status, bool *is_new)
{
    struct folder_id id = {status->st_dev, status->st_ino};
    *is_new = false;
    for (size_t i = 0; i < walk->visited_count; i++) {
        if (walk->visited[i].inode == id.inode && walk->visited[i].device == id.device)
            return true;
    }
    if (walk->visited_count == walk->visited_capacity) {
        size_t capacity = walk->visited_capacity * 2 + 1;
        struct folder_id *visited = reallocarray(walk->visited, capacity, sizeof *visited);
        if (visited == NULL)
            return false;
        walk->visited = visited;
        walk->visited_capacity = capacity;
    }
    walk->visited[walk->visited_count++] = id;
    *is_new = true;
    return true;
}

static bool join(char *out, const char *folder, const char *name)
{
    size_t length = strlen(folder);
    const char *slash = length != 0 && folder[length - 1] == '/' ? "" : "/";
    return snprintf(out, MAX_PATH_BYTES, "%s%s%s", folder, slash, name) < MAX_PATH_BYTES;
}

static bool exists_in(const char *folder, const char *name)
{
    char path[MAX_PATH_BYTES];
    struct stat status;
    return join(path, folder, name) && stat(path, &status) == 0;
}

static bool is_chart_templates(const char *folder, const char *name)
{
    return strcmp(name, "templates") == 0 && exists_in(folder, "Chart.yaml");
}

static bool add_chart(struct walk *walk, const char *folder, const char *path)
{
    char text[MESSAGE_BYTES];
    snprintf(text, sizeof text,
             "these are Helm templates that were not rendered: pipe \"helm template RELEASE %s | "
             "release-gate check -\" instead",
             strcmp(folder, ".") == 0 ? "." : folder);
    return input_list_add(walk->list, path, text);
}

static bool visit_folder(struct walk *walk, const char *folder, const char *path, const char *name,
                         const struct stat *status)
{
    bool is_new;
    if (strcmp(name, repository) == 0)
        return true;
    if (walk->pattern == NULL && is_chart_templates(folder, name))
        return add_chart(walk, folder, path);
    if (!enter(walk, status, &is_new))
        return false;
    return !is_new || walk_folder(walk, path);
}

static bool visit(struct walk *walk, const char *folder, const char *name)
{
    char path[MAX_PATH_BYTES];
    struct stat status;
    if (!join(path, folder, name))
        return input_list_add(walk->list, folder, strerror(ENAMETOOLONG));
    bool is_there = stat(path, &status) == 0;
    if (is_there && S_ISDIR(status.st_mode))
        return visit_folder(walk, folder, path, name, &status);
    if (!is_wanted(walk, path, name) || (is_there && !S_ISREG(status.st_mode)))
        return true;
    return input_list_add(walk->list, path, is_there ? NULL : strerror(errno));
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_no_link_upwards(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static bool walk_folder(struct walk *walk, const char *path)
{
    struct dirent **entries;
    int count = scandir(path, &entries, is_no_link_upwards, by_bytes);
    if (count < 0)
        return input_list_add(walk->list, path, strerror(errno));
    bool done = true;
    for (int i = 0; i < count; i++) {
        done = done && visit(walk, path, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return done;
}

static bool walk_from(struct walk *walk, const char *path, const struct stat *status)
{
    bool is_new;
    bool done = enter(walk, status, &is_new) && walk_folder(walk, path);
    free(walk->visited);
    return done;
}

static bool add_existing(struct input_list *list, const char *path, const struct stat *status)
{
    struct walk walk = {.list = list};
    if (!S_ISDIR(status->st_mode))
        return input_list_add(list, path, NULL);
    return walk_from(&walk, path, status);
}

/* What the pattern says before "**" is a folder, or a pattern for folders. */
static bool add_below(struct input_list *list, const char *folder, const char *pattern)
{
    struct walk walk = {.list = list, .pattern = pattern[0] != '\0' ? pattern : NULL};
    struct stat status;
    char path[MAX_PATH_BYTES];
    if (stat(folder, &status) != 0 || !S_ISDIR(status.st_mode) || !join(path, folder, ""))
        return true;
    walk.base = strlen(path);
    return walk_from(&walk, path, &status);
}

static bool for_each_match(struct input_list *list, const char *pattern, const char *below)
{
    glob_t matches = {0};
    struct stat status;
    int result = glob(pattern, 0, NULL, &matches);
    bool done = result == 0 || result == GLOB_NOMATCH;
    for (size_t i = 0; done && result == 0 && i < matches.gl_pathc; i++) {
        const char *path = matches.gl_pathv[i];
        if (below != NULL)
            done = add_below(list, path, below);
        else if (stat(path, &status) == 0)
            done = add_existing(list, path, &status);
    }
    globfree(&matches);
    return done || result != GLOB_NOSPACE;
}

/* "k8s" and "*.yaml" of a pattern that has both, with two asterisks between slashes in between. */
static bool add_deep_pattern(struct input_list *list, const char *pattern, const char *stars)
{
    char folder[MAX_PATH_BYTES];
    const char *below = stars + strlen(any_folders);
    int length = (int)(stars - pattern);
    if (length >= MAX_PATH_BYTES)
        return input_list_add(list, pattern, strerror(ENAMETOOLONG));
    snprintf(folder, sizeof folder, "%.*s", length, length != 0 ? pattern : "");
    below += below[0] == '/' ? 1 : 0;
    return for_each_match(list, length != 0 ? folder : ".", below);
}

static bool add_pattern(struct input_list *list, const char *pattern)
{
    size_t known = list->count;
    const char *stars = strstr(pattern, any_folders);
    bool done = stars != NULL ? add_deep_pattern(list, pattern, stars)
                              : for_each_match(list, pattern, NULL);
    if (!done || list->count != known)
        return done;
    return input_list_add(list, pattern, "no file matches this pattern");
}

bool find_files(struct input_list *list, const char *path)
{
    struct stat status;
    if (strcmp(path, STANDARD_INPUT) == 0)
        return input_list_add(list, path, NULL);
    if (stat(path, &status) == 0)
        return add_existing(list, path, &status);
    if (strpbrk(path, "*?[") != NULL)
        return add_pattern(list, path);
    return input_list_add(list, path, path[0] != '\0' ? strerror(errno) : "the path is empty");
}
