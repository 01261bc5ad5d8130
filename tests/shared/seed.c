/* SPDX-License-Identifier: Apache-2.0 */
/* seed.c - rows, in one transaction. Run R of a journey is called JOURNEY-R, the newest R is 0. */
#include "tests/shared/seed.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/files.h"
#include "base/must.h"
#include "base/packed.h"
#include "model/record.h"
#include "store/database.h"
#include "store/evidence.h"
#include "store/pictures.h"
#include "store/rollup.h"

#include <stdio.h>
#include <string.h>

struct seeding {
    const struct seed *seed;
    struct database db;
    struct arena *arena;
    int64_t now, run;
    struct packed evidence, picture;
};

static const char *const names[SEED_STEPS] = {"public key", "sms code", "identity", "decision"};

static void series(struct seeding *s)
{
    for (int64_t i = 0; s->seed->journeys[i] != NULL; i++)
        must(database_run(&s->db, "INSERT INTO series VALUES (?, ?, 'staging', 'sh-1', ?)",
                          "iss", i + 1, s->seed->journeys[i], i % 2 == 0 ? "" : "new-flow"));
    for (int64_t i = 0; i < SEED_STEPS; i++)
        must(database_run(&s->db, "INSERT INTO names VALUES (?, ?)", "is", i + 1, names[i]));
}

static void step(struct seeding *s, int64_t position, int64_t started, enum verdict verdict)
{
    int64_t total = (20 + position * 10 + s->run % 17) * NS_PER_MS;
    bool broken = verdict == VERDICT_FAIL;
    must(database_run(
        &s->db,
        "INSERT INTO steps VALUES (?, ?, ?, ?, 0, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, 20000,"
        " 'app.example.com:443', 'POST /api/credit', ?, ?, ?)",
        "iiiiiiiiiiiiiiisss", s->run, position, position + 1, (int64_t)verdict, started, total,
        INT64_C(200), total / 20, total / 10, total / 5, total / 50, total / 2, total / 8,
        total * 7 / 8, total, broken ? "judge" : NULL, broken ? "assertion" : NULL,
        broken ? "expected \"0000\", actual \"E9999\"" : NULL));
}

static void steps(struct seeding *s, int64_t started, bool broken)
{
    for (int64_t i = 0; s->seed->steps && i < SEED_STEPS; i++)
        step(s, i, started + i * 50 * NS_PER_MS,
             !broken || i < 2 ? VERDICT_PASS
             : i == 2         ? VERDICT_FAIL
                              : VERDICT_SKIPPED);
}

static void run(struct seeding *s, int64_t of, size_t n)
{
    const char *journey = s->seed->journeys[of];
    bool broken =
        n < SEED_BROKEN && s->seed->broken != NULL && strcmp(journey, s->seed->broken) == 0;
    bool slow = !broken && (n + (size_t)of) % 11 == 5;
    int64_t started = s->now - (int64_t)(n + 1) * s->seed->every_ns;
    char id[200];
    snprintf(id, sizeof id, "%s-%zu", journey, n);
    s->run++;
    must(database_run(
        &s->db,
        "INSERT INTO runs VALUES (?, ?, ?, NULL, 0, ?, ?, ?, ?, 0, ?, ?, ?, ?, NULL, ?)",
        "isiiiiisssss", s->run, id, of + 1, started, started, (200 + s->run % 97) * NS_PER_MS,
        (int64_t)(broken ? VERDICT_FAIL
                  : slow ? VERDICT_DEGRADED
                         : VERDICT_PASS),
        broken ? "identity" : NULL, broken ? "judge" : NULL, broken ? "assertion" : NULL,
        broken ? "expected \"0000\", actual \"E9999\"" : NULL,
        broken ? s->evidence.name : NULL));
    if (broken)
        must(database_run(&s->db, "INSERT INTO pictures VALUES (?, ?, 67, 0)", "si",
                          s->picture.name, s->run));
    steps(s, started, broken);
}

/* One black pixel, which a browser drew in the evidence; another one it names is not kept. */
static void picture(struct seeding *s)
{
    static const char base64[] =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5E"
        "rkJggg==";
    struct text png;
    const char *why = "";
    must(decode_base64(s->arena, text_of(base64), &png));
    must(packed_of_picture(s->arena, png, &s->picture));
    must(packed_write(s->arena, picture_path(s->arena, s->seed->path, s->picture.name),
                      &s->picture, &why));
}

static void evidence(struct seeding *s)
{
    struct text report;
    const char *why = "";
    must(files_read(s->arena, "tests/shared/evidence.json", 1 << 20, &report, &why));
    must(packed_of(s->arena, report, &s->evidence));
    must(packed_write(s->arena, evidence_path(s->arena, s->seed->path, s->evidence.name),
                      &s->evidence, &why));
    picture(s);
}

