#include "fingerprint.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "finding_view.h"

/* The same in every version of this program. Nobody gains by a collision: whoever can choose the
 * manifests can write the baseline too. */
uint64_t fingerprint_of(const struct report_finding *finding, struct text image_name)
{
    const struct text fields[] = {
        place_file(finding->file),
        finding->kind,
        finding->namespace,
        finding->name,
        finding->list,
        finding->container,
        text_from_string(finding->rule->id),
        image_name,
    };
    uint64_t hash = hash_basis;
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        hash = hash_field(hash, fields[i]);
    return hash;
}

void fingerprint_format(uint64_t fingerprint, char out[REPORT_FINGERPRINT_SIZE])
{
    snprintf(out, REPORT_FINGERPRINT_SIZE, "%016" PRIx64, fingerprint);
}

/* A hash table that is never more than half full, since it is made for all that can come. */
struct fingerprint_seen {
    size_t slot_count;
    struct slot {
        uint64_t fingerprint;
        size_t count; /* 0: the slot is free */
    } slots[];
};

struct fingerprint_seen *fingerprint_seen_new(size_t max_findings)
{
    size_t slot_count;
    size_t bytes;
    if (__builtin_mul_overflow(max_findings, 2, &slot_count) ||
        __builtin_add_overflow(slot_count, 1, &slot_count) ||
        __builtin_mul_overflow(slot_count, sizeof(struct slot), &bytes) ||
        __builtin_add_overflow(bytes, sizeof(struct fingerprint_seen), &bytes))
        return NULL;
    struct fingerprint_seen *seen = calloc(1, bytes);
    if (seen != NULL)
        seen->slot_count = slot_count;
    return seen;
}

void fingerprint_seen_free(struct fingerprint_seen *seen)
{
    free(seen);
}

static struct slot *find_slot(struct fingerprint_seen *seen, uint64_t fingerprint)
{
    size_t at = (size_t)(fingerprint % seen->slot_count);
    while (seen->slots[at].count != 0 && seen->slots[at].fingerprint != fingerprint)
        at = (at + 1) % seen->slot_count;
    return &seen->slots[at];
}

uint64_t fingerprint_make_distinct(struct fingerprint_seen *seen, uint64_t fingerprint)
{
    struct slot *slot = find_slot(seen, fingerprint);
    slot->fingerprint = fingerprint;
    size_t before = slot->count++;
    for (size_t rest = before; rest != 0; rest >>= 8)
        fingerprint = hash_byte(fingerprint, (unsigned char)(rest & 0xFF));
    return fingerprint;
}
