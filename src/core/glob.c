#include "core/glob.h"

/* Only the last '*' is ever tried again: what an earlier one could take, the last one can take too.
 * That keeps the time at glob.len * subject.len where a recursive match would be exponential. */
bool glob_match(struct text glob, struct text subject)
{
    size_t g = 0;
    size_t s = 0;
    bool has_star = false;
    size_t after_star = 0;
    size_t star_end = 0;

    while (s < subject.len) {
        if (g < glob.len && glob.ptr[g] == '*') {
            has_star = true;
            after_star = ++g;
            star_end = s;
        } else if (g < glob.len && (glob.ptr[g] == '?' || glob.ptr[g] == subject.ptr[s])) {
            g++;
            s++;
        } else if (has_star) {
            g = after_star;
            s = ++star_end;
        } else {
            return false;
        }
    }
    while (g < glob.len && glob.ptr[g] == '*')
        g++;
    return g == glob.len;
}

bool glob_match_any(const struct text *globs, size_t count, struct text subject)
{
    for (size_t i = 0; i < count; i++) {
        if (glob_match(globs[i], subject))
            return true;
    }
    return false;
}
