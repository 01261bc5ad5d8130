/* SPDX-License-Identifier: Apache-2.0 */
/* read_felt.c - `felt:` of a step in a browser, or of a journey: what a complaint of each check does.
 *
 * A key for each check of the vocabulary; a word alone is for all of them: `felt: off`. */

#include "base/arena.h"
#include "base/must.h"
#include "model/felt.h"
#include "plan/loader.h"

static const struct word severity_words[] = {
    {.name = "off", .value = FELT_OFF, .text = "not looked at"},
    {.name = "degraded", .value = FELT_DEGRADED, .text = "the step is degraded"},
    {.name = "fail", .value = FELT_FAIL, .text = "the step fails"},
    {0}};

static struct field severity_field(const char *name, size_t at, const char *text)
{
    return (struct field){
        .name = name, .type = FIELD_WORD, .at = at, .words = severity_words, .text = text};
}

const struct field_table *felt_table(struct arena *arena, const struct vocabulary *v)
{
    struct field *fields = arena_array(arena, MOST_FELT_CHECKS + 2, struct field);
    size_t n = 0;
    fields[n++] = severity_field("all", offsetof(struct felt_settings, all),
                                 "every check that is not named");
    for (size_t i = 0; v->felt_checks != NULL && v->felt_checks[i] != NULL; i++) {
        const struct felt_check *check = v->felt_checks[i];
        must(i < MOST_FELT_CHECKS);
        const char *text = arena_printf(arena, "%s; by itself: %s", check->text,
                                        check->severity == FELT_FAIL ? "fail" : "degraded");
        fields[n++] = severity_field(
            check->name, offsetof(struct felt_settings, severity) + i * sizeof(int), text);
    }
    struct field_table *table = arena_make(arena, struct field_table);
    *table = (struct field_table){
        .name = "felt",
        .text = "what it does to a step when a customer would feel that something is wrong",
        .size = sizeof(struct felt_settings),
        .fields = fields,
        .shorthand = "all"};
    return table;
}
