/* SPDX-License-Identifier: Apache-2.0 */
/* watching.c - runs made up, words collected. */

#include "watching.h"
#include "model/wire.h"

#include <criterion/criterion.h>
#include <string.h>

#define START_UTC_NS (INT64_C(1700000000) * NS_PER_S)

static const struct wire renewing = {.name = "renewing", .renew_ns = 60 * NS_PER_S};
static const struct wire acknowledging = {.name = "acknowledging", .acknowledges = true};
static const struct wire plain = {.name = "plain"};

struct watch *watch_new(void)
{
    struct arena *arena = arena_new();
    struct watch *w = arena_make(arena, struct watch);
    w->arena = arena;
    w->alerts = alerts_new();
    w->now_utc_ns = START_UTC_NS;
    w->said = arena_array(arena, MOST_SAID, struct said);
    w->channels[0] = (struct channel){.name = "oncall", .wire = &plain};
    w->channels[1] = (struct channel){.name = "team", .wire = &plain};
    w->channels[2] = (struct channel){.name = "renewing", .wire = &renewing};
    w->channels[3] = (struct channel){.name = "pager", .wire = &acknowledging};
    w->route_channels[0] = &w->channels[0];
    w->route.channels = w->route_channels;
    w->config = (struct config){
        .location = "sh-1",
        .public_url = "https://xunjian.example/",
        .channels = w->channels,
        .channel_count = 4,
        .routes = &w->route,
        .route_count = 1,
        .quorum = {.locations = 1, .within_ns = 600 * NS_PER_S},
    };
    return w;
}

void watch_end(struct watch *w)
{
    alerts_end(w->alerts);
    arena_end(w->arena);
}

struct alert_monitor *watch_add(struct watch *w, const char *journey)
{
    cr_assert(w->monitor_count < MOST_WATCHED);
    struct alert_monitor *m = &w->monitors[w->monitor_count++];
    *m = (struct alert_monitor){
        .journey = arena_strdup(w->arena, journey),
        .title = arena_strdup(w->arena, journey),
        .environment = "production",
        .owner = "team-a",
        .rule = {.fail = {2, 3}, .recover = 2, .severity = "critical"},
    };
    return m;
}

static void hear(struct watch *w, struct alert_output out)
{
    for (size_t i = 0; i < out.told_count; i++) {
        cr_assert(w->said_count < MOST_SAID);
        w->said[w->said_count++] =
            (struct said){out.told[i].channel, out.told[i].message, w->now_utc_ns};
    }
    w->retests += out.retest_count;
}

void watch_configure(struct watch *w)
{
    struct alert_settings settings = {
        .config = &w->config,
        .monitors = w->monitors,
        .monitor_count = w->monitor_count,
        .windows = w->windows,
        .window_count = w->window_count,
    };
    hear(w, alerts_configure(w->alerts, &settings, w->now_utc_ns, w->arena));
}

static const char * or (const char *string, const char *usual)
{
    return string != NULL ? string : usual;
}

void watch_run(struct watch *w, const struct ran *ran)
{
    static const char *const no_tags[] = {NULL};
    struct record_step *step = arena_make(w->arena, struct record_step);
    struct record *record = arena_make(w->arena, struct record);
    const char *name = or (ran->step, "pay");
    bool broke = ran->verdict == VERDICT_FAIL || ran->verdict == VERDICT_INTERNAL;
    struct breakpoint at = {.step = name,
                            .phase = ran->phase,
                            .reason = ran->reason,
                            .message = or (ran->message, "it broke")};
    *step = (struct record_step){
        .name = name,
        .kind = "http",
        .verdict = ran->verdict,
        .time = timing_none(),
        .host = or (ran->host, "app:443"),
        .endpoint = "POST /pay",
        .status = ran->status != 0 || broke ? ran->status : 200,
        .remote_address = or (ran->remote, "10.0.0.1"),
        .certificate_not_after_utc_ns = ran->certificate_utc_ns,
        .certificate_subject = "CN=app",
    };
    step->time.total_ns = ran->total_ns;
    step->time.phase_ns[PHASE_WAIT] = ran->wait_ns;
    if (broke)
        step->breakpoint = at;
    *record = (struct record){
        .arena = w->arena,
        .run_id = arena_printf(w->arena, "r-%lld", (long long)++w->runs),
        .journey = ran->journey,
        .title = ran->journey,
        .tags = no_tags,
        .environment = or (ran->environment, "production"),
        .location = or (ran->location, "sh-1"),
        .cause = ran->cause,
        .variant = ran->variant,
        .row = ran->row,
        .started_utc_ns = w->now_utc_ns,
        .duration_ns = ran->total_ns,
        .verdict = ran->verdict,
        .cancelled = ran->cancelled,
        .uncertain = ran->uncertain,
        .message = broke ? or (ran->message, "it broke") : "",
        .steps = step,
        .step_count = 1,
    };
    if (broke)
        record->breakpoint = at;
    hear(w, alerts_take(w->alerts, record, w->now_utc_ns, w->arena));
}

