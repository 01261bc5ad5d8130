/* SPDX-License-Identifier: Apache-2.0 */
/* report_sheets.c - funnel, performance, uptime, breakpoints. */

#include "command/report_sheets.h"
#include "base/arena.h"
#include "command/sheet.h"

#include <string.h>

/* One slot for all of the time: whole hours of more than any clock will ever show. */
#define ALL_TIME_NS (INT64_C(3600000000000) * 2000000)

#define WHOSE                                                                                \
    {.name = "journey", .title = "Journey", .title_zh = "旅程", .kind = CELL_TEXT},          \
    {                                                                                        \
        .name = "environment", .title = "Environment", .title_zh = "环境", .kind = CELL_TEXT \
    }

static union cell number(int64_t value)
{
    return (union cell){.number = value};
}

static union cell text(const char *value)
{
    return (union cell){.text = value};
}

/* --- uptime -------------------------------------------------------------------------------- */

static const struct column uptime_columns[] = {
    WHOSE,
    {.name = "uptime", .title = "Uptime", .title_zh = "可用率", .kind = CELL_SHARE},
    {.name = "runs", .title = "Runs", .title_zh = "运行", .kind = CELL_COUNT},
    {.name = "good", .title = "Good", .title_zh = "正常", .kind = CELL_COUNT},
    {.name = "degraded", .title = "Degraded", .title_zh = "降级", .kind = CELL_COUNT},
    {.name = "failed", .title = "Failed", .title_zh = "失败", .kind = CELL_COUNT},
    {.name = "internal", .title = "Internal", .title_zh = "机器人故障", .kind = CELL_COUNT},
    {.name = "p50", .title = "p50", .title_zh = "中位", .kind = CELL_NS},
    {.name = "p95", .title = "p95", .title_zh = "95 分位", .kind = CELL_NS},
    {.name = "p99", .title = "p99", .title_zh = "99 分位", .kind = CELL_NS},
    {.name = "last", .title = "Last run", .title_zh = "最近一次", .kind = CELL_UTC},
    {.name = "last_verdict", .title = "Verdict", .title_zh = "结论", .kind = CELL_TEXT},
};

static bool had_runs(const struct uptime_row *row)
{
    return row->runs + row->internal > 0;
}

static bool fill_uptime(struct reader *reader, const struct run_filter *filter,
                        struct sheet *sheet, const char **ret_why)
{
    const struct uptime_row *rows;
    size_t count;
    if (!read_uptime(reader, filter, false, sheet->arena, &rows, &count, ret_why))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct uptime_row *r = &rows[i];
        bool timed = r->good > 0;
        if (!had_runs(r))
            continue;
        union cell *cells = sheet_row(sheet);
        const union cell filled[] = {
            text(r->journey),
            text(r->environment),
            number(share_of(r->good, r->runs)),
            number(r->runs),
            number(r->good),
            number(r->degraded),
            number(r->failed),
            number(r->internal),
            number(timed ? r->p50_ns : -1),
            number(timed ? r->p95_ns : -1),
            number(timed ? r->p99_ns : -1),
            number(r->last_utc_ns),
            text(verdict_name(r->last_verdict)),
        };
        memcpy(cells, filled, sizeof filled);
    }
    return true;
}

/* --- funnel -------------------------------------------------------------------------------- */

static const struct column funnel_columns[] = {
    WHOSE,
    {.name = "step", .title = "Step", .title_zh = "步骤", .kind = CELL_TEXT},
    {.name = "reached", .title = "Reached", .title_zh = "到达", .kind = CELL_COUNT},
    {.name = "passed", .title = "Passed", .title_zh = "通过", .kind = CELL_COUNT},
    {.name = "conversion", .title = "Conversion", .title_zh = "转化率", .kind = CELL_SHARE},
    {.name = "reached_before",
     .title = "Reached a day before",
     .title_zh = "前一日到达",
     .kind = CELL_COUNT},
    {.name = "passed_before",
     .title = "Passed a day before",
     .title_zh = "前一日通过",
     .kind = CELL_COUNT},
    {.name = "conversion_before",
     .title = "Conversion a day before",
     .title_zh = "前一日转化率",
     .kind = CELL_SHARE},
};

