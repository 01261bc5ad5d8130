/* SPDX-License-Identifier: Apache-2.0 */
/* good.c - the last good run, kept small and written as JSON. */

#include "alert/good.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/must.h"
#include "document/json.h"

#include <stdlib.h>
#include <string.h>

uint64_t good_hash(const char *name)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *name != '\0'; name++)
        hash = (hash ^ (unsigned char)*name) * UINT64_C(1099511628211);
    return hash;
}

const struct good_step *good_step_find(const struct good *good, const char *name)
{
    uint64_t hash = good_hash(name);
    for (size_t i = 0; i < good->step_count; i++)
        if (good->steps[i].name == hash)
            return &good->steps[i];
    return NULL;
}

static void put(char *into, size_t size, const char *string)
{
    memset(into, 0, size);
    for (size_t i = 0; string != NULL && string[i] != '\0' && i + 1 < size; i++)
        into[i] = string[i];
}

static int32_t to_us(int64_t ns)
{
    int64_t us = ns / NS_PER_US;
    return ns < 0 ? -1 : us > INT32_MAX ? INT32_MAX : (int32_t)us;
}

static void keep_step(struct good_step *kept, const struct record_step *step)
{
    memset(kept, 0, sizeof *kept);
    kept->name = good_hash(step->name);
    for (int p = 0; p < NETWORK_PHASES; p++)
        kept->phase_us[p] = to_us(step->time.phase_ns[p]);
    kept->status = step->status;
    kept->redirects = step->redirects;
    kept->body_bytes = step->body_bytes;
    kept->certificate_utc_ns = step->certificate_not_after_utc_ns;
    put(kept->protocol, sizeof kept->protocol, step->protocol);
    put(kept->tls, sizeof kept->tls, step->tls_version);
    put(kept->remote, sizeof kept->remote, step->remote_address);
}

static struct good *resize(struct good *old, size_t count)
{
    struct good *good = old;
    if (old == NULL || old->step_count != count) {
        free(old);
        good = calloc(1, sizeof *good + count * sizeof good->steps[0]);
        must(good != NULL);
    }
    good->step_count = count;
    return good;
}

struct good *good_keep(struct good *old, const struct record *record)
{
    size_t count = 0, n = 0;
    for (size_t i = 0; i < record->step_count; i++)
        count += record->steps[i].verdict != VERDICT_SKIPPED;
    struct good *good = resize(old, count < MOST_GOOD_STEPS ? count : MOST_GOOD_STEPS);
    for (size_t i = 0; i < record->step_count && n < good->step_count; i++)
        if (record->steps[i].verdict != VERDICT_SKIPPED)
            keep_step(&good->steps[n++], &record->steps[i]);
    return good;
}

void good_free(struct good *good)
{
    free(good);
}

/* A step is [name, phases..., status, redirects, body, certificate, protocol, tls, remote]. */
enum { NUMBERS = 1 + NETWORK_PHASES + 4, STEP_ITEMS = NUMBERS + 3 };

static void numbers_of(const struct good_step *step, int64_t numbers[NUMBERS])
{
    numbers[0] = (int64_t)step->name;
    for (int p = 0; p < NETWORK_PHASES; p++)
        numbers[1 + p] = step->phase_us[p];
    numbers[1 + NETWORK_PHASES] = step->status;
    numbers[2 + NETWORK_PHASES] = step->redirects;
    numbers[3 + NETWORK_PHASES] = step->body_bytes;
    numbers[4 + NETWORK_PHASES] = step->certificate_utc_ns;
}

const struct json *good_write(const struct good *good, struct arena *arena)
{
    struct json *steps = json_array_new(arena, good->step_count);
    for (size_t i = 0; i < good->step_count; i++) {
        const struct good_step *step = &good->steps[i];
        int64_t numbers[NUMBERS];
        struct json *items = json_array_new(arena, STEP_ITEMS);
        numbers_of(step, numbers);
        for (int n = 0; n < NUMBERS; n++)
            json_append(items, json_int(arena, numbers[n]));
        json_append(items, json_string_of(arena, step->protocol));
        json_append(items, json_string_of(arena, step->tls));
        json_append(items, json_string_of(arena, step->remote));
        json_append(steps, items);
    }
    return steps;
}

static bool read_word(const struct json *json, char *into, size_t size)
{
    if (json->kind != JSON_STRING || json->text.length >= size)
        return false;
    memset(into, 0, size);
    if (json->text.length > 0)
        memcpy(into, json->text.at, json->text.length);
    return true;
}

static bool read_step(const struct json *json, struct good_step *step)
{
    int64_t numbers[NUMBERS];
    if (json->kind != JSON_ARRAY || json->count != STEP_ITEMS)
        return false;
    for (int n = 0; n < NUMBERS; n++)
        if (json->items[n]->kind != JSON_NUMBER ||
            !json_to_int(json->items[n]->text, &numbers[n]))
            return false;
    step->name = (uint64_t)numbers[0];
    for (int p = 0; p < NETWORK_PHASES; p++)
        step->phase_us[p] = (int32_t)numbers[1 + p];
    step->status = (int)numbers[1 + NETWORK_PHASES];
    step->redirects = (int)numbers[2 + NETWORK_PHASES];
    step->body_bytes = numbers[3 + NETWORK_PHASES];
    if (step->body_bytes < 0 || step->body_bytes > INT64_MAX / 2)
        return false;
    step->certificate_utc_ns = numbers[4 + NETWORK_PHASES];
    return read_word(json->items[NUMBERS], step->protocol, sizeof step->protocol) &&
           read_word(json->items[NUMBERS + 1], step->tls, sizeof step->tls) &&
           read_word(json->items[NUMBERS + 2], step->remote, sizeof step->remote);
}

struct good *good_read(const struct json *json)
{
    if (json->kind != JSON_ARRAY || json->count > MOST_GOOD_STEPS)
        return NULL;
    struct good *good = resize(NULL, json->count);
    for (size_t i = 0; i < json->count; i++)
        if (!read_step(json->items[i], &good->steps[i])) {
            good_free(good);
            return NULL;
        }
    return good;
}
