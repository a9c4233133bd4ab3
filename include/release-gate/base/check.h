/* check.h - what the compiler is asked to check for us. */
#ifndef BASE_CHECK_H
#define BASE_CHECK_H

/* The caller must look at the result: a failure that nobody saw could end as an "allow". */
#define MUST_CHECK __attribute__((warn_unused_result))

#define PRINTF_LIKE(format_at, arguments_at)                                                       \
    __attribute__((format(printf, format_at, arguments_at)))

/* For what is compiled into its callers, so that a constant argument leaves half of it out. */
#define ALWAYS_INLINE static inline __attribute__((always_inline))

#define ARRAY_LEN(array) (sizeof(array) / sizeof((array)[0]))

#endif
