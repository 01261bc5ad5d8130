/* SPDX-License-Identifier: Apache-2.0 */
/* diag.c - collecting errors and drawing them under the line they are about. */

#include "base/diag.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_LINE = 200 }; /* bytes of a source line shown; a minified file stays readable */

void diags_init(struct diags *all, struct arena *arena)
{
    *all = (struct diags){.arena = arena};
}

struct diag *diag_add(struct diags *all, struct place at, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    char text[1024];
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);

    struct diag *d = arena_make(all->arena, struct diag);
    *d = (struct diag){.at = at, .message = arena_strdup(all->arena, text)};
    if (all->last == NULL)
        all->last = &all->first;
    *all->last = d;
    all->last = &d->next;
    all->count++;
    return d;
}

struct place place_at(const struct source *source, size_t offset)
{
    struct place at = {.source = source, .line = 1, .column = 1, .length = 1};
    for (size_t i = 0; i < offset && i < source->bytes.length; i++) {
        at.column += ((unsigned char)source->bytes.at[i] & 0xC0) != 0x80;
        if (source->bytes.at[i] == '\n') {
            at.line++;
            at.column = 1;
        }
    }
    return at;
}

void diag_cause(struct diags *all, struct diag *d, struct place at, const char *message)
{
    struct diag *cause = arena_make(all->arena, struct diag);
    *cause = (struct diag){.at = at, .message = message, .cause = d->cause};
    d->cause = cause;
}

static struct text line_of(struct text bytes, int line)
{
    size_t from = 0;
    while (line > 1) {
        ptrdiff_t end = text_find(bytes, text_of("\n"), from);
        if (end < 0)
            return text_of("");
        from = (size_t)end + 1;
        line--;
    }
    ptrdiff_t end = text_find(bytes, text_of("\n"), from);
    struct text found = text_slice(bytes, from, end < 0 ? bytes.length : (size_t)end);
    if (found.length > 0 && found.at[found.length - 1] == '\r')
        found.length--;
    return utf8_cut(found, LONGEST_LINE);
}

static bool continues_character(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* East Asian characters take two columns of a terminal: the caret must pass as many. Three-byte
 * UTF-8 from U+2E80 on is wide, which holds for all but a few rare scripts. */
static int width_at(const char *at)
{
    unsigned char c = (unsigned char)*at;
    return (c >= 0xE3 && c <= 0xED) || c >= 0xF0 ? 2 : 1;
}

static void draw_caret(const struct place *at, struct text line, struct buffer *out)
{
    buffer_add_string(out, "      | ");
    int column = 1, drawn = 0;
    for (size_t i = 0; i < line.length && column < at->column + at->length; i++) {
        if (continues_character(line.at[i]))
            continue;
        char mark = column < at->column ? ' ' : drawn++ == 0 ? '^' : '~';
        if (line.at[i] == '\t' && mark == ' ')
            buffer_add_char(out, '\t');
        else
            for (int w = width_at(&line.at[i]); w > 0; w--, mark = mark == '^' ? '~' : mark)
                buffer_add_char(out, mark);
        column++;
    }
    if (drawn == 0)
        buffer_add_char(out, '^');
    buffer_add_char(out, '\n');
}

static void draw_place(const struct place *at, struct buffer *out)
{
    if (at->source != NULL && at->line > 0)
        buffer_printf(out, "%s:%d:%d: ", at->source->name, at->line, at->column);
    else if (at->source != NULL)
        buffer_printf(out, "%s: ", at->source->name);
}

void diag_render(const struct diag *d, struct buffer *out)
{
    draw_place(&d->at, out);
    buffer_printf(out, "error: %s\n", d->message);
    if (d->at.source != NULL && d->at.line > 0) {
        struct text line = line_of(d->at.source->bytes, d->at.line);
        buffer_printf(out, "%5d | %.*s\n", d->at.line, TEXT_ARGS(line));
        draw_caret(&d->at, line, out);
    }
    if (d->hint != NULL)
        buffer_printf(out, "      = hint: %s\n", d->hint);
    for (const struct diag *c = d->cause; c != NULL; c = c->cause) {
        buffer_add_string(out, "      = ");
        draw_place(&c->at, out);
        buffer_printf(out, "%s\n", c->message);
    }
}

void diags_render(const struct diags *all, struct buffer *out)
{
    for (const struct diag *d = all->first; d != NULL; d = d->next)
        diag_render(d, out);
}

static bool same_file(const struct place *a, const struct place *b)
{
    return a->source == b->source || (a->source != NULL && b->source != NULL &&
                                      strcmp(a->source->name, b->source->name) == 0);
}

static bool stands_before(const struct place *a, const struct place *b)
{
    return a->line != b->line ? a->line < b->line : a->column < b->column;
}

/* A file that is included twice is read twice, and says the same twice. */
static bool is_told(const struct diag *sorted, const struct diag *d)
{
    for (; sorted != NULL; sorted = sorted->next)
        if (same_file(&sorted->at, &d->at) && sorted->at.line == d->at.line &&
            sorted->at.column == d->at.column && strcmp(sorted->message, d->message) == 0)
            return true;
    return false;
}

/* Where `d` goes among those sorted: behind the last of its file that does not stand after it. */
static struct diag **slot_for(struct diag **sorted, const struct diag *d)
{
    struct diag **end = sorted, **slot = NULL;
    for (; *end != NULL; end = &(*end)->next) {
        if (!same_file(&(*end)->at, &d->at))
            continue;
        if (!stands_before(&d->at, &(*end)->at))
            slot = &(*end)->next;
        else if (slot == NULL)
            slot = end;
    }
    return slot != NULL ? slot : end;
}

void diags_sort(struct diags *all)
{
    struct diag *sorted = NULL;
    all->count = 0;
    for (struct diag *d = all->first, *next; d != NULL; d = next) {
        next = d->next;
        if (is_told(sorted, d))
            continue;
        struct diag **slot = slot_for(&sorted, d);
        d->next = *slot;
        *slot = d;
        all->count++;
    }
    all->first = sorted;
    all->last = &all->first;
    while (*all->last != NULL)
        all->last = &(*all->last)->next;
}