static bool fill_one_funnel(struct reader *reader, const struct uptime_row *whose,
                            const struct run_filter *filter, struct sheet *sheet,
                            const char **ret_why)
{
    const struct funnel_row *rows;
    size_t count;
    if (!read_funnel(reader, whose->journey, whose->environment, filter->variant,
                     filter->from_utc_ns, filter->to_utc_ns, sheet->arena, &rows, &count,
                     ret_why))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct funnel_row *r = &rows[i];
        union cell *cells = sheet_row(sheet);
        const union cell filled[] = {
            text(whose->journey),
            text(whose->environment),
            text(r->step),
            number(r->reached),
            number(r->passed),
            number(share_of(r->passed, r->reached)),
            number(r->reached_before),
            number(r->passed_before),
            number(share_of(r->passed_before, r->reached_before)),
        };
        memcpy(cells, filled, sizeof filled);
    }
    return true;
}

/* --- performance ----------------------------------------------------------------------------- */

static const struct column performance_columns[] = {
    WHOSE,
    {.name = "step", .title = "Step", .title_zh = "步骤", .kind = CELL_TEXT},
    {.name = "timed", .title = "Timed", .title_zh = "次数", .kind = CELL_COUNT},
    {.name = "p50", .title = "p50", .title_zh = "中位", .kind = CELL_NS},
    {.name = "p95", .title = "p95", .title_zh = "95 分位", .kind = CELL_NS},
    {.name = "p99", .title = "p99", .title_zh = "99 分位", .kind = CELL_NS},
    {.name = "mean", .title = "Mean", .title_zh = "平均", .kind = CELL_NS},
    {.name = "dns_p50", .title = "DNS p50", .title_zh = "解析", .kind = CELL_NS},
    {.name = "connect_p50", .title = "Connect p50", .title_zh = "连接", .kind = CELL_NS},
    {.name = "tls_p50", .title = "TLS p50", .title_zh = "握手", .kind = CELL_NS},
    {.name = "send_p50", .title = "Send p50", .title_zh = "发送", .kind = CELL_NS},
    {.name = "wait_p50", .title = "Wait p50", .title_zh = "等待", .kind = CELL_NS},
    {.name = "receive_p50", .title = "Receive p50", .title_zh = "接收", .kind = CELL_NS},
};

enum { PHASES = 6, BEFORE_PHASES = 8 };

/* step NULL: whole runs. */
static bool fill_latency(struct reader *reader, const struct uptime_row *whose,
                         const char *step, const struct run_filter *filter, struct sheet *sheet,
                         const char **ret_why)
{
    const struct latency_filter asked = {.journey = whose->journey,
                                         .environment = whose->environment,
                                         .location = filter->location,
                                         .variant = filter->variant,
                                         .step = step,
                                         .from_utc_ns = filter->from_utc_ns,
                                         .to_utc_ns = filter->to_utc_ns,
                                         .slot_ns = ALL_TIME_NS};
    const struct latency_row *r;
    size_t count;
    if (!read_latency(reader, &asked, sheet->arena, &r, &count, ret_why))
        return false;
    if (count == 0)
        return true;
    union cell *cells = sheet_row(sheet);
    const union cell filled[BEFORE_PHASES] = {text(whose->journey),
                                              text(whose->environment),
                                              text(step != NULL ? step : "(whole run)"),
                                              number(r->count),
                                              number(r->p50_ns),
                                              number(r->p95_ns),
                                              number(r->p99_ns),
                                              number(r->mean_ns)};
    memcpy(cells, filled, sizeof filled);
    for (size_t p = 0; p < PHASES; p++)
        cells[BEFORE_PHASES + p] = number(r->phase_p50_ns[p]);
    return true;
}

static bool fill_one_performance(struct reader *reader, const struct uptime_row *whose,
                                 const struct run_filter *filter, struct sheet *sheet,
                                 const char **ret_why)
{
    const struct funnel_row *steps;
    size_t count;
    if (!read_funnel(reader, whose->journey, whose->environment, filter->variant,
                     filter->from_utc_ns, filter->to_utc_ns, sheet->arena, &steps, &count,
                     ret_why) ||
        !fill_latency(reader, whose, NULL, filter, sheet, ret_why))
        return false;
    bool right = true;
    for (size_t i = 0; right && i < count; i++)
        right = fill_latency(reader, whose, steps[i].step, filter, sheet, ret_why);
    return right;
}