/* As robot/alert/README.md describes it. */
static const char open_incident[] =
    "{\"id\":\"inc-open\",\"key\":\"k1\",\"rule\":\"journey\",\"severity\":\"critical\","
    "\"state\":\"open\",\"title\":\"%s fails at identity (judge: assertion)\","
    "\"environment\":\"staging\",\"location\":\"sh-1\",\"owner\":\"credit-team\","
    "\"host\":\"app.example.com:443\",\"endpoint\":\"POST /api/credit\",\"step\":\"identity\","
    "\"phase\":\"judge\",\"reason\":\"assertion\",\"text\":\"expected 0000, actual E9999\","
    "\"changed\":\"identity: $.code 0000 -> E9999\\nidentity: wait 40ms -> 320ms\","
    "\"opened\":%lld,\"started\":%lld,\"last\":%lld,\"closed\":0,\"first_run\":\"%s-3\","
    "\"last_run\":\"%s-0\",\"failures\":4,\"flapping\":false,"
    "\"runbook\":\"https://wiki.example.com/credit\",\"journeys\":[{\"journey\":\"%s\","
    "\"title\":\"授信申请\",\"failing\":true,\"joined\":1,\"left\":0,\"step\":\"identity\","
    "\"phase\":\"judge\",\"reason\":\"assertion\",\"text\":\"expected 0000, actual E9999\"}],"
    "\"acknowledged\":null,\"notes\":[{\"at\":%lld,\"who\":\"王芳\",\"text\":\"在看网关日志\"}],"
    "\"events\":[{\"at\":%lld,\"what\":\"opened\",\"text\":\"%s fails at identity\","
    "\"run\":\"%s-2\"}],\"channels\":[\"oncall\"]}";
static const char closed_incident[] =
    "{\"id\":\"inc-closed\",\"rule\":\"latency\",\"severity\":\"warning\",\"state\":\"closed\","
    "\"title\":\"login is slower than usual: the journey: median 310ms -> 820ms\",\"environment\":\"staging\","
    "\"location\":\"sh-1\",\"owner\":\"\",\"host\":\"\",\"endpoint\":\"\",\"step\":\"\",\"phase\":\"\","
    "\"reason\":\"\",\"text\":\"the journey: median 310ms -> 820ms\",\"changed\":\"\",\"opened\":%lld,"
    "\"started\":1,\"last\":1,\"closed\":%lld,\"first_run\":\"\",\"last_run\":\"\",\"failures\":5,"
    "\"flapping\":false,\"runbook\":\"\",\"journeys\":[],\"acknowledged\":{\"who\":\"李雷\","
    "\"at\":%lld},\"notes\":[],\"events\":[],\"channels\":[]}";
static const char window[] =
    "{\"name\":\"release\",\"who\":\"李雷\",\"text\":\"发布 2.3.1\",\"from\":%lld,\"to\":%lld,"
    "\"match\":{\"journeys\":[\"repayment\"]}}";

static void incidents(struct seeding *s)
{
    const char *j = s->seed->broken;
    long long now = s->now, earlier = now - 240 * NS_PER_S, day = now - 90000 * NS_PER_S;
    long long later = day + 3600 * NS_PER_S;
    const char *open = arena_printf(s->arena, open_incident, j, earlier, earlier, now, j, j, j,
                                    now - 60 * NS_PER_S, earlier, j, j);
    const char *closed = arena_printf(s->arena, closed_incident, day, later, day);
    must(database_run(&s->db, "INSERT INTO incidents VALUES ('inc-open', ?, 0, ?)", "is",
                      (int64_t)earlier, open));
    must(database_run(&s->db, "INSERT INTO incidents VALUES ('inc-closed', ?, ?, ?)", "iis",
                      (int64_t)day, (int64_t)later, closed));
    must(database_run(&s->db, "INSERT INTO alert_state VALUES ('window', 'release', ?)", "s",
                      arena_printf(s->arena, window, now, now + 3600 * NS_PER_S)));
}

static void visits(struct seeding *s)
{
    for (const struct seed_visit *v = s->seed->visits; v != NULL && v->journey != NULL; v++)
        must(database_run(
            &s->db, "INSERT INTO visits SELECT series, ?, id, ? FROM runs WHERE run_id = ?",
            "sis", v->route, (int64_t)v->verdict,
            arena_printf(s->arena, "%s-%zu", v->journey, v->n)));
}

void seed_store(const struct seed *seed)
{
    struct seeding s = {.seed = seed, .arena = arena_new(), .now = clock_now_utc_ns()};
    bool more = seed->rollups;
    must(database_open(&s.db, seed->path, DATABASE_MAKE));
    must(database_exec(&s.db, "BEGIN"));
    if (seed->broken != NULL)
        evidence(&s);
    series(&s);
    if (seed->incidents)
        incidents(&s);
    for (size_t n = seed->runs; n-- > 0;)
        for (int64_t of = 0; seed->journeys[of] != NULL; of++)
            run(&s, of, n);
    visits(&s);
    must(database_exec(&s.db, "COMMIT"));
    while (more)
        must(rollup_some(&s.db, &more));
    database_close(&s.db);
    arena_end(s.arena);
}
