#include "base/check.h"
#include "config/config.h"
#include "schema.h"

enum { MAX_KEYS = 64 };

/* Written anew by each call, in memory of the calling thread: so the schema's table stays the only
 * one, and threads do not meet. */
const struct config_key *config_keys(size_t *count)
{
    static _Thread_local struct config_key keys[MAX_KEYS];
    size_t row_count;
    const struct schema_row *rows = schema_rows(&row_count);
    *count = 0;
    for (size_t i = 0; i < row_count && *count < ARRAY_LEN(keys); i++) {
        if (rows[i].flag == NULL)
            continue;
        keys[(*count)++] = (struct config_key){
            .key = rows[i].path,
            .flag = rows[i].flag,
            .environment = rows[i].variable,
            .argument = rows[i].argument,
            .fallback = rows[i].fallback,
            .help = rows[i].help,
        };
    }
    return keys;
}
