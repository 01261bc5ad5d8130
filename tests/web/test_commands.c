/* SPDX-License-Identifier: Apache-2.0 */
/* What people do from the page, and the word that something changed. */
#include "tests/web/ask.h"

#include "base/arena.h"
#include "base/clock.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static const char *csrf_of(struct asked *asked)
{
    struct said_back said = get(asked, "/api/session");
    const char *at = strstr(said.body, "\"csrf\":\"");
    cr_assert_not_null(at);
    return arena_printf(asked->arena, "X-CSRF-Token: %.64s", at + 8);
}

struct command_row {
    const char *text, *method, *path, *body;
    int status;
    const char *said; /* by the backend; NULL: it was not asked */
    const char *told; /* in the answer */
};

#define LATER "4102444800"

static const struct command_row rows[] = {
    {"an incident is taken", "POST", "/api/incidents/i-1/acknowledge",
     "{\"who\":\"李雷\",\"text\":\"我来\"}", 200, "acknowledge i-1 by 李雷: 我来",
     "\"done\":true"},
    {"nobody takes it", "POST", "/api/incidents/i-1/acknowledge", "{\"text\":\"on it\"}", 400,
     NULL, "who: expected a name"},
    {"blanks are nobody", "POST", "/api/incidents/i-1/acknowledge", "{\"who\":\"  \"}", 400,
     NULL, "who: expected a name"},
    {"a note", "POST", "/api/incidents/a%2Fb/note", "{\"who\":\"Li\",\"text\":\"seen\"}", 200,
     "note a/b by Li: seen", "\"done\":true"},
    {"an empty note", "POST", "/api/incidents/i-1/note", "{\"who\":\"Li\"}", 400, NULL,
     "text: expected a note"},
    {"a run now", "POST", "/api/run", "{\"journey\":\"login\",\"environment\":\"staging\"}",
     202, "run login@staging", "\"done\":true"},
    {"a run of nothing", "POST", "/api/run", "{}", 400, NULL, "journey: expected"},
    {"a mute with a name", "POST", "/api/mutes",
     "{\"who\":\"Li\",\"name\":\"release\",\"to\":" LATER ",\"from\":4102440000,"
     "\"journeys\":[\"login\",\"pay\"]}",
     201, "mute release by Li:  for login", "\"name\":\"release\""},
    {"a mute without one", "POST", "/api/mutes",
     "{\"who\":\"Li\",\"from\":4102440000,\"to\":" LATER ",\"tags\":[]}", 201, "mute mute-",
     "\"name\":\"mute-"},
    {"a mute by moments", "POST", "/api/mutes",
     "{\"who\":\"Li\",\"name\":\"release\",\"from\":\"2100-01-01T08:00:00+08:00\","
     "\"to\":\"2100-01-01T02:00:00Z\",\"journeys\":[\"login\"]}",
     201, "mute release by Li:  for login", "\"name\":\"release\""},
    {"a mute by a moment nobody knows where", "POST", "/api/mutes",
     "{\"who\":\"Li\",\"to\":\"2100-01-01T02:00:00\"}", 400, NULL, "+08:00"},
    {"a mute for ever", "POST", "/api/mutes", "{\"who\":\"Li\",\"to\":9000000000}", 400, NULL,
     "at most a year"},
    {"a mute that is over", "POST", "/api/mutes", "{\"who\":\"Li\",\"to\":1700000000}", 400,
     NULL, "to: expected a moment"},
    {"a mute without an end", "POST", "/api/mutes", "{\"who\":\"Li\"}", 400, NULL,
     "to: expected"},
    {"a mute of words", "POST", "/api/mutes", "{\"who\":\"Li\",\"to\":\"tomorrow\"}", 400, NULL,
     "Unix seconds"},
    {"a list that is none", "POST", "/api/mutes",
     "{\"who\":\"Li\",\"to\":" LATER ",\"journeys\":\"login\"}", 400, NULL,
     "journeys: expected a list"},
    {"a list of numbers", "POST", "/api/mutes",
     "{\"who\":\"Li\",\"to\":" LATER ",\"journeys\":[1]}", 400, NULL,
     "journeys: expected a list"},
    {"an unmute", "DELETE", "/api/mutes/release?who=Li", NULL, 200,
     "unmute release by Li: ", "\"done\":true"},
    {"no JSON", "POST", "/api/run", "journey=login", 400, NULL, "no JSON object"},
    {"no object", "POST", "/api/run", "[]", 400, NULL, "no JSON object"},
    {"a NUL within", "POST", "/api/run", "{\"journey\":\"a\\u0000b\"}", 400, NULL, "journey:"},
    {"too deep", "POST", "/api/run", "{\"journey\":[[[[[[[[[[1]]]]]]]]]]}", 400, NULL, "JSON"},
};

