/* SPDX-License-Identifier: Apache-2.0 */
/* read_calendar.c - NAME.calendar.yaml: a rule for weekdays, and the days that depart from it.
 *
 * The days are laid out year by year before anything is believed, so that a day told twice, or told
 * as both added and removed, is found: those are the mistakes one makes copying an announcement. */

#include "base/arena.h"
#include "data/calendar.h"
#include "document/bind.h"
#include "document/json.h"
#include "document/node.h"
#include "document/yaml.h"
#include "plan/calendars.h"
#include "plan/loader.h"
#include "schedule/calendar.h"

#include <string.h>

enum { LEAST_YEAR = 1970, MOST_YEAR = 2200, MOST_ENTRIES = 20000 };

/* One day, or the first and the last of some, since 1970-01-01. */
struct day_range {
    int32_t first, last;
    struct place at;
    bool adds;
};

struct raw_calendar {
    struct calendar calendar;
    int weekdays;
    struct place zone_at;
    struct day_range *added, *removed;
    size_t added_count, removed_count;
};

/* The days of the years covered: which entry told each of them; NULL: the rule holds. */
struct layout {
    struct arena *arena;
    struct diags *diags;
    const struct calendar *calendar;
    int32_t first; /* 1 January of the first year */
    size_t count;
    const struct day_range **told;
};

/* "A..B" or "A" alone, which is then both. */
static void split_range(struct text t, struct text *first, struct text *last)
{
    ptrdiff_t dots = text_find(t, text_of(".."), 0);
    *first = dots < 0 ? t : text_slice(t, 0, (size_t)dots);
    *last = dots < 0 ? t : text_slice(t, (size_t)dots + 2, t.length);
}

static bool read_days(struct reading *reading, const struct node *node,
                      const struct field *field, void *into)
{
    struct day_range *range = (struct day_range *)(void *)((char *)into + field->at);
    struct text from, to;
    struct date first, last;
    split_range(node->kind == NODE_SCALAR ? node->text : text_of(""), &from, &to);
    if (!calendar_parse(from, &first) || !calendar_parse(to, &last)) {
        bind_expected(reading, node,
                      "a day such as 2026-10-01 or a range 2026-10-01..2026-10-07");
        return false;
    }
    range->first = (int32_t)calendar_days(first);
    range->last = (int32_t)calendar_days(last);
    if (range->last < range->first)
        diag_add(reading->diags, node->at, "the range ends before it begins");
    return range->last >= range->first;
}

static bool read_years(struct reading *reading, const struct node *node,
                       const struct field *field, void *into)
{
    struct calendar *calendar = (struct calendar *)(void *)((char *)into + field->at);
    struct text from, to;
    long long first, last;
    split_range(node->kind == NODE_SCALAR ? node->text : text_of(""), &from, &to);
    if (!text_to_int(from, LEAST_YEAR, MOST_YEAR, &first) ||
        !text_to_int(to, LEAST_YEAR, MOST_YEAR, &last)) {
        bind_expected(reading, node, "years such as 2026 or 2024..2026");
        return false;
    }
    if (last < first || last - first >= CALENDAR_MOST_YEARS) {
        diag_add(reading->diags, node->at, "expected 1 to %d years, the first one first",
                 CALENDAR_MOST_YEARS);
        return false;
    }
    calendar->first_year = (int)first;
    calendar->last_year = (int)last;
    return true;
}

static const struct json *patterned(struct arena *arena, const char *type, const char *pattern)
{
    struct json *schema = json_object_new(arena, 2);
    struct json *types = json_array_new(arena, 2);
    json_append(types, json_string_of(arena, "string"));
    if (type != NULL)
        json_append(types, json_string_of(arena, type));
    json_set(arena, schema, text_of("type"), types);
    json_set(arena, schema, text_of("pattern"), json_string_of(arena, pattern));
    return schema;
}

#define DAY_PATTERN "[0-9]{4}-[0-9]{2}-[0-9]{2}"
static const struct json *days_schema(struct arena *arena, const struct field *field)
{
    (void)field;
    return patterned(arena, NULL, "^" DAY_PATTERN "([.][.]" DAY_PATTERN ")?$");
}

static const struct json *years_schema(struct arena *arena, const struct field *field)
{
    (void)field;
    return patterned(arena, "integer", "^[0-9]{4}([.][.][0-9]{4})?$");
}

static const struct custom_type days_type = {
    .name = "a day or a range of days", .read = read_days, .schema = days_schema};
static const struct custom_type years_type = {
    .name = "a year or a range of years", .read = read_years, .schema = years_schema};

static const struct field_table day_table = {
    .name = "days",
    .text = "a day such as 2026-10-01, or a range such as 2026-10-01..2026-10-07",
    .size = sizeof(struct day_range),
    .whole = &(const struct field){.name = "days",
                                   .type = FIELD_CUSTOM,
                                   .custom = &days_type,
                                   .place_at = offsetof(struct day_range, at),
                                   .text = "a day or a range of days, the last one included"}};

static const struct word weekday_words[] = {
    {.name = "mon", .value = 1 << 0}, {.name = "tue", .value = 1 << 1},
    {.name = "wed", .value = 1 << 2}, {.name = "thu", .value = 1 << 3},
    {.name = "fri", .value = 1 << 4}, {.name = "sat", .value = 1 << 5},
    {.name = "sun", .value = 1 << 6}, {0},
};

