/* SPDX-License-Identifier: Apache-2.0 */
/* buffer.c - growth by doubling, never past the maximum. */

#include "base/buffer.h"
#include "base/must.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buffer_init(struct buffer *b, size_t most)
{
    *b = (struct buffer){.most = most};
}

void buffer_done(struct buffer *b)
{
    free(b->at);
    *b = (struct buffer){.most = b->most};
}

void buffer_clear(struct buffer *b)
{
    b->length = 0;
    b->full = false;
    if (b->at != NULL)
        b->at[0] = '\0';
}

static bool reserve(struct buffer *b, size_t more)
{
    if (more > b->most - b->length) {
        b->full = true;
        return false;
    }
    size_t need = b->length + more + 1;
    if (need <= b->size)
        return true;
    size_t size = b->size > 0 ? b->size * 2 : 256;
    if (size < need)
        size = need;
    if (size > b->most + 1)
        size = b->most + 1;
    char *grown = realloc(b->at, size);
    must(grown != NULL);
    b->at = grown;
    b->size = size;
    return true;
}

bool buffer_add(struct buffer *b, const void *bytes, size_t length)
{
    if (!reserve(b, length))
        return false;
    if (length > 0)
        memcpy(b->at + b->length, bytes, length);
    b->length += length;
    b->at[b->length] = '\0';
    return true;
}

bool buffer_printf(struct buffer *b, const char *format, ...)
{
    va_list ap, again;
    va_start(ap, format);
    va_copy(again, ap);
    int length = vsnprintf(NULL, 0, format, ap);
    va_end(ap);
    must(length >= 0);
    bool fits = reserve(b, (size_t)length);
    if (fits) {
        vsnprintf(b->at + b->length, (size_t)length + 1, format, again);
        b->length += (size_t)length;
    }
    va_end(again);
    return fits;
}

bool buffer_add_text(struct buffer *b, struct text t)
{
    return buffer_add(b, t.at, t.length);
}

bool buffer_add_string(struct buffer *b, const char *string)
{
    return buffer_add(b, string, strlen(string));
}

bool buffer_add_char(struct buffer *b, char c)
{
    return buffer_add(b, &c, 1);
}

struct text buffer_text(const struct buffer *b)
{
    return (struct text){.at = b->at != NULL ? b->at : "", .length = b->length};
}
