/* SPDX-License-Identifier: Apache-2.0 */
/* jsonpath_path.c - normalized paths: the one canonical way to say where a node is. */

#include "base/buffer.h"
#include "document/json.h"
#include "query/jsonpath.h"

#include <string.h>

/* Section 2.7: only what must be escaped is, each in one way. */
static void write_name(struct text name, struct buffer *out)
{
    static const char from[] = "'\\\b\f\n\r\t", to[] = "'\\bfnrt";
    for (size_t i = 0; i < name.length; i++) {
        char c = name.at[i];
        const char *known = c != '\0' ? strchr(from, c) : NULL;
        if (known != NULL)
            buffer_printf(out, "\\%c", to[known - from]);
        else if ((unsigned char)c < 0x20)
            buffer_printf(out, "\\u%04x", (unsigned)c);
        else
            buffer_add_char(out, c);
    }
}

void jsonpath_write_path(const struct jsonpath_node *node, struct buffer *out)
{
    if (node->parent == NULL) {
        buffer_add_char(out, '$');
        return;
    }
    jsonpath_write_path(node->parent, out);
    if (node->parent->value->kind == JSON_ARRAY) {
        buffer_printf(out, "[%zu]", node->index);
        return;
    }
    buffer_add_string(out, "['");
    write_name(node->value->name, out);
    buffer_add_string(out, "']");
}
