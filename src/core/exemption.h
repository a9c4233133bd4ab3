/* exemption.h - whether an admin let an image pass, and until when. */
#ifndef CORE_EXEMPTION_H
#define CORE_EXEMPTION_H

#include "core/gate.h"
#include "core/policy.h"
#include "core/tag.h"

/* One image in its surroundings. */
struct exemption_query {
    struct text image; /* trimmed */
    struct text name;  /* of the image, without tag and digest; empty: it is no reference */
    struct text namespace;
    struct text environment;
    enum tag_class class;
};

bool exemption_is_expired(const struct exemption *exemption, unsigned today);

/* The first in the policy that covers the query and still counts; else the first that would have
 * covered it before it expired; NULL: none. */
const struct exemption *exemption_find(const struct policy *policy,
                                       const struct exemption_query *query, unsigned today);

#endif
