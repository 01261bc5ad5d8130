/* SPDX-License-Identifier: Apache-2.0 */
/* evidence_picture.c - a picture of the page without secrets.
 *
 * Secrets are found here, not in the page: agent.js tells what can be read, the robot answers which of
 * it to cover. Looking through a long page, and a picture's million digits of base64, are the offload
 * pool's work: the loop has other customers. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/must.h"
#include "base/redact.h"
#include "document/json.h"
#include "loop/offload.h"
#include "model/page_sight.h"
#include "model/step_kind.h"
#include "transport/browser/browsing.h"
#include "transport/browser/cdp_value.h"
#include "transport/browser/station.h"

#include <stdlib.h>

/* Work in the pool. It owns what it works on, so that the browsing may end meanwhile. */
struct aside {
    struct offload_job job;
    struct browsing *browsing;
    struct arena *in, *out;
    const struct json *texts;
    size_t *secrets, secret_count; /* numbers of the texts */
    struct text base64;
    struct picture picture; /* png empty: it was no base64 */
};

static void aside_end(void *thing)
{
    struct aside *aside = thing;
    arena_end(aside->in);
    arena_end(aside->out);
    free(aside);
}

static struct aside *aside_new(struct browsing *browsing)
{
    struct aside *aside = calloc(1, sizeof *aside);
    must(aside != NULL && browsing->aside == NULL);
    aside->browsing = browsing;
    aside->in = arena_new();
    aside->out = arena_new();
    return browsing->aside = aside;
}

static void aside_submit(struct aside *aside, void (*work)(void *), void (*done)(void *))
{
    struct browsing *browsing = aside->browsing;
    aside->job =
        (struct offload_job){.work = work, .done = done, .drop = aside_end, .thing = aside};
    offload_submit(station_offload(browsing->attempt->station), browsing->loop, &aside->job);
}

void evidence_picture_drop(struct browsing *browsing)
{
    if (browsing->aside != NULL)
        offload_abandon(&browsing->aside->job);
    browsing->aside = NULL;
}

/* ---- the picture ---- */

/* When the page is as it was, and the picture is read. */
static void go_on(struct browsing *browsing)
{
    if (browsing->uncovered && browsing->aside == NULL)
        browsing->picture_taken(browsing);
}

static void uncovered(void *thing, const struct drive_answer *answer)
{
    struct browsing *browsing = thing;
    (void)answer;
    browsing->page_asked_ns = 0;
    browsing->uncovered = true;
    go_on(browsing);
}

static void decode(void *thing)
{
    struct aside *aside = thing;
    if (!decode_base64(aside->out, aside->base64, &aside->picture.png))
        aside->picture.png = (struct text){0};
}

static void decoded(void *thing)
{
    struct aside *aside = thing;
    struct browsing *browsing = aside->browsing;
    browsing->aside = NULL;
    if (aside->picture.png.length > 0) {
        *browsing->picture = aside->picture;
        arena_adopt(browsing->attempt->arena, aside->out);
        aside->out = NULL;
    }
    aside_end(aside);
    go_on(browsing);
}

static void taken(void *thing, const struct drive_answer *answer)
{
    struct browsing *browsing = thing;
    browsing->uncovered = false;
    if (answer->end == DRIVE_OK && answer->value->kind == JSON_STRING) {
        struct aside *aside = aside_new(browsing);
        aside->base64 = text_copy(aside->in, answer->value->text);
        aside->picture.taken_utc_ns = clock_now_utc_ns();
        aside_submit(aside, decode, decoded);
    }
    evidence_ask(browsing, "uncover", NULL, false, uncovered);
}

static void take(struct browsing *browsing)
{
    browsing->drive->driver->picture(browsing->drive, browsing->picture_full, taken, browsing);
}

/* ---- what it must not show ---- */

static void covered(void *thing, const struct drive_answer *answer)
{
    struct browsing *browsing = thing;
    browsing->page_asked_ns = 0;
    if (answer->end == DRIVE_OK)
        take(browsing);
    else
        browsing->picture_taken(browsing); /* better no picture than one that shows a secret */
}

static void find_secrets(void *thing)
{
    struct aside *aside = thing;
    const struct json *texts = aside->texts;
    aside->secrets = arena_array(aside->in, texts->count + 1, size_t);
    for (size_t i = 0; i < texts->count; i++)
        if (texts->items[i]->kind == JSON_STRING && redact_contains(texts->items[i]->text))
            aside->secrets[aside->secret_count++] = i;
}

static void secrets_found(void *thing)
{
    struct aside *aside = thing;
    struct browsing *browsing = aside->browsing;
    struct arena *arena = browsing->attempt->arena;
    size_t count = aside->secret_count;
    struct json *numbers = json_array_new(arena, count);
    for (size_t i = 0; i < count; i++)
        json_append(numbers, json_int(arena, (int64_t)aside->secrets[i]));
    browsing->aside = NULL;
    aside_end(aside);
    if (count == 0) {
        take(browsing);
        return;
    }
    struct json *argument = json_object_new(arena, 1);
    json_set(arena, argument, text_of("numbers"), numbers);
    evidence_ask(browsing, "cover", argument, false, covered);
}

static void read_told(void *thing, const struct drive_answer *answer)
{
    struct browsing *browsing = thing;
    const struct json *texts = value_of(answer->value, "texts");
    browsing->page_asked_ns = 0;
    if (answer->end != DRIVE_OK || texts == NULL || texts->kind != JSON_ARRAY) {
        browsing->picture_taken(browsing);
        return;
    }
    struct aside *aside = aside_new(browsing);
    aside->texts = json_copy(aside->in, texts);
    aside_submit(aside, find_secrets, secrets_found);
}

void evidence_picture(struct browsing *browsing,
                      void (*picture_taken)(struct browsing *browsing))
{
    browsing->picture_taken = picture_taken;
    evidence_ask(browsing, "texts", NULL, false, read_told);
}
