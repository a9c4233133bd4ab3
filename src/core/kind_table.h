/* kind_table.h - the table of kinds, made of kinds.table by scripts/kinds. */
#ifndef CORE_KIND_TABLE_H
#define CORE_KIND_TABLE_H

#include "core/kind.h"

/* Sorted by kind, then by group, bytewise. */
extern const struct kind kind_table[];
extern const size_t kind_table_count;

#endif
