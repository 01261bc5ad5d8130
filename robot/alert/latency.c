/* SPDX-License-Identifier: Apache-2.0 */
/* latency.c - rings of compact times and their medians. */

#include "alert/latency.h"
#include "alert/good.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/must.h"
#include "document/json.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_RUNS = 150, FINE_BITS = 11, COARSE_BITS = 3, NUMBERS = 5 };

/* Column 0 is the journey, column 1 + n step n; a column has `size` runs of 2 bytes. Behind them, for
 * each phase of each step: the `newest` runs by 1 byte, then what was normal before them, 2 bytes. */
struct latency {
    uint64_t shape; /* hash of the steps' names */
    int64_t steps, size, newest;
    int64_t count; /* runs so far, however many */
    unsigned char bytes[];
};

enum { NORMAL_BYTES = 2, NORMAL_SHARE = 8 };

static size_t bytes_of(int64_t steps, int64_t size, int64_t newest)
{
    return (size_t)(2 * size * (1 + steps) + steps * NETWORK_PHASES * (newest + NORMAL_BYTES));
}

/* Log-linear: the exponent, then `bits` of the mantissa. 0: it did not happen. */
static unsigned compact(int64_t ns, int bits)
{
    int64_t us = ns / NS_PER_US;
    if (ns < 0)
        return 0;
    us = us < 2 ? 2 : us > UINT32_MAX ? UINT32_MAX : us;
    int exponent = 63 - __builtin_clzll((unsigned long long)us);
    uint64_t mantissa = ((uint64_t)us << bits >> exponent) - (UINT64_C(1) << bits);
    return (unsigned)exponent << bits | (unsigned)mantissa;
}

static int64_t expand(unsigned code, int bits)
{
    unsigned exponent = code >> bits;
    uint64_t mantissa = (code & ((1U << bits) - 1)) + (UINT64_C(1) << bits);
    return (int64_t)(mantissa << exponent >> bits) * NS_PER_US;
}

static uint64_t shape_of(const struct record *record, int64_t steps)
{
    uint64_t shape = 0;
    for (int64_t i = 0; i < steps; i++)
        shape = shape * 31 + good_hash(record->steps[i].name);
    return shape >> 1; /* fits an int64_t of JSON */
}

static void put_two(unsigned char *at, unsigned value)
{
    at[0] = (unsigned char)(value & 0xff);
    at[1] = (unsigned char)(value >> 8);
}

static unsigned get_two(const unsigned char *at)
{
    return (unsigned)at[0] | (unsigned)at[1] << 8;
}

static void put_fine(struct latency *l, int64_t column, unsigned code)
{
    put_two(l->bytes + 2 * (column * l->size + l->count % l->size), code);
}

static unsigned char *phase_at(const struct latency *l, int64_t step, int phase)
{
    return (unsigned char *)l->bytes + 2 * (1 + l->steps) * l->size +
           (step * NETWORK_PHASES + phase) * (l->newest + NORMAL_BYTES);
}

/* What leaves the newest joins the normal: a moving average of codes, in 256ths. */
static void put_phase(struct latency *l, int64_t step, int phase, unsigned code)
{
    unsigned char *at = phase_at(l, step, phase);
    unsigned char *slot = at + l->count % l->newest;
    int normal = (int)get_two(at + l->newest), leaves = *slot * 256;
    if (leaves != 0)
        normal = normal == 0 ? leaves : normal + (leaves - normal) / NORMAL_SHARE;
    put_two(at + l->newest, (unsigned)normal);
    *slot = (unsigned char)code;
}

static struct latency *make(uint64_t shape, int64_t steps, int64_t size, int64_t newest)
{
    struct latency *l = calloc(1, sizeof *l + bytes_of(steps, size, newest));
    must(l != NULL);
    l->shape = shape;
    l->steps = steps;
    l->size = size;
    l->newest = newest;
    return l;
}

void latency_free(struct latency *latency)
{
    free(latency);
}

struct latency *latency_add(struct latency *old, const struct record *record,
                            const struct latency_rule *rule)
{
    int64_t steps = record->step_count < MOST_LATENCY_STEPS ? (int64_t)record->step_count
                                                            : MOST_LATENCY_STEPS;
    int64_t size = rule->newest + rule->previous;
    uint64_t shape = shape_of(record, steps);
    struct latency *l = old;
    if (rule->newest < 1 || rule->previous < 1 || size > MOST_RUNS)
        return old;
    if (l == NULL || l->shape != shape || l->steps != steps || l->size != size ||
        l->newest != rule->newest) {
        latency_free(old);
        l = make(shape, steps, size, rule->newest);
    }
    put_fine(l, 0, compact(record->duration_ns, FINE_BITS));
    for (int64_t i = 0; i < steps; i++) {
        const struct record_step *step = &record->steps[i];
        bool ran = step->verdict != VERDICT_SKIPPED;
        put_fine(l, 1 + i, ran ? compact(step->time.total_ns, FINE_BITS) : 0);
        for (int p = 0; p < NETWORK_PHASES; p++)
            put_phase(l, i, p, ran ? compact(step->time.phase_ns[p], COARSE_BITS) : 0);
    }
    l->count++;
    return l;
}

static int by_size(const void *a, const void *b)
{
    unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;
    return (x > y) - (x < y);
}

/* Codes are ordered as their times are, so the median of codes is the median of times. -1: fewer
 * than half of the runs have one. */
static int64_t median(unsigned *codes, int64_t have, int64_t of, int bits)
{
    if (have * 2 < of || have == 0)
        return -1;
    qsort(codes, (size_t)have, sizeof *codes, by_size);
    return expand(codes[have / 2], bits);
}

