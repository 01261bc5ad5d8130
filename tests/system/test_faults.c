/* SPDX-License-Identifier: Apache-2.0 */
/* What goes wrong with the robot itself: killed at any moment, its disk full, a thousand journeys
 * failing at once. Every page it sent is on record; none may be missing, none told twice.
 *
 * XUNJIAN_FAULT_ROUNDS says how often it is killed: a few times in make check, more in make
 * check-faults. */

#include "tests/system/serve.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 5, MOST_LINES = 4096, CROWD = 1000 };

static const char config[] =
    "location: test\n"
    "scenarios: [keys.journey.yaml]\n"
    "environments: @SCENARIOS@/environments/demo.yaml\n"
    "store: { path: store.db, alarm: pages }\n"
    "defaults: { schedule: 1s, latency: { on: false } }\n"
    "channels: { pages: { exec: { command: [sh, -c, 'cat >> \"$0\"', @FOLDER@/pages] } } }\n"
    "routes: [{ channels: pages }]\n"
    "web: 127.0.0.1:0\n";

static const char *const journeys[] = {
    "keys.journey.yaml",
    "journey: keys\nsteps:\n"
    "  - name: public key\n    http: ${base}/api/auth/public-key\n    assert: [{status: 200}]\n",
    NULL};

static const char broken[] =
    "{\"endpoint\":\"GET /api/auth/public-key\",\"kind\":\"status\",\"status\":503}";

static char *pages_of(const struct serving *serving)
{
    char path[256];
    static char bytes[1 << 20];
    snprintf(path, sizeof path, "%s/pages", serving->folder);
    FILE *file = fopen(path, "r");
    size_t length = file != NULL ? fread(bytes, 1, sizeof bytes - 1, file) : 0;
    if (file != NULL)
        fclose(file);
    bytes[length] = '\0';
    return bytes;
}

/* Each distinct page of that rule, in the order first sent. One sent again byte for byte is the same
 * page: its channel knows it by its key. */
