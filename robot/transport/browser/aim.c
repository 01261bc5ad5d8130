/* SPDX-License-Identifier: Apache-2.0 */
/* aim.c - see aim.h. */

#include "transport/browser/aim.h"
#include "base/arena.h"
#include "document/json.h"
#include "plan/template.h"

static const char *const ways[] = {"css", "xpath", "text", "label", "role", "testid", NULL};

const struct field_choice aim_choices[] = {{.names = ways, .what = "target", .required = true},
                                           {0}};
const struct field_choice aim_maybe[] = {{.names = ways, .what = "target"}, {0}};

static bool put(struct json *to, const char *key, const struct template *t, struct scope *scope,
                struct arena *arena, const char **words, struct fault *ret_fault)
{
    struct text value;
    if (t == NULL)
        return true;
    if (!template_text(t, scope, arena, &value, ret_fault))
        return false;
    json_set(arena, to, text_of(key), json_string(arena, value));
    *words = arena_printf(arena, "%s%s%s %.*s", *words != NULL ? *words : "",
                          *words != NULL ? ", " : "", key, TEXT_ARGS(value));
    return true;
}

const struct json *aim_value(const struct aim *aim, struct scope *scope, struct arena *arena,
                             const char **ret_words, struct fault *ret_fault)
{
    const struct {
        const char *key;
        const struct template *t;
    } parts[] = {{"css", aim->css},     {"xpath", aim->xpath},  {"text", aim->text},
                 {"label", aim->label}, {"role", aim->role},    {"testid", aim->testid},
                 {"name", aim->name},   {"within", aim->within}};
    enum { PARTS = sizeof parts / sizeof parts[0] };
    struct json *value = json_object_new(arena, PARTS + 2);
    *ret_words = NULL;
    for (size_t i = 0; i < PARTS; i++)
        if (!put(value, parts[i].key, parts[i].t, scope, arena, ret_words, ret_fault))
            return NULL;
    if (aim->exact)
        json_set(arena, value, text_of("exact"), json_bool(true));
    if (aim->nth > 0) {
        json_set(arena, value, text_of("nth"), json_int(arena, aim->nth));
        *ret_words = arena_printf(arena, "%s, number %lld",
                                  *ret_words != NULL ? *ret_words : "", (long long)aim->nth);
    }
    return value;
}