/* --- each journey in each environment that ran ---------------------------------------------- */

static bool fill_each(struct reader *reader, const struct run_filter *filter,
                      struct sheet *sheet, const char **ret_why,
                      bool (*fill)(struct reader *, const struct uptime_row *,
                                   const struct run_filter *, struct sheet *, const char **))
{
    const struct uptime_row *rows;
    size_t count;
    bool right = read_uptime(reader, filter, false, sheet->arena, &rows, &count, ret_why);
    for (size_t i = 0; right && i < count; i++)
        if (had_runs(&rows[i]))
            right = fill(reader, &rows[i], filter, sheet, ret_why);
    return right;
}

static bool fill_funnel(struct reader *reader, const struct run_filter *filter,
                        struct sheet *sheet, const char **ret_why)
{
    return fill_each(reader, filter, sheet, ret_why, fill_one_funnel);
}

static bool fill_performance(struct reader *reader, const struct run_filter *filter,
                             struct sheet *sheet, const char **ret_why)
{
    return fill_each(reader, filter, sheet, ret_why, fill_one_performance);
}

/* --- breakpoints ----------------------------------------------------------------------------- */

static const struct column breakpoint_columns[] = {
    WHOSE,
    {.name = "step", .title = "Step", .title_zh = "步骤", .kind = CELL_TEXT},
    {.name = "phase", .title = "Phase", .title_zh = "阶段", .kind = CELL_TEXT},
    {.name = "reason", .title = "Reason", .title_zh = "原因", .kind = CELL_TEXT},
    {.name = "count", .title = "Runs", .title_zh = "次数", .kind = CELL_COUNT},
    {.name = "first", .title = "First", .title_zh = "最早", .kind = CELL_UTC},
    {.name = "last", .title = "Last", .title_zh = "最近", .kind = CELL_UTC},
    {.name = "last_run", .title = "Last run", .title_zh = "最近运行", .kind = CELL_TEXT},
    {.name = "message", .title = "In words", .title_zh = "说明", .kind = CELL_TEXT},
};

static bool fill_breakpoints(struct reader *reader, const struct run_filter *filter,
                             struct sheet *sheet, const char **ret_why)
{
    const struct breakpoint_row *rows;
    size_t count;
    if (!read_breakpoints(reader, filter, sheet->arena, &rows, &count, ret_why))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct breakpoint_row *r = &rows[i];
        const union cell filled[] = {
            text(r->journey),        text(r->environment),   text(r->step),
            text(r->phase),          text(r->reason),        number(r->count),
            number(r->first_utc_ns), number(r->last_utc_ns), text(r->last_run),
            text(r->message),
        };
        memcpy(sheet_row(sheet), filled, sizeof filled);
    }
    return true;
}

#define SHEET(n, words, words_zh, sentence)                                                 \
    {                                                                                       \
        .name = #n, .title = words, .title_zh = words_zh, .text = sentence,                 \
        .columns = n##_columns, .column_count = sizeof n##_columns / sizeof n##_columns[0], \
        .fill = fill_##n                                                                    \
    }
#define breakpoints_columns breakpoint_columns

static const struct report_sheet sheets[] = {
    SHEET(breakpoints, "Breakpoints", "断点", "where runs stopped, the most frequent first"),
    SHEET(funnel, "Funnel", "漏斗",
          "how many runs reached and passed each step, and at the same time of the day before"),
    SHEET(performance, "Performance", "性能",
          "percentiles of each step and each phase, of what passed"),
    SHEET(
        uptime, "Uptime", "可用率",
        "share of runs that were good; those in which the robot itself failed are told apart"),
};

const char *const report_sheet_names[] = {"breakpoints", "funnel", "performance", "uptime",
                                          NULL};

const struct report_sheet *report_sheet_named(const char *name)
{
    for (size_t i = 0; i < sizeof sheets / sizeof sheets[0]; i++)
        if (strcmp(sheets[i].name, name) == 0)
            return &sheets[i];
    return NULL;
}
