/* find_files.h - the files that are meant by the paths of a command line. */
#ifndef COMMAND_FIND_FILES_H
#define COMMAND_FIND_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/check.h"
#include "base/error.h"

/* Standard input, as a path and in reports. */
#define STANDARD_INPUT "-"

struct input {
    char *path;          /* without "./" before it and without empty parts */
    struct error *error; /* why it cannot be read; NULL: nothing is known against it */
    bool is_read;        /* what can be read only once is in `content` */
    struct buffer content;
};

/* In the order of the paths; what a folder holds, sorted by bytes. No file twice. */
struct input_list {
    struct input *items;
    size_t count;
    size_t capacity;
};

/* Appends what `path` stands for: a file; "-"; a folder with all that is below it and is called
 * *.yaml, *.yml, *.json or Kustomization (.git left out, links followed, no folder entered
 * twice); or, if there is no such file, a pattern with *, ?, [...] and ** for any number of
 * folders. The templates of a Helm chart are not walked: the folder is in the list with an error
 * that says how to render it. What cannot be found is in the list with its error too. False when
 * there is no memory. */
MUST_CHECK bool find_files(struct input_list *list, const char *path);

/* Takes out what is in the list a second time. False when there is no memory. */
MUST_CHECK bool input_list_unite(struct input_list *list);

/* Appends a path; `text` (may be NULL) is why it cannot be read. */
MUST_CHECK bool input_list_add(struct input_list *list, const char *path, const char *text);

/* Takes out what `pattern` matches: the name of the file or of a folder that it is found in or, if
 * the pattern has a slash, the path of either from its start. '*' also crosses '/'. False when
 * there is no memory. */
MUST_CHECK bool input_list_exclude(struct input_list *list, const char *pattern);

/* Says why an input that has no error yet cannot be read. False when there is no memory. */
MUST_CHECK bool input_set_error(struct input *input, const char *text);

/* Frees what the input holds, not the input. */
void input_release(struct input *input);
void input_list_release(struct input_list *list);

#endif
