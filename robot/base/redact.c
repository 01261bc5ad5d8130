/* SPDX-License-Identifier: Apache-2.0 */
/* redact.c - the table of secrets and the search for all their forms at once.
 *
 * Reports are megabytes and a secret has a dozen forms, so the forms of all secrets are found in one
 * pass by an Aho-Corasick automaton (Aho, Corasick, CACM 18(6), 1975), built anew when the table has
 * grown since the last search. This table is the one piece of state that every thread may change:
 * one lock guards it. */

#include "base/redact.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "base/redact_forms.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NAME = 48 };

/* A node of the automaton. Edges are a linked list: most nodes have one. */
struct state {
    int32_t first_edge; /* -1: none */
    int32_t fall;       /* where to go on when no edge fits */
    int32_t secret;     /* index of the secret whose form ends here, -1: none */
    uint32_t length;    /* of that form */
};

struct edge {
    unsigned char byte;
    int32_t to, next;
};

struct table {
    struct arena *arena; /* names and values; never ended: it is the process's */
    const char **names;
    struct text *values;
    size_t count, size;
    struct state *states;
    struct edge *edges;
    size_t state_count, state_size, edge_count, edge_size;
    bool stale; /* values were added since it was built */
};

static struct table table;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *grown(void *array, size_t count, size_t *size, size_t item)
{
    if (count < *size)
        return array;
    *size = *size > 0 ? *size * 2 : 64;
    array = realloc(array, *size * item);
    must(array != NULL);
    return array;
}

static const char *clean_name(struct arena *arena, const char *name)
{
    char *clean = arena_strndup(arena, name, strnlen(name, MOST_NAME));
    for (char *c = clean; *c != '\0'; c++)
        if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
              (*c >= '0' && *c <= '9') || *c == '-' || *c == '_'))
            *c = '_';
    return clean;
}

static bool is_known(struct text value)
{
    for (size_t i = 0; i < table.count; i++)
        if (text_equal(table.values[i], value))
            return true;
    return false;
}

bool redact_add(struct text value, const char *name)
{
    if (value.length < REDACT_LEAST_BYTES)
        return false;
    pthread_mutex_lock(&lock);
    if (!is_known(value)) {
        if (table.arena == NULL)
            table.arena = arena_new();
        size_t size = table.size;
        table.names = grown(table.names, table.count, &table.size, sizeof *table.names);
        table.values = grown(table.values, table.count, &size, sizeof *table.values);
        table.names[table.count] = clean_name(table.arena, name);
        table.values[table.count++] = text_copy(table.arena, value);
        table.stale = true;
    }
    pthread_mutex_unlock(&lock);
    return true;
}

static int32_t add_state(void)
{
    table.states =
        grown(table.states, table.state_count, &table.state_size, sizeof(struct state));
    table.states[table.state_count] = (struct state){.first_edge = -1, .secret = -1};
    return (int32_t)table.state_count++;
}

static int32_t follow(int32_t from, unsigned char byte)
{
    for (int32_t e = table.states[from].first_edge; e >= 0; e = table.edges[e].next)
        if (table.edges[e].byte == byte)
            return table.edges[e].to;
    return -1;
}

static void add_form(struct text form, void *which)
{
    int32_t at = 0;
    for (size_t i = 0; i < form.length; i++) {
        unsigned char byte = (unsigned char)form.at[i];
        int32_t to = follow(at, byte);
        if (to < 0) {
            to = add_state();
            table.edges =
                grown(table.edges, table.edge_count, &table.edge_size, sizeof(struct edge));
            table.edges[table.edge_count] =
                (struct edge){.byte = byte, .to = to, .next = table.states[at].first_edge};
            table.states[at].first_edge = (int32_t)table.edge_count++;
        }
        at = to;
    }
    if (form.length == 0 || table.states[at].secret >= 0)
        return;
    table.states[at].secret = *(const int32_t *)which;
    table.states[at].length = (uint32_t)form.length;
}

static int32_t step(int32_t at, unsigned char byte)
{
    for (;;) {
        int32_t to = follow(at, byte);
        if (to >= 0)
            return to;
        if (at == 0)
            return 0;
        at = table.states[at].fall;
    }
}

/* Breadth first: a state falls to the longest proper suffix of its path that is a path, too; where
 * no form ends here, one may end there. */
static void link_falls(void)
{
    int32_t *queue = malloc(table.state_count * sizeof *queue);
    size_t head = 0, tail = 0;
    must(queue != NULL);
    queue[tail++] = 0;
    while (head < tail) {
        int32_t at = queue[head++];
        for (int32_t e = table.states[at].first_edge; e >= 0; e = table.edges[e].next) {
            int32_t to = table.edges[e].to;
            struct state *s = &table.states[to];
            s->fall = at == 0 ? 0 : step(table.states[at].fall, table.edges[e].byte);
            if (s->secret < 0) {
                s->secret = table.states[s->fall].secret;
                s->length = table.states[s->fall].length;
            }
            queue[tail++] = to;
        }
    }
    free(queue);
}

static void rebuild(void)
{
    struct arena *scratch = arena_new();
    table.state_count = table.edge_count = 0;
    add_state();
    for (size_t i = 0; i < table.count; i++) {
        int32_t which = (int32_t)i;
        redact_forms(scratch, table.values[i], add_form, &which);
    }
    link_falls();
    table.stale = false;
    arena_end(scratch);
}

/* A found form, as a range of the input. */
struct found {
    size_t from, to;
    int32_t secret; /* -1: nothing */
};

/* The first form at or after `from`, grown over forms that overlap it: where two secrets run into
 * each other, both must go. */
static struct found find(struct text in, size_t from)
{
    struct found hit = {.secret = -1};
    int32_t at = 0;
    for (size_t i = from; i < in.length; i++) {
        at = step(at, (unsigned char)in.at[i]);
        if (hit.secret >= 0 && at == 0)
            break;
        const struct state *s = &table.states[at];
        if (s->secret < 0)
            continue;
        size_t begins = i + 1 - s->length;
        if (hit.secret >= 0 && begins >= hit.to)
            break;
        if (hit.secret < 0 || begins < hit.from || (begins == hit.from && i + 1 > hit.to))
            hit.secret = s->secret;
        if (hit.to == 0 || begins < hit.from)
            hit.from = begins;
        hit.to = i + 1;
    }
    return hit;
}

void redact_text(struct text in, struct buffer *out)
{
    size_t from = 0;
    pthread_mutex_lock(&lock);
    if (table.stale)
        rebuild();
    while (table.count > 0) {
        struct found hit = find(in, from);
        if (hit.secret < 0)
            break;
        buffer_add_text(out, text_slice(in, from, hit.from));
        buffer_printf(out, "[redacted:%s]", table.names[hit.secret]);
        from = hit.to;
    }
    pthread_mutex_unlock(&lock);
    buffer_add_text(out, text_slice(in, from, in.length));
}

bool redact_contains(struct text in)
{
    pthread_mutex_lock(&lock);
    if (table.stale)
        rebuild();
    bool found = table.count > 0 && find(in, 0).secret >= 0;
    pthread_mutex_unlock(&lock);
    return found;
}
