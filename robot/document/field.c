/* SPDX-License-Identifier: Apache-2.0 */
/* field.c - asking a field table about itself. */

#include "document/field.h"
#include "base/arena.h"
#include "base/must.h"
#include "base/units.h"
#include "document/node.h"
#include "document/yaml.h"

#include <string.h>

enum { MOST_TABLES = 256 };

const struct field *field_find(const struct field_table *table, struct text name)
{
    for (const struct field *f = table->fields; f->name != NULL; f++)
        if (text_is(name, f->name) || (f->also != NULL && text_is(name, f->also)))
            return f;
    return NULL;
}

const char *const *field_names(struct arena *arena, const struct field_table *table)
{
    size_t count = 0;
    for (const struct field *f = table->fields; f->name != NULL; f++)
        count += f->also != NULL ? 2 : 1;
    const char **names = arena_array(arena, count + 1, const char *);
    size_t n = 0;
    for (const struct field *f = table->fields; f->name != NULL; f++) {
        names[n++] = f->name;
        if (f->also != NULL)
            names[n++] = f->also;
    }
    return names;
}

const char *const *field_word_names(struct arena *arena, const struct word *words)
{
    size_t count = 0;
    while (words[count].name != NULL)
        count++;
    const char **names = arena_array(arena, count + 1, const char *);
    for (size_t i = 0; i < count; i++)
        names[i] = words[i].name;
    return names;
}

static const char *words_expected(struct arena *arena, const struct word *words)
{
    const char *all = NULL;
    for (; words->name != NULL; words++)
        all = all == NULL ? words->name : arena_printf(arena, "%s, %s", all, words->name);
    must(all != NULL);
    return all;
}

static const char *size_text(struct arena *arena, int64_t bytes)
{
    static const char *const units[] = {"B", "KB", "MB", "GB"};
    size_t unit = 0;
    while (unit < 3 && bytes >= 1024 && bytes % 1024 == 0) {
        bytes /= 1024;
        unit++;
    }
    return arena_printf(arena, "%lld%s", (long long)bytes, units[unit]);
}

static const char *bound(struct arena *arena, enum field_type type, int64_t value)
{
    if (type == FIELD_DURATION)
        return duration_text(arena, value);
    if (type == FIELD_SIZE)
        return size_text(arena, value);
    return arena_printf(arena, "%lld", (long long)value);
}

static const char *range_expected(struct arena *arena, const struct field *f, const char *what,
                                  const char *example)
{
    if (f->most == 0 && f->least == 0)
        return arena_printf(arena, "%s%s", what, example);
    const char *least = bound(arena, f->type, f->least);
    if (f->most == 0)
        return arena_printf(arena, "%s of at least %s", what, least);
    return arena_printf(arena, "%s from %s to %s", what, least, bound(arena, f->type, f->most));
}

static const char *list_expected(struct arena *arena, const struct field *f, const char *what)
{
    if (f->most == 0 && f->least == 0)
        return what;
    if (f->most == 0)
        return arena_printf(arena, "%s, at least %lld", what, (long long)f->least);
    return arena_printf(arena, "%s, %lld to %lld", what, (long long)f->least,
                        (long long)f->most);
}

static const char *table_expected(struct arena *arena, const struct field_table *of)
{
    if (of->whole != NULL)
        return field_expected(arena, of->whole);
    const struct field *alone =
        of->shorthand != NULL ? field_find(of, text_of(of->shorthand)) : NULL;
    if (alone == NULL)
        return "a mapping";
    return arena_printf(arena, "%s or a mapping", field_expected(arena, alone));
}

const char *field_expected(struct arena *arena, const struct field *f)
{
    switch (f->type) {
    case FIELD_UNSET:
        break;
    case FIELD_FLAG:
        return "true or false";
    case FIELD_COUNT:
        return range_expected(arena, f, "a whole number", "");
    case FIELD_DURATION:
        return range_expected(arena, f, "a duration", " such as 800ms");
    case FIELD_SIZE:
        return range_expected(arena, f, "a size", " such as 10KB");
    case FIELD_WORD:
        return arena_printf(arena, "one of %s", words_expected(arena, f->words));
    case FIELD_WORDS:
        return arena_printf(arena, "some of %s", words_expected(arena, f->words));
    case FIELD_TEXT:
        return "text";
    case FIELD_TEXTS:
        return list_expected(arena, f, "a list of texts");
    case FIELD_TEMPLATE:
        return "text with ${...}";
    case FIELD_TREE:
        return "any value with ${...}";
    case FIELD_NODE:
        return "any value";
    case FIELD_STRUCT:
    case FIELD_POINTER:
        return table_expected(arena, f->of);
    case FIELD_LIST:
        return list_expected(arena, f, f->single ? "one or a list" : "a list");
    case FIELD_MAP:
        return list_expected(arena, f, "a mapping of names");
    case FIELD_CUSTOM:
        return f->custom->name;
    }
    must(f->type != FIELD_UNSET);
    return "";
}

/* Defaults that are not single words go through the reader of documents. */
const struct node *field_fallback(struct arena *arena, const struct field *f)
{
    if (f->fallback == NULL)
        return NULL;
    if (f->fallback[0] == '\0' || strchr("[{\"'", f->fallback[0]) == NULL)
        return node_plain(arena, text_of(f->fallback));
    struct diags diags;
    diags_init(&diags, arena);
    struct source *source = arena_make(arena, struct source);
    *source = (struct source){.name = "default", .bytes = text_of(f->fallback)};
    const struct node *node = yaml_read(arena, source, &diags);
    must(node != NULL);
    return node;
}

static size_t meet(const struct field_table **met, size_t count,
                   const struct field_table *table)
{
    for (size_t i = 0; i < count; i++) {
        if (met[i] == table)
            return count;
        must(strcmp(met[i]->name, table->name) != 0);
    }
    must(count < MOST_TABLES);
    met[count] = table;
    return count + 1;
}

const struct field_table *const *field_tables(struct arena *arena,
                                              const struct field_table *root)
{
    const struct field_table **met =
        arena_array(arena, MOST_TABLES + 1, const struct field_table *);
    size_t count = meet(met, 0, root);
    for (size_t i = 0; i < count; i++) {
        if (met[i]->whole != NULL && met[i]->whole->of != NULL)
            count = meet(met, count, met[i]->whole->of);
        const struct field *f = met[i]->fields;
        for (; f != NULL && f->name != NULL; f++)
            if (f->of != NULL)
                count = meet(met, count, f->of);
    }
    return met;
}