static int distinct(char *bytes, const char *rule, const char *lines[], int most)
{
    int count = 0;
    for (char *line = strtok(bytes, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        bool known = strstr(line, rule) == NULL;
        for (int i = 0; i < count; i++)
            known = known || strcmp(lines[i], line) == 0;
        if (!known && count < most)
            lines[count++] = line;
    }
    return count;
}

static void expect_pairs(const struct serving *serving)
{
    static const char *lines[MOST_LINES];
    int count = distinct(pages_of(serving), "\"rule\":\"journey\"", lines, MOST_LINES);
    int open = 0;
    for (int i = 0; i < count; i++) {
        bool trigger = strstr(lines[i], "\"kind\":\"trigger\"") != NULL;
        bool resolve = strstr(lines[i], "\"kind\":\"resolve\"") != NULL;
        cr_expect(trigger || resolve, "page %d: %s", i, lines[i]);
        open += trigger ? 1 : -1;
        cr_expect(open == 0 || open == 1, "page %d of %d is told twice or missing: %s", i,
                  count, lines[i]);
    }
    cr_expect_eq(open, 0, "the last page of %d is no resolve", count);
    cr_expect_gt(count, 0);
}

static int told_about(const char *const lines[], int count, const char *kind, const char *id)
{
    char kind_is[40], id_is[80];
    int told = 0;
    snprintf(kind_is, sizeof kind_is, "\"kind\":\"%s\"", kind);
    snprintf(id_is, sizeof id_is, "\"incident\":\"%s\"", id);
    for (int i = 0; i < count; i++)
        told += strstr(lines[i], kind_is) != NULL && strstr(lines[i], id_is) != NULL;
    return told;
}

/* Every incident the robot knows of was told by one trigger, and by one resolve if it is over; no
 * page is about any other. */
static void expect_told(const struct serving *serving, const char *incidents)
{
    static const char *lines[MOST_LINES];
    int count = distinct(pages_of(serving), "\"rule\":\"journey\"", lines, MOST_LINES);
    int known = 0, triggers = 0;
    for (const char *at = incidents; (at = strstr(at, "{\"id\":\"")) != NULL; at++) {
        char id[64];
        snprintf(id, sizeof id, "%.*s", (int)strcspn(at + 7, "\""), at + 7);
        if (strncmp(at + 7 + strlen(id), "\",\"opened\":\"", 12) != 0)
            continue; /* the incident within the row */
        bool over = strncmp(strstr(at, "\"state\":\""), "\"state\":\"closed\"", 16) == 0;
        cr_expect_eq(told_about(lines, count, "trigger", id), 1, "%s: %d triggers", id,
                     told_about(lines, count, "trigger", id));
        cr_expect_eq(told_about(lines, count, "resolve", id), over, "%s: %d resolves", id,
                     told_about(lines, count, "resolve", id));
        known++;
    }
    for (int i = 0; i < count; i++)
        triggers += strstr(lines[i], "\"kind\":\"trigger\"") != NULL;
    cr_expect_gt(known, 0, "%s", incidents);
    cr_expect_eq(triggers, known, "%d triggers about %d incidents", triggers, known);
}

static void pause_at_random(unsigned *seed, int most_ms)
{
    const long ms = rand_r(seed) % most_ms;
    const struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    nanosleep(&pause, NULL);
}

/* An app that breaks again and again is flapping after the third time, and stays so. */
static void await_state(const struct serving *serving, const char *state)
{
    char wanted[40];
    unsigned seed = 1;
    snprintf(wanted, sizeof wanted, "\"state\":\"%s\"", state);
    for (int i = 0; i < 1200; i++) {
        char *page = serve_get(serving, "/api/monitors", NULL);
        bool there =
            strstr(page, wanted) != NULL || strstr(page, "\"state\":\"flapping\"") != NULL;
        free(page);
        if (there)
            return;
        pause_at_random(&seed, 100);
    }
    cr_assert(false, "never %s", state);
}

Test(faults, killed_at_random_again_and_again_it_loses_and_doubles_no_page)
{
    const char *told = getenv("XUNJIAN_FAULT_ROUNDS");
    int rounds = told != NULL ? atoi(told) : ROUNDS;
    unsigned seed = (unsigned)time(NULL);
    struct serving serving = serve_start(config, journeys);
    fprintf(stderr, "seed %u\n", seed);
    for (int i = 0; i < rounds; i++) {
        if (rand_r(&seed) % 2 == 0)
            demo_fault(serving.demo, broken);
        else
            demo_clear(serving.demo);
        pause_at_random(&seed, 4000);
        serve_kill(&serving);
        serve_again(&serving);
    }
    demo_fault(serving.demo, broken);
    await_state(&serving, "firing");
    demo_clear(serving.demo);
    await_state(&serving, "ok");
    free(serve_await(&serving, "/metrics", "\nxunjian_outbox_waiting 0\n"));
    char *incidents = serve_get(&serving, "/api/incidents?most=500", NULL);
    struct ran ran = serve_stop_keeping(&serving);
    expect_told(&serving, incidents);
    free(incidents);
    ran_done(&ran);
    serve_clear(&serving);
}

/* Files may not grow beyond that: writing fails as on a full disk. */
static void limit_files(const struct serving *serving, rlim_t bytes)
{
    const struct rlimit limit = {.rlim_cur = bytes, .rlim_max = RLIM_INFINITY};
    cr_assert_eq(prlimit(serving->robot.pid, RLIMIT_FSIZE, &limit, NULL), 0);
}

Test(faults, a_full_disk_is_told_past_the_store_and_nothing_is_forgotten)
{
    struct serving serving = serve_start(config, journeys);
    free(serve_await(&serving, "/api/monitors", "\"state\":\"ok\""));
    limit_files(&serving, 4096);
    free(serve_await_file(&serving, "pages", "\"rule\":\"store\"", 1));
    free(serve_await_file(&serving, "pages", "alerts about them wait until", 1));
    demo_fault(serving.demo, broken); /* runs go on, and what they find is judged */
    free(serve_await(&serving, "/metrics",
                     "probe_success{journey=\"keys\",environment=\"demo\","
                     "location=\"test\"} 0"));
    limit_files(&serving, RLIM_INFINITY);
    free(serve_await_file(&serving, "pages", "\"rule\":\"store\"", 2));
    free(serve_await(&serving, "/api/monitors", "\"state\":\"firing\""));
    demo_clear(serving.demo);
    free(serve_await(&serving, "/api/monitors", "\"state\":\"ok\""));
    free(serve_await_file(&serving, "pages", "\"rule\":\"journey\"", 2));
    struct ran ran = serve_stop_keeping(&serving);
    cr_expect_not_null(strstr(ran.err, "the store fails"), "%s", ran.err);
    cr_expect_not_null(strstr(ran.err, "the store works again"), "%s", ran.err);
    expect_pairs(&serving);
    ran_done(&ran);
    serve_clear(&serving);
}

/* A thousand journeys of one app, all in one file. */
static char *crowd_config(void)
{
    char *text = malloc(sizeof config + 64);
    cr_assert_not_null(text);
    strcpy(text, config);
    char *at = strstr(text, "[keys.journey.yaml]");
    memmove(at + 1, at + 19, strlen(at + 19) + 1);
    at[0] = '.';
    return text;
}

Test(faults, a_thousand_journeys_failing_at_one_place_are_one_incident)
{
    const char **files = calloc(CROWD * 2 + 1, sizeof *files);
    static char names[CROWD][32], bodies[CROWD][256];
    char *yaml = crowd_config();
    cr_assert_not_null(files);
    for (int i = 0; i < CROWD; i++) {
        snprintf(names[i], sizeof names[i], "j%d.journey.yaml", i);
        snprintf(bodies[i], sizeof bodies[i],
                 "journey: j%d\nschedule: 10s\nsteps:\n  - name: public key\n"
                 "    http: ${base}/api/auth/public-key\n    assert: [{status: 200}]\n",
                 i);
        files[i * 2] = names[i];
        files[i * 2 + 1] = bodies[i];
    }
    struct serving serving = serve_start(yaml, files);
    demo_fault(serving.demo, broken);
    free(serve_await(&serving, "/api/incidents", "\"journeys\":["));
    char *page = NULL;
    for (int i = 0; i < 1200; i++) {
        free(page);
        page = serve_get(&serving, "/api/monitors", NULL);
        if (count_of(page, "\"state\":\"firing\"") >= CROWD * 9 / 10)
            break;
        pause_at_random(&(unsigned){1}, 100);
    }
    cr_expect_geq(count_of(page, "\"state\":\"firing\""), CROWD * 9 / 10);
    free(page);
    demo_clear(serving.demo);
    free(serve_await_file(&serving, "pages", "\"kind\":\"resolve\"", 1));
    struct ran ran = serve_stop_keeping(&serving);
    cr_expect_lt(count_of(pages_of(&serving), "\"kind\":\"trigger\""), 5, "%d triggers",
                 count_of(pages_of(&serving), "\"kind\":\"trigger\""));
    ran_done(&ran);
    serve_clear(&serving);
    free(files);
    free(yaml);
}
