/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_alert.c - any bytes as rows of alerts and as messages: refused, or the machine goes on with them
 * through a failure and a recovery, and writes rows it reads itself. */

#include "alert/alert.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/must.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { MOST_BYTES = 1024 * 1024 };
#define NOW_UTC_NS (INT64_C(1700000000) * NS_PER_S)

static const char *const no_tags[] = {NULL};

static void run(struct alerts *alerts, enum verdict verdict, int64_t now_utc_ns,
                struct arena *arena)
{
    struct record_step step = {.name = "pay",
                               .host = "app:443",
                               .endpoint = "POST /pay",
                               .verdict = verdict,
                               .status = verdict == VERDICT_FAIL ? 503 : 200,
                               .body_bytes = 4000,
                               .certificate_not_after_utc_ns = now_utc_ns + NS_PER_S,
                               .time = timing_none()};
    struct record record = {.run_id = "r",
                            .journey = "credit",
                            .title = "credit",
                            .environment = "production",
                            .location = "sh-1",
                            .tags = no_tags,
                            .message = "",
                            .verdict = verdict,
                            .started_utc_ns = now_utc_ns,
                            .steps = &step,
                            .step_count = 1};
    if (verdict == VERDICT_FAIL)
        record.breakpoint = step.breakpoint = (struct breakpoint){
            .step = "pay", .phase = PHASE_JUDGE, .reason = REASON_STATUS, .message = "503"};
    alerts_take(alerts, &record, now_utc_ns, arena);
}

static void read_back(const struct alert_row *rows, size_t count)
{
    struct alerts *again = alerts_new();
    for (size_t i = 0; i < count; i++)
        must(rows[i].json.length == 0 ||
             alerts_restore(again, rows[i].kind, rows[i].key, rows[i].json));
    alerts_end(again);
}

static void fuzz_row(const char *kind, const char *key, struct text json)
{
    struct arena *arena = arena_new();
    struct alerts *alerts = alerts_new();
    struct config config = {.location = "sh-1",
                            .certificate_ns = 60 * NS_PER_S,
                            .latency = {true, 2, 3, 50, NS_PER_MS},
                            .connectivity = {.percent = 90, .least = 1, .within_ns = NS_PER_S}};
    struct alert_monitor monitor = {
        .journey = "credit",
        .title = "credit",
        .environment = "production",
        .owner = "",
        .business = "",
        .rule = {.fail = {2, 3}, .recover = 2, .severity = "error"}};
    struct alert_settings settings = {
        .config = &config, .monitors = &monitor, .monitor_count = 1};
    const struct alert_row *rows;
    int64_t now = NOW_UTC_NS;
    alerts_restore(alerts, kind, key, json);
    alerts_configure(alerts, &settings, now, arena);
    for (int i = 0; i < 8; i++) {
        run(alerts, i < 3 ? VERDICT_FAIL : VERDICT_PASS, now += 60 * NS_PER_S, arena);
        alerts_tick(alerts, now, arena);
        alerts_next_utc_ns(alerts);
    }
    size_t count = alerts_changed(alerts, arena, &rows);
    read_back(rows, count);
    alerts_end(alerts);
    arena_end(arena);
}

static void fuzz_message(struct text json)
{
    struct arena *arena = arena_new();
    struct buffer out;
    struct message *message = message_read(arena, json);
    buffer_init(&out, MOST_BYTES);
    if (message != NULL) {
        message_write(message, &out);
        must(out.full || message_read(arena, buffer_text(&out)) != NULL);
    }
    buffer_done(&out);
    arena_end(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct text json = {.at = size > 0 ? (const char *)bytes : "", .length = size};
    fuzz_row("monitor", "credit\nproduction", json);
    fuzz_row("incident", "i", json);
    fuzz_row("window", "w", json);
    fuzz_row("robot", "connectivity", json);
    fuzz_message(json);
    return 0;
}
