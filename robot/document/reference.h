/* SPDX-License-Identifier: Apache-2.0 */
/* reference.h - the reference page of a field table, in Markdown. */
#pragma once

struct buffer;
struct field_table;

/* A section for `root` and one for each table it leads to, in the order met: a heading of `level`
 * (1 to 6), the table's text, one row a key: name, what it takes, default, meaning. */
void reference_write(const struct field_table *root, int level, struct buffer *out);