/* Of the `count` runs that begin `back` runs before the newest. */
static int64_t median_fine(const struct latency *l, int64_t column, int64_t back, int64_t count)
{
    unsigned codes[MOST_RUNS];
    int64_t have = 0;
    for (int64_t i = back; i < back + count; i++) {
        int64_t at = column * l->size + (l->count - 1 - i) % l->size;
        unsigned code = get_two(l->bytes + 2 * at);
        if (code != 0)
            codes[have++] = code;
    }
    return median(codes, have, count, FINE_BITS);
}

static int64_t newest_phase(const struct latency *l, int64_t step, int phase)
{
    unsigned codes[MOST_RUNS];
    int64_t have = 0;
    const unsigned char *at = phase_at(l, step, phase);
    for (int64_t i = 0; i < l->newest; i++)
        if (at[i] != 0)
            codes[have++] = at[i];
    return median(codes, have, l->newest, COARSE_BITS);
}

/* 0: it never happened. */
static int64_t normal_phase(const struct latency *l, int64_t step, int phase)
{
    unsigned normal = get_two(phase_at(l, step, phase) + l->newest);
    return normal != 0 ? expand((normal + 128) / 256, COARSE_BITS) : 0;
}

static bool is_slower(const struct latency_rule *rule, int64_t was_ns, int64_t now_ns)
{
    return was_ns >= 0 && now_ns - was_ns >= rule->least_ns &&
           now_ns / 100 * 100 >= was_ns / 100 * (100 + rule->percent);
}

static void find_grown(const struct latency *l, const struct latency_rule *rule,
                       struct slower *ret)
{
    int64_t most = 0;
    for (int s = 0; s < l->steps; s++) {
        int64_t was = median_fine(l, 1 + s, rule->newest, rule->previous);
        int64_t now = median_fine(l, 1 + s, 0, rule->newest);
        if (was >= 0 && now - was > most && (ret->step < 0 || ret->step == s)) {
            most = now - was;
            ret->grown_step = s;
        }
    }
    most = 0;
    for (int p = 0; ret->grown_step >= 0 && p < NETWORK_PHASES; p++) {
        int64_t was = normal_phase(l, ret->grown_step, p);
        int64_t now = newest_phase(l, ret->grown_step, p);
        if (now - was > most) {
            most = now - was;
            ret->phase = p;
            ret->phase_was_ns = was;
            ret->phase_now_ns = now;
        }
    }
}

bool latency_slower(const struct latency *latency, const struct latency_rule *rule,
                    struct slower *ret)
{
    struct slower slower = {.grown_step = -1, .phase = -1};
    if (latency == NULL || latency->count < rule->newest + rule->previous)
        return false;
    for (slower.step = -1; slower.step < latency->steps; slower.step++) {
        slower.was_ns = median_fine(latency, 1 + slower.step, rule->newest, rule->previous);
        slower.now_ns = median_fine(latency, 1 + slower.step, 0, rule->newest);
        if (!is_slower(rule, slower.was_ns, slower.now_ns))
            continue;
        find_grown(latency, rule, &slower);
        *ret = slower;
        return true;
    }
    return false;
}

bool latency_still(const struct latency *latency, const struct latency_rule *rule, int step,
                   int64_t was_ns, int64_t *ret_now_ns)
{
    if (latency == NULL || step >= latency->steps || latency->count < rule->newest)
        return false;
    *ret_now_ns = median_fine(latency, 1 + step, 0, rule->newest);
    return is_slower(rule, was_ns, *ret_now_ns);
}

const struct json *latency_write(const struct latency *latency, struct arena *arena)
{
    struct json *items = json_array_new(arena, NUMBERS + 1);
    struct text bytes = {.at = (const char *)latency->bytes,
                         .length = bytes_of(latency->steps, latency->size, latency->newest)};
    json_append(items, json_int(arena, (int64_t)latency->shape));
    json_append(items, json_int(arena, latency->steps));
    json_append(items, json_int(arena, latency->size));
    json_append(items, json_int(arena, latency->newest));
    json_append(items, json_int(arena, latency->count));
    json_append(items, json_string(arena, encode_base64(arena, bytes)));
    return items;
}

static struct latency *from_numbers(const int64_t n[NUMBERS], struct text bytes)
{
    if (n[1] < 0 || n[1] > MOST_LATENCY_STEPS || n[2] < 2 || n[2] > MOST_RUNS || n[3] < 1 ||
        n[3] >= n[2] || n[4] < 0 || n[4] > INT64_MAX / 2 ||
        bytes.length != bytes_of(n[1], n[2], n[3]))
        return NULL;
    struct latency *l = make((uint64_t)n[0], n[1], n[2], n[3]);
    l->count = n[4];
    memcpy(l->bytes, bytes.at, bytes.length);
    return l;
}

struct latency *latency_read(const struct json *json)
{
    int64_t numbers[NUMBERS];
    struct text bytes;
    if (json->kind != JSON_ARRAY || json->count != NUMBERS + 1 ||
        json->items[NUMBERS]->kind != JSON_STRING)
        return NULL;
    for (size_t i = 0; i < NUMBERS; i++)
        if (json->items[i]->kind != JSON_NUMBER ||
            !json_to_int(json->items[i]->text, &numbers[i]))
            return NULL;
    struct arena *arena = arena_new();
    struct latency *l = decode_base64(arena, json->items[NUMBERS]->text, &bytes)
                            ? from_numbers(numbers, bytes)
                            : NULL;
    arena_end(arena);
    return l;
}
