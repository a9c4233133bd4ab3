/* hash.h - FNV-1a with 64 bits (RFC 9923): the same on every machine. Not for what somebody gains
 * by a collision of. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>

#include "base/check.h"
#include "base/text.h"

/* Where each begins. */
static const uint64_t hash_basis = 0xcbf29ce484222325;

ALWAYS_INLINE uint64_t hash_byte(uint64_t hash, unsigned char byte)
{
    return (hash ^ byte) * 0x100000001b3;
}

ALWAYS_INLINE uint64_t hash_text(uint64_t hash, struct text text)
{
    for (size_t i = 0; i < text.len; i++)
        hash = hash_byte(hash, (unsigned char)text.ptr[i]);
    return hash;
}

/* One of several texts. Behind each stands a byte that is in no UTF-8, so that what stands in one
 * cannot look like the end of another. */
ALWAYS_INLINE uint64_t hash_field(uint64_t hash, struct text text)
{
    return hash_byte(hash_text(hash, text), UINT8_MAX);
}

#endif
