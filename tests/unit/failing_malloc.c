#include "failing_malloc.h"

#include <errno.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HAS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif

static _Thread_local size_t remaining;
static _Thread_local bool is_on;
static _Thread_local bool is_once;
static _Thread_local bool has_failed;
static _Thread_local size_t live;

void failing_malloc_after(size_t count)
{
    remaining = count;
    is_once = false;
    has_failed = false;
    is_on = true;
}

void failing_malloc_once_after(size_t count)
{
    failing_malloc_after(count);
    is_once = true;
}

bool failing_malloc_off(void)
{
    is_on = false;
    return has_failed;
}

size_t failing_malloc_live(void)
{
    return live;
}

#ifdef HAS_SANITIZER

bool failing_malloc_works(void)
{
    return false;
}

#else

bool failing_malloc_works(void)
{
    return true;
}

static bool must_fail(void)
{
    if (!is_on || (is_once && has_failed))
        return false;
    if (remaining != 0) {
        remaining--;
        return false;
    }
    has_failed = true;
    errno = ENOMEM;
    return true;
}

/* The C library's own, under the names that it keeps for those who replace malloc. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void __libc_free(void *block);

static void *counted(void *block)
{
    live += block != NULL;
    return block;
}

void *malloc(size_t size)
{
    return must_fail() ? NULL : counted(__libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
    return must_fail() ? NULL : counted(__libc_calloc(count, size));
}

void *realloc(void *old, size_t size)
{
    if (must_fail())
        return NULL;
    return old == NULL ? counted(__libc_malloc(size)) : __libc_realloc(old, size);
}

void free(void *block)
{
    live -= block != NULL;
    __libc_free(block);
}

#endif
