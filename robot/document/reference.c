/* SPDX-License-Identifier: Apache-2.0 */
/* reference.c - every table a section, every row a row. */

#include "document/reference.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "document/field.h"

/* Pipes and line ends would end a cell of a Markdown table. */
static void write_cell(const char *string, struct buffer *out)
{
    for (; *string != '\0'; string++) {
        if (*string == '|')
            buffer_add_char(out, '\\');
        buffer_add_char(out, *string == '\n' ? ' ' : *string);
    }
}

static bool has_section(const struct field_table *of)
{
    return of != NULL && of->whole == NULL;
}

static void write_takes(struct arena *arena, const struct field *f, struct buffer *out)
{
    write_cell(field_expected(arena, f), out);
    if (has_section(f->of))
        buffer_printf(out, ": [%s](#%s)", f->of->name, f->of->name);
    else if (f->of != NULL && f->type == FIELD_MAP)
        buffer_printf(out, ", each %s", field_expected(arena, f->of->whole));
    else if (f->of != NULL && f->type == FIELD_LIST)
        buffer_printf(out, " of %s", field_expected(arena, f->of->whole));
}

static void write_row(struct arena *arena, const struct field *f, struct buffer *out)
{
    buffer_printf(out, "| `%s`", f->name);
    if (f->also != NULL)
        buffer_printf(out, " or `%s`", f->also);
    buffer_add_string(out, f->required ? " (required) | " : " | ");
    write_takes(arena, f, out);
    buffer_add_string(out, " | ");
    if (f->fallback != NULL) {
        buffer_add_char(out, '`');
        write_cell(f->fallback, out);
        buffer_add_char(out, '`');
    }
    buffer_add_string(out, " | ");
    write_cell(f->text, out);
    for (const struct word *w = f->words; w != NULL && w->name != NULL; w++)
        if (w->text != NULL) {
            buffer_printf(out, "<br>`%s`: ", w->name);
            write_cell(w->text, out);
        }
    buffer_add_string(out, " |\n");
}

static void write_choice(const struct field_choice *choice, struct buffer *out)
{
    buffer_printf(out, "\n%s one %s:", choice->required ? "Exactly" : "At most", choice->what);
    for (const char *const *name = choice->names; *name != NULL; name++)
        buffer_printf(out, " `%s`", *name);
    buffer_add_string(out, ".\n");
}

static void write_table(struct arena *arena, const struct field_table *table, int level,
                        struct buffer *out)
{
    buffer_printf(out, "%.*s %s\n\n%s.\n", level, "######", table->name, table->text);
    if (table->shorthand != NULL)
        buffer_printf(out, "\nA value alone stands for `{%s: VALUE}`.\n", table->shorthand);
    const struct field_choice *choice = table->choices;
    for (; choice != NULL && choice->names != NULL; choice++)
        write_choice(choice, out);
    buffer_add_string(out, "\n| key | takes | default | meaning |\n|---|---|---|---|\n");
    for (const struct field *f = table->fields; f->name != NULL; f++)
        write_row(arena, f, out);
}

void reference_write(const struct field_table *root, int level, struct buffer *out)
{
    struct arena *scratch = arena_new();
    const struct field_table *const *tables = field_tables(scratch, root);
    for (size_t i = 0; tables[i] != NULL; i++) {
        if (!has_section(tables[i]))
            continue;
        if (i > 0)
            buffer_add_char(out, '\n');
        write_table(scratch, tables[i], level, out);
    }
    arena_end(scratch);
}