Test(commands, each_reaches_the_backend_or_is_told_what_is_wrong)
{
    struct asked asked;
    asked_start(&asked, &(struct web_rule){0}, "/nowhere");
    cr_assert_not_null(asked.web, "%s", asked.why);
    const char *headers[] = {csrf_of(&asked), "Content-Type: application/json", NULL};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct command_row *row = &rows[i];
        asked.fake.said[0] = '\0';
        struct said_back said = ask(&asked, row->method, row->path, headers, row->body);
        cr_expect_eq(said.status, row->status, "%s: %d %s", row->text, said.status, said.body);
        cr_expect_not_null(strstr(said.body, row->told), "%s: %s", row->text, said.body);
        if (row->said == NULL)
            cr_expect_str_empty(asked.fake.said, "%s", row->text);
        else
            cr_expect_eq(strncmp(asked.fake.said, row->said, strlen(row->said)), 0, "%s: %s",
                         row->text, asked.fake.said);
    }
    static const char *const form[] = {"Content-Type: text/plain", NULL};
    const char *as_text[] = {headers[0], form[0], NULL};
    cr_expect_eq(ask(&asked, "POST", "/api/run", as_text, "{\"journey\":\"a\"}").status, 415);
    asked.fake.refuses = true;
    struct said_back no = ask(&asked, "POST", "/api/run", headers, "{\"journey\":\"login\"}");
    cr_expect_eq(no.status, 409);
    cr_expect_not_null(strstr(no.body, "it is running already"));
    asked_stop(&asked);
}

/* Reads an event stream until `times` events came. */
static const char *hear(struct asked *asked, int fd, int times)
{
    char *heard = arena_alloc(asked->arena, 8192);
    size_t length = 0;
    for (int seen = 0; seen < times;) {
        ssize_t got = recv(fd, heard + length, 8191 - length, 0);
        if (got <= 0)
            break;
        length += (size_t)got;
        seen = 0;
        for (const char *at = heard; (at = strstr(at, "data: ")) != NULL; at++)
            seen++;
    }
    return heard;
}

static int stream_of(struct asked *asked)
{
    static const char question[] = "GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
    struct timeval patience = {.tv_sec = 60};
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port =
                                 htons((uint16_t)atoi(strrchr(web_url(asked->web), ':') + 1)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    cr_assert(connect(fd, (struct sockaddr *)&at, sizeof at) == 0);
    cr_assert(send(fd, question, sizeof question - 1, MSG_NOSIGNAL) > 0);
    return fd;
}

Test(events, a_change_is_told_and_a_stop_ends_the_stream)
{
    struct asked asked;
    asked_start(&asked, &(struct web_rule){.connections = 8}, "/nowhere");
    cr_assert_not_null(asked.web, "%s", asked.why);
    int fd = stream_of(&asked);
    const char *first = hear(&asked, fd, 1);
    cr_expect_not_null(strstr(first, "Content-Type: text/event-stream"), "%s", first);
    cr_expect_not_null(strstr(first, "data: 0"), "%s", first);
    fake_change(&asked.fake);
    cr_expect_not_null(strstr(hear(&asked, fd, 1), "data: 1"));
    asked_stop(&asked);
    char rest[256];
    ssize_t length;
    while ((length = recv(fd, rest, sizeof rest, 0)) > 0)
        ;
    cr_expect_eq(length, 0, "the stream ends");
    close(fd);
}

Test(events, open_pages_leave_half_of_the_connections_for_questions)
{
    struct asked asked;
    asked_start(&asked, &(struct web_rule){.connections = 8}, "/nowhere");
    int fds[4];
    for (int i = 0; i < 3; i++) {
        fds[i] = stream_of(&asked);
        cr_expect_not_null(strstr(hear(&asked, fds[i], 1), "data: "));
    }
    cr_expect_eq(get(&asked, "/-/healthy").status, 200);
    for (int i = 0; i < 3; i++)
        close(fds[i]);
    asked_stop(&asked);
}
