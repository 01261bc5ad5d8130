/* SPDX-License-Identifier: Apache-2.0 */
/* zone.c - TZif (RFC 8536): the 64-bit block's transitions, then the footer's rule for ever.
 *
 * Everything read is foreign: counts are bounded by the file's own length before they are believed. */

#include "schedule/zone.h"
#include "base/arena.h"
#include "schedule/civil.h"
#include "schedule/zone_rule.h"

#include <string.h>

enum { HEADER_BYTES = 44, MOST_BYTES = 1 << 20, MOST_FOOTER = 256, DAY_S = 86400 };
static const int64_t ns_per_s = 1000000000;

struct zone {
    const int64_t *at_s; /* transitions, ascending */
    const uint8_t *type; /* what begins there */
    size_t count;
    const int32_t *offset_s; /* of each type, east of Greenwich */
    struct zone_rule rule;   /* after the last transition */
};

struct counts {
    size_t isut, isstd, leap, time, type, chars;
};

static uint32_t read_u32(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int64_t read_i64(const unsigned char *at)
{
    return (int64_t)((uint64_t)read_u32(at) << 32 | read_u32(at + 4));
}

/* False when it is no header, or tells of more than `left` bytes could hold. */
static bool read_header(struct text t, size_t at, struct counts *ret)
{
    const unsigned char *b = (const unsigned char *)t.at + at;
    if (t.length < at + HEADER_BYTES || memcmp(b, "TZif", 4) != 0 || b[4] < '2')
        return false;
    *ret = (struct counts){.isut = read_u32(b + 20),
                           .isstd = read_u32(b + 24),
                           .leap = read_u32(b + 28),
                           .time = read_u32(b + 32),
                           .type = read_u32(b + 36),
                           .chars = read_u32(b + 40)};
    size_t most = t.length;
    return ret->isut <= most && ret->isstd <= most && ret->leap <= most && ret->time <= most &&
           ret->type <= most && ret->chars <= most && ret->type > 0;
}

static size_t block_bytes(const struct counts *c, size_t time_bytes)
{
    return c->time * (time_bytes + 1) + c->type * 6 + c->chars + c->leap * (time_bytes + 4) +
           c->isstd + c->isut;
}

static bool read_block(struct arena *arena, struct zone *zone, const struct counts *c,
                       const unsigned char *b)
{
    int64_t *at = arena_array(arena, c->time + 1, int64_t);
    uint8_t *type = arena_array(arena, c->time + 1, uint8_t);
    int32_t *offset = arena_array(arena, c->type, int32_t);
    for (size_t i = 0; i < c->time; i++) {
        at[i] = read_i64(b + i * 8);
        type[i] = b[c->time * 8 + i];
        if (type[i] >= c->type || (i > 0 && at[i] <= at[i - 1]))
            return false;
    }
    b += c->time * 9;
    for (size_t i = 0; i < c->type; i++) {
        offset[i] = (int32_t)read_u32(b + i * 6);
        if (offset[i] <= -DAY_S * 2 || offset[i] >= DAY_S * 2)
            return false;
    }
    zone->at_s = at;
    zone->type = type;
    zone->count = c->time;
    zone->offset_s = offset;
    return true;
}

const struct zone *zone_read(struct arena *arena, struct text bytes, const char **ret_why)
{
    struct counts first, second;
    *ret_why = "not a time zone file (TZif version 2 or later)";
    if (bytes.length > MOST_BYTES || !read_header(bytes, 0, &first))
        return NULL;
    size_t at = HEADER_BYTES + block_bytes(&first, 4);
    if (at > bytes.length || !read_header(bytes, at, &second))
        return NULL;
    size_t body = at + HEADER_BYTES, end = body + block_bytes(&second, 8);
    if (end > bytes.length)
        return NULL;
    *ret_why = "counts leap seconds (right/...), as no clock of ours does";
    if (second.leap > 0)
        return NULL;
    struct zone *zone = arena_make(arena, struct zone);
    *ret_why = "damaged: its transitions make no sense";
    if (!read_block(arena, zone, &second, (const unsigned char *)bytes.at + body))
        return NULL;
    struct text footer = text_trim(text_slice(bytes, end, bytes.length));
    *ret_why = "damaged: its last line is no rule";
    if (footer.length > MOST_FOOTER)
        return NULL;
    if (footer.length == 0) /* RFC 8536, 3.3: the last transition's type goes on */
        zone->rule = (struct zone_rule){
            .standard_s = zone->offset_s[zone->count > 0 ? zone->type[zone->count - 1] : 0]};
    else if (!zone_rule_parse(footer, &zone->rule))
        return NULL;
    return zone;
}

static int64_t floor_s(int64_t ns)
{
    return ns / ns_per_s - (ns % ns_per_s < 0);
}

static int32_t offset_at(const struct zone *zone, int64_t utc_s)
{
    if (zone == NULL)
        return 0;
    if (zone->count == 0 || utc_s >= zone->at_s[zone->count - 1])
        return zone_rule_offset(&zone->rule, utc_s);
    if (utc_s < zone->at_s[0])
        return zone->offset_s[0];
    size_t low = 0, high = zone->count - 1; /* at_s[low] <= utc_s < at_s[high] */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (zone->at_s[middle] <= utc_s)
            low = middle;
        else
            high = middle;
    }
    return zone->offset_s[zone->type[low]];
}

struct civil zone_civil(const struct zone *zone, int64_t utc_ns)
{
    int64_t utc_s = floor_s(utc_ns);
    return civil_of_s(utc_s + offset_at(zone, utc_s));
}

/* The moment between two at which the offset changes: a gap's end. */
static int64_t change_between(const struct zone *zone, int64_t low_s, int64_t high_s)
{
    int32_t before = offset_at(zone, low_s);
    while (high_s - low_s > 1) {
        int64_t middle = low_s + (high_s - low_s) / 2;
        if (offset_at(zone, middle) == before)
            low_s = middle;
        else
            high_s = middle;
    }
    return high_s;
}

/* Of the offsets in force a day around it, those that lead back to the local time are right. A zone
 * never changes twice within so short a time (Lord Howe's, Apia's and all the others' do not). */
int zone_moments(const struct zone *zone, struct civil local, int64_t *ret_first_utc_ns,
                 int64_t *ret_last_utc_ns)
{
    int64_t local_s = civil_to_s(local);
    int32_t before = offset_at(zone, local_s - DAY_S - DAY_S / 2);
    int32_t after = offset_at(zone, local_s + DAY_S + DAY_S / 2);
    int64_t with_before = local_s - before, with_after = local_s - after;
    bool before_holds = offset_at(zone, with_before) == before;
    bool after_holds = offset_at(zone, with_after) == after;
    int64_t first, last;
    int found = 1;
    if (before_holds && after_holds) {
        first = with_before < with_after ? with_before : with_after;
        last = with_before < with_after ? with_after : with_before;
        found = first == last ? 1 : 2;
    } else if (before_holds || after_holds) {
        first = last = before_holds ? with_before : with_after;
    } else {
        first = last = change_between(zone, with_after, with_before);
        found = 0;
    }
    *ret_first_utc_ns = first * ns_per_s;
    *ret_last_utc_ns = last * ns_per_s;
    return found;
}
