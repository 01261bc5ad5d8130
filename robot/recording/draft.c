/* SPDX-License-Identifier: Apache-2.0 */
/* draft.c - lists of a draft, in the order things were met. */

#include "recording/draft.h"
#include "base/arena.h"
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MOST_NOTE_BYTES = 512 };

void draft_add(struct draft *draft, struct named **list, const char *name, const char *value,
               const char *comment)
{
    struct named *one = arena_make(draft->arena, struct named);
    *one = (struct named){.name = name, .value = value, .comment = comment};
    while (*list != NULL)
        list = &(*list)->next;
    *list = one;
}

void draft_note(struct draft *draft, const char *format, ...)
{
    char note[MOST_NOTE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(note, sizeof note, format, arguments);
    va_end(arguments);
    if (length > 0)
        draft_add(draft, &draft->notes, arena_strdup(draft->arena, note), NULL, NULL);
}

struct check *draft_check(struct draft *draft, struct step *step, const char *subject,
                          const char *expression, const char *predicate,
                          const struct json *expected)
{
    struct check *one = arena_make(draft->arena, struct check);
    *one = (struct check){.subject = subject,
                          .expression = expression,
                          .predicate = predicate,
                          .expected = expected};
    struct check **last = &step->checks;
    while (*last != NULL)
        last = &(*last)->next;
    *last = one;
    return one;
}

static bool take(struct draft *draft, const char *name)
{
    if (map_get(&draft->names, text_of(name)) != NULL)
        return false;
    map_put(&draft->names, text_of(name), draft);
    return true;
}

const char *draft_name(struct draft *draft, const char *wish, const char *scope)
{
    wish = wish[0] != '\0' ? wish : "value";
    if (take(draft, wish))
        return wish;
    bool scoped = scope[0] != '\0' && !text_starts_with(text_of(wish), text_of(scope));
    const char *longer = scoped ? arena_printf(draft->arena, "%s_%s", scope, wish) : wish;
    if (longer != wish && strlen(longer) < 40 && take(draft, longer))
        return longer;
    for (size_t n = 2;; n++) {
        const char *numbered = arena_printf(draft->arena, "%s_%zu", wish, n);
        if (take(draft, numbered))
            return numbered;
    }
}

struct text draft_literal(struct arena *arena, struct text t)
{
    struct buffer out;
    if (text_find(t, text_of("${"), 0) < 0)
        return t;
    buffer_init(&out, t.length * 2);
    for (size_t i = 0; i < t.length; i++) {
        if (t.at[i] == '$' && i + 1 < t.length && t.at[i + 1] == '{')
            buffer_add_char(&out, '$');
        buffer_add_char(&out, t.at[i]);
    }
    struct text ret = text_copy(arena, buffer_text(&out));
    buffer_done(&out);
    return ret;
}