#define IN(member) offsetof(struct raw_calendar, calendar.member)
static const struct field calendar_fields[] = {
    {.name = "calendar",
     .type = FIELD_TEXT,
     .at = IN(name),
     .required = true,
     .text = "its name, as schedules say it"},
    {.name = "title", .type = FIELD_TEXT, .at = IN(title), .text = "what people call it"},
    {.name = "source",
     .type = FIELD_TEXT,
     .at = IN(source),
     .required = true,
     .text = "the announcement or the law it is taken from"},
    {.name = "zone",
     .type = FIELD_TEXT,
     .at = IN(zone),
     .place_at = offsetof(struct raw_calendar, zone_at),
     .text = "the time zone whose days these are, for schedules that name none"},
    {.name = "years",
     .type = FIELD_CUSTOM,
     .at = offsetof(struct raw_calendar, calendar),
     .custom = &years_type,
     .required = true,
     .text = "the years it covers; outside of them nobody knows"},
    {.name = "weekdays",
     .type = FIELD_WORDS,
     .at = offsetof(struct raw_calendar, weekdays),
     .words = weekday_words,
     .fallback = "[mon, tue, wed, thu, fri]",
     .text = "the rule: these days of every week"},
    {.name = "added",
     .type = FIELD_LIST,
     .at = offsetof(struct raw_calendar, added),
     .count_at = offsetof(struct raw_calendar, added_count),
     .of = &day_table,
     .most = MOST_ENTRIES,
     .text = "days that count although the rule says no"},
    {.name = "removed",
     .type = FIELD_LIST,
     .at = offsetof(struct raw_calendar, removed),
     .count_at = offsetof(struct raw_calendar, removed_count),
     .of = &day_table,
     .most = MOST_ENTRIES,
     .text = "days that do not; in a range it does not matter what the rule says"},
    {0},
};
static const struct field_table table = {.name = "calendar",
                                         .text = "a set of days: working days, trading days",
                                         .size = sizeof(struct raw_calendar),
                                         .fields = calendar_fields};

const struct field_table *calendar_table(void)
{
    return &table;
}

static const char *day_name(struct layout *layout, int32_t day)
{
    return calendar_text(layout->arena, calendar_date(day));
}

static bool is_by_rule(const struct calendar *calendar, int32_t day)
{
    struct date date = calendar_date(day);
    const struct calendar rule = {.weekdays = calendar->weekdays};
    return calendar_has(
               &rule, (struct day){.year = date.year, .month = date.month, .day = date.day}) ==
           CALENDAR_YES;
}

static void lay(struct layout *layout, const struct day_range *range, int32_t day)
{
    const struct day_range **told = &layout->told[day - layout->first];
    if (*told != NULL) {
        struct diag *d =
            diag_add(layout->diags, range->at, "%s is told twice", day_name(layout, day));
        diag_cause(layout->diags, d, (*told)->at, "told here, too");
    } else if (range->adds && is_by_rule(layout->calendar, day)) {
        diag_add(layout->diags, range->at, "%s counts by `weekdays` already",
                 day_name(layout, day));
    }
    *told = range;
}

/* Sorted, because the ranges are walked in the order of the year. */
static const int32_t *lay_all(struct layout *layout, struct day_range *ranges, size_t count,
                              bool adds, int64_t *ret_count)
{
    int32_t *days = arena_array(layout->arena, layout->count + 1, int32_t);
    int64_t n = 0;
    for (size_t i = 0; i < count; i++) {
        struct day_range *range = &ranges[i];
        int32_t end = layout->first + (int32_t)layout->count;
        if (range->first < layout->first || range->last >= end) {
            diag_add(layout->diags, range->at, "not within the years covered, %d to %d",
                     layout->calendar->first_year, layout->calendar->last_year);
            continue;
        }
        range->adds = adds;
        for (int32_t day = range->first; day <= range->last; day++)
            lay(layout, range, day);
    }
    for (size_t i = 0; i < layout->count; i++) {
        const struct day_range *told = layout->told[i];
        if (told != NULL && told->adds == adds)
            days[n++] = layout->first + (int32_t)i;
    }
    *ret_count = n;
    return days;
}

static void lay_out(struct arena *arena, struct raw_calendar *raw, struct diags *diags)
{
    struct calendar *calendar = &raw->calendar;
    int64_t first =
        calendar_days((struct date){.year = calendar->first_year, .month = 1, .day = 1});
    int64_t end =
        calendar_days((struct date){.year = calendar->last_year + 1, .month = 1, .day = 1});
    calendar->weekdays = (unsigned)raw->weekdays;
    if (calendar->title == NULL)
        calendar->title = calendar->name;
    struct layout layout = {.arena = arena,
                            .diags = diags,
                            .calendar = calendar,
                            .first = (int32_t)first,
                            .count = (size_t)(end - first)};
    layout.told = arena_array(arena, layout.count + 1, const struct day_range *);
    calendar->added =
        lay_all(&layout, raw->added, raw->added_count, true, &calendar->added_count);
    calendar->removed =
        lay_all(&layout, raw->removed, raw->removed_count, false, &calendar->removed_count);
}

const struct calendar *calendar_read(struct arena *arena, const struct source *source,
                                     struct diags *diags)
{
    struct loader loader = {.arena = arena, .diags = diags};
    struct reading reading = {.arena = arena, .diags = diags};
    struct raw_calendar *raw = arena_make(arena, struct raw_calendar);
    int before = diags->count;
    const struct node *root = yaml_read(arena, source, diags);
    if (root != NULL && bind_fields(&reading, root, &table, raw))
        lay_out(arena, raw, diags);
    if (raw->calendar.zone != NULL)
        loader_zone(&loader, raw->calendar.zone, raw->zone_at);
    return root != NULL && diags->count == before ? &raw->calendar : NULL;
}

const struct calendar *calendar_load(struct arena *arena, const char *path, struct place at,
                                     struct diags *diags)
{
    struct loader loader = {.arena = arena, .diags = diags};
    const struct source *source = loader_source(&loader, arena_strdup(arena, path), at);
    return source != NULL ? calendar_read(arena, source, diags) : NULL;
}