void watch_good(struct watch *w, const char *journey)
{
    watch_run(w, &(struct ran){.journey = journey});
}

void watch_bad(struct watch *w, const char *journey)
{
    watch_run(w, &(struct ran){.journey = journey,
                               .verdict = VERDICT_FAIL,
                               .phase = PHASE_JUDGE,
                               .reason = REASON_STATUS,
                               .status = 503});
}

static void one_run(struct watch *w, const char *journey, char result)
{
    struct ran ran = {.journey = journey};
    switch (result) {
    case 'b':
        watch_bad(w, journey);
        return;
    case 'u':
        ran.verdict = VERDICT_FAIL;
        ran.uncertain = true;
        ran.reason = REASON_BUDGET;
        ran.status = 200;
        break;
    case 'i':
        ran.verdict = VERDICT_INTERNAL;
        ran.phase = PHASE_ROBOT;
        ran.reason = REASON_ROBOT;
        break;
    case 'd':
        ran.verdict = VERDICT_DEGRADED;
        break;
    case 'c':
        ran.verdict = VERDICT_FAIL;
        ran.cancelled = true;
        break;
    case 'p':
        ran.verdict = VERDICT_FAIL;
        ran.cause = CAUSE_PROBE;
        break;
    default:
        cr_assert(result == 'g', "%c", result);
    }
    watch_run(w, &ran);
}

void watch_runs(struct watch *w, const char *journey, const char *results)
{
    for (; *results != '\0'; results++) {
        one_run(w, journey, *results);
        watch_wait(w, 60 * NS_PER_S);
    }
}

void watch_wait(struct watch *w, int64_t ns)
{
    int64_t until = w->now_utc_ns + ns;
    for (int calls = 0; alerts_next_utc_ns(w->alerts) <= until; calls++) {
        int64_t next = alerts_next_utc_ns(w->alerts);
        cr_assert(calls < 10000, "the machine wants to be called again and again");
        w->now_utc_ns = next > w->now_utc_ns ? next : w->now_utc_ns;
        hear(w, alerts_tick(w->alerts, w->now_utc_ns, w->arena));
    }
    w->now_utc_ns = until;
    hear(w, alerts_tick(w->alerts, w->now_utc_ns, w->arena));
}

void watch_connectivity(struct watch *w, bool reachable)
{
    hear(w, alerts_connectivity(w->alerts, reachable, reachable ? "" : "no route",
                                w->now_utc_ns, w->arena));
}

bool watch_command(struct watch *w, const struct alert_command *command)
{
    struct alert_output out = {0};
    const char *why = NULL;
    bool done = alerts_command(w->alerts, command, w->now_utc_ns, w->arena, &out, &why);
    cr_expect(done || why != NULL, "a refusal has its words");
    hear(w, out);
    return done;
}

const char *watch_heard(struct watch *w)
{
    const char *all = "";
    for (; w->read < w->said_count; w->read++)
        all = arena_printf(w->arena, "%s%s%s:%s", all, all[0] != '\0' ? " " : "",
                           message_kind_name(w->said[w->read].message->kind),
                           w->said[w->read].channel);
    return all;
}

const struct message *watch_last(const struct watch *w)
{
    return w->said_count > 0 ? w->said[w->said_count - 1].message : NULL;
}

static void put_row(struct kept *kept, const struct alert_row *row)
{
    size_t i = 0;
    while (i < kept->count && (strcmp(kept->rows[i].kind, row->kind) != 0 ||
                               strcmp(kept->rows[i].key, row->key) != 0))
        i++;
    cr_assert(i < kept->size);
    if (i == kept->count)
        kept->count++;
    kept->rows[i] = *row;
    kept->rows[i].kind = arena_strdup(kept->arena, row->kind);
    kept->rows[i].key = arena_strdup(kept->arena, row->key);
    kept->rows[i].json = text_copy(kept->arena, row->json);
}

void kept_update(struct kept *kept, struct alerts *alerts)
{
    const struct alert_row *rows;
    struct arena *arena = arena_new();
    size_t count = alerts_changed(alerts, arena, &rows);
    for (size_t i = 0; i < count; i++)
        put_row(kept, &rows[i]);
    arena_end(arena);
}

void watch_restart(struct watch *w, struct kept *kept)
{
    kept_update(kept, w->alerts);
    alerts_end(w->alerts);
    w->alerts = alerts_new();
    for (size_t i = 0; i < kept->count; i++)
        if (kept->rows[i].json.length > 0)
            cr_assert(alerts_restore(w->alerts, kept->rows[i].kind, kept->rows[i].key,
                                     kept->rows[i].json),
                      "%s %s", kept->rows[i].kind, kept->rows[i].json.at);
    watch_configure(w);
}
