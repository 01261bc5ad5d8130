/* SPDX-License-Identifier: Apache-2.0 */
/* acts_write.c - a draft of what a person did, as a journey that lints and runs. */

#include "base/arena.h"
#include "base/buffer.h"
#include "recording/acts.h"
#include "recording/acts_draft.h"
#include "recording/acts_line.h"
#include "recording/yaml.h"

#include <string.h>

static struct text origin_of(struct text url)
{
    ptrdiff_t host = text_find(url, text_of("://"), 0);
    size_t end = host < 0 ? 0 : (size_t)host + 3;
    while (end < url.length && url.at[end] != '/' && url.at[end] != '?' && url.at[end] != '#')
        end++;
    return text_slice(url, 0, end);
}

const char *acts_open(const struct acts_draft *draft, struct text url)
{
    struct buffer out;
    bool known = draft->base.length > 0 || !draft->own_base;
    bool own = known && text_starts_with(url, draft->base);
    struct text rest = own ? text_slice(url, draft->base.length, url.length) : url;
    buffer_init(&out, 64 * 1024);
    buffer_add_string(&out, "open: ");
    const char *address = acts_literal(draft->arena, rest);
    yaml_text(text_of(own ? arena_printf(draft->arena, "${base}%s", address) : address), false,
              &out);
    const char *line = text_string(draft->arena, buffer_text(&out));
    buffer_done(&out);
    return line;
}

static const char of_environment[] = "${base}";

/* The environment's base is what stands before the rest, in the address the page has come to; its origin, when it
 * was sent on. */
static void find_base(struct acts_draft *draft, const char *url,
                      const struct json *const *events, size_t count)
{
    struct text given = text_of(url), came = {0};
    draft->url = given;
    draft->own_base = !text_starts_with(given, text_of(of_environment));
    if (draft->own_base) {
        draft->base = origin_of(given);
        return;
    }
    for (size_t i = 0; i < count && came.length == 0; i++)
        came = origin_of(acts_word(events[i], "url")).length > 0 ? acts_word(events[i], "url")
                                                                 : came;
    struct text rest = text_slice(given, strlen(of_environment), given.length);
    ptrdiff_t at = rest.length > 1 ? text_find(came, rest, origin_of(came).length) : -1;
    draft->base = at > 0 ? text_slice(came, 0, (size_t)at) : origin_of(came);
    draft->url = text_of(
        arena_printf(draft->arena, "%.*s%.*s", TEXT_ARGS(draft->base), TEXT_ARGS(rest)));
}

static void write_variables(const struct acts_draft *draft, struct buffer *out)
{
    const struct acts_needs *needs = &draft->needs;
    if (draft->own_base || needs->account.length > 0 || needs->customer)
        buffer_add_string(out, "variables:\n");
    if (draft->own_base) {
        buffer_add_string(out, "  base: ");
        yaml_text(draft->base, false, out);
        buffer_add_char(out, '\n');
    }
    if (needs->account.length > 0)
        buffer_printf(out, "  mobile: \"%.*s\" # the account that was logged in\n",
                      TEXT_ARGS(needs->account));
    if (needs->customer)
        buffer_add_string(out, "  customer: ${person()}\n");
}

static void write_head(const struct acts_draft *draft, const struct acts_options *options,
                       struct buffer *out)
{
    const struct acts_needs *needs = &draft->needs;
    buffer_printf(out, "journey: %s\n", options->journey);
    if (options->date != NULL)
        buffer_printf(out, "title: recorded on %s\n", options->date);
    buffer_add_string(out, "timeout: 5m\n");
    write_variables(draft, out);
    if (!needs->login_password && !needs->trade_password && !needs->sms_code)
        return;
    const char *separator = "";
    buffer_add_string(out, "secrets: [");
    if (needs->login_password) {
        buffer_add_string(out, "login_password");
        separator = ", ";
    }
    if (needs->trade_password) {
        buffer_printf(out, "%strade_password", separator);
        separator = ", ";
    }
    if (needs->sms_code)
        buffer_printf(out, "%ssms_code", separator);
    buffer_add_string(out, "]\n");
    if (needs->sms_code)
        buffer_add_string(out, "# sms_code is good once: capture it in a step of your own "
                               "before it is typed, and take it from the secrets\n");
}

static bool name_taken(const struct acts_draft *draft, size_t before, const char *name)
{
    for (size_t i = 0; i < before; i++)
        if (draft->steps[i].name != NULL && strcmp(draft->steps[i].name, name) == 0)
            return true;
    return false;
}

/* Names are told apart: a breakpoint is told by them. */
static const char *step_name(const struct acts_draft *draft, size_t at, size_t shown)
{
    const char *name = draft->steps[at].name;
    if (name == NULL)
        return arena_printf(draft->arena, "page %zu", shown);
    return name_taken(draft, at, name) ? arena_printf(draft->arena, "%s %zu", name, shown)
                                       : name;
}

static void write_step(const struct acts_draft *draft, const struct acts_options *options,
                       size_t at, size_t shown, struct buffer *out)
{
    const struct acts_step *step = &draft->steps[at];
    buffer_add_string(out, "\n  - name: ");
    yaml_text(text_of(acts_literal(draft->arena, text_of(step_name(draft, at, shown)))), false,
              out);
    buffer_add_string(out, "\n    browser:\n");
    bool first = shown == 1 && options->login == NULL; /* else the included one decides */
    bool settings = first && (options->mobile != NULL || options->locale != NULL);
    if (settings && options->mobile != NULL)
        buffer_printf(out, "      mobile: %s\n", options->mobile);
    if (settings && options->locale != NULL)
        buffer_printf(out, "      locale: %s\n", options->locale);
    if (settings)
        buffer_add_string(out, "      actions:\n");
    for (size_t i = 0; i < step->count; i++)
        buffer_printf(out, "%s- %s\n", settings ? "        " : "      ", step->lines[i]);
}

size_t acts_write(const struct json *const *events, size_t count,
                  const struct acts_options *options, struct buffer *out)
{
    struct arena *arena = arena_new();
    struct acts_draft draft = {.arena = arena, .window = 1};
    find_base(&draft, options->url, events, count);
    draft.steps = arena_array(arena, ACTS_MOST_STEPS, struct acts_step);
    acts_step_new(&draft);
    acts_add(&draft, acts_open(&draft, draft.url));
    acts_draft(&draft, events, count);
    write_head(&draft, options, out);
    buffer_add_string(out, "steps:");
    if (options->login != NULL) {
        buffer_add_string(out, "\n  - include: ");
        yaml_text(text_of(options->login), false, out);
        buffer_add_char(out, '\n');
    }
    size_t shown = 0;
    for (size_t i = 0; i < draft.step_count; i++)
        if (draft.steps[i].count > 0)
            write_step(&draft, options, i, ++shown, out);
    size_t acts = draft.acts;
    arena_end(arena);
    return acts;
}
