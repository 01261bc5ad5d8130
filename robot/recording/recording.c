/* SPDX-License-Identifier: Apache-2.0 */
/* recording.c - the order of it all: exchanges, steps, people, values, proposals, text. */

#include "recording/recording.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/diag.h"
#include "document/yaml.h"
#include "recording/choose.h"
#include "recording/code.h"
#include "recording/draft.h"
#include "recording/follow.h"
#include "recording/name.h"
#include "recording/people.h"
#include "recording/propose.h"
#include "recording/seal.h"
#include "recording/values.h"
#include "recording/words.h"
#include "recording/write.h"

enum { MOST_OUTPUT = YAML_MOST_BYTES, MOST_CHOSEN = 4 * MOST_STEPS };

static void reserve(struct draft *draft)
{
    static const char *const taken[] = {"run_id",  "journey",    "environment",
                                        "variant", "repetition", "true",
                                        "false",   "null",       NULL};
    for (size_t i = 0; taken[i] != NULL; i++)
        draft_name(draft, taken[i], "");
    for (size_t i = 0; i < draft->origins.count; i++)
        draft_name(draft, draft->origins.names[i], "");
}

/* DevTools leaves credentials out of what it saves, unless told otherwise. */
static void note_sanitized(struct draft *draft)
{
    bool any = false;
    for (size_t i = 0; i < draft->har->count; i++) {
        const struct pairs *headers = &draft->har->entries[i].headers;
        any = any || pairs_find(headers, "cookie").length > 0 ||
              pairs_find(headers, "authorization").length > 0;
    }
    if (!any && text_is(draft->har->creator, "WebInspector"))
        draft_note(
            draft,
            "the recording was saved without cookies and authorization "
            "(DevTools: \"Export HAR (sanitized)\"): headers that carry a token are missing");
}

/* Browsers forget the answers of a page that is left, and who records may cut what is long. */
static void note_lost(struct draft *draft)
{
    for (size_t i = 0; i < draft->step_count; i++)
        if (draft->steps[i].answer == NULL &&
            words_any(draft->steps[i].final->answer_type, "json"))
            draft_note(
                draft,
                "%s: what it answered is not, or not whole, in the recording: nothing of it is "
                "asserted or followed",
                draft->steps[i].name);
}

/* Far too many are not looked at: what follows compares steps with steps. */
static void make(struct draft *draft, bool pages)
{
    choose_steps(draft);
    if (draft->step_count > MOST_CHOSEN)
        return;
    code_find(draft);
    choose_last_tries(draft);
    people_find(draft);
    for (size_t i = 0; i < draft->step_count; i++) {
        follow_request(draft, &draft->steps[i]);
        values_learn(draft, &draft->steps[i]);
        seal_learn(draft, &draft->steps[i]);
    }
    choose_pages(draft, pages);
    propose(draft);
    name_steps(draft);
    note_lost(draft);
    note_sanitized(draft);
}

static struct text written(const struct draft *draft, const struct recording_options *options,
                           bool environment)
{
    struct buffer out;
    buffer_init(&out, MOST_OUTPUT);
    if (environment)
        write_environment(draft, &out);
    else
        write_journey(draft, options->journey, options->own_bases, &out);
    struct text ret = out.full ? text_of("") : text_copy(draft->arena, buffer_text(&out));
    buffer_done(&out);
    return ret;
}

static const struct imported *result(const struct draft *draft,
                                     const struct recording_options *options)
{
    struct imported *made = arena_make(draft->arena, struct imported);
    size_t secrets = 0, notes = 0;
    for (const struct named *s = draft->secrets; s != NULL; s = s->next)
        secrets++;
    for (const struct named *n = draft->notes; n != NULL; n = n->next)
        notes++;
    struct recording_secret *lifted =
        arena_array(draft->arena, secrets + 1, struct recording_secret);
    const char **told = arena_array(draft->arena, notes + 1, const char *);
    for (const struct named *s = draft->secrets; s != NULL; s = s->next)
        lifted[made->secret_count++] =
            (struct recording_secret){.name = s->name, .value = text_of(s->value)};
    notes = 0;
    for (const struct named *n = draft->notes; n != NULL; n = n->next)
        told[notes++] = n->name;
    made->secrets = lifted;
    made->notes = told;
    made->exchanges = draft->har->count;
    made->steps = draft->step_count;
    made->journey = written(draft, options, false);
    made->environment = written(draft, options, true);
    return made;
}

const struct imported *recording_import_har(struct arena *arena, const struct source *har,
                                            const struct recording_options *options,
                                            struct diags *diags)
{
    struct draft draft = {.arena = arena, .har = har_read(arena, har, diags)};
    const struct place at = {.source = har, .line = 1, .column = 1, .length = 1};
    if (draft.har == NULL)
        return NULL;
    map_init(&draft.values, arena);
    map_init(&draft.names, arena);
    origins_find(arena, draft.har, options->bases, &draft.origins);
    reserve(&draft);
    make(&draft, options->pages);
    if (draft.step_count == 0)
        diag_add(diags, at, "none of the %zu exchanges is a step of the app", draft.har->count)
            ->hint = "name the app's own origin with --base";
    else if (draft.step_count > MOST_STEPS)
        diag_add(diags, at, "%zu steps: a journey has at most %d", draft.step_count, MOST_STEPS)
            ->hint = "record one journey at a time";
    const struct imported *made = diags->count == 0 ? result(&draft, options) : NULL;
    if (made == NULL || made->journey.length > 0)
        return made;
    diag_add(diags, at, "the journey would be larger than %d bytes", MOST_OUTPUT)->hint =
        "record one journey at a time";
    return NULL;
}
