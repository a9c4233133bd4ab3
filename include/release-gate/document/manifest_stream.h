/* manifest_stream.h - the objects of lists that are too large to be held: `kubectl get -o json`. */
#ifndef DOCUMENT_MANIFEST_STREAM_H
#define DOCUMENT_MANIFEST_STREAM_H

#include "document/manifest.h"

/* Where the bytes come from. Puts at most `size` of them, `*got` of 0 being the end. False, with
 * the reason, if they cannot be had. */
struct manifest_source {
    bool (*read)(void *closure, char *bytes, size_t size, size_t *got, struct error *error);
    void *closure;
};

/* Memory is needed for one object at a time, of at most 64 MiB. */
struct manifest_stream;

/* JSON only: lists and single objects, one after the other. `name` names the source in errors;
 * both must outlive the stream. NULL when there is no memory. */
MUST_CHECK struct manifest_stream *manifest_stream_new(const struct manifest_source *source,
                                                       struct text name);
void manifest_stream_free(struct manifest_stream *stream);

/* The next object, borrowed until the next call, with results as of manifest_reader_next. Items
 * that do not say what they are take it from their list, if its kind stands before them. What
 * stands beside the items must be JSON too. After MANIFEST_FAILED the stream goes on behind an item
 * that could not be read; it has ended where its brackets do not match. */
MUST_CHECK enum manifest_result manifest_stream_next(struct manifest_stream *stream,
                                                     struct manifest *manifest,
                                                     struct error *error);

#endif
