/* SPDX-License-Identifier: Apache-2.0 */
/* Mails, read back by Python's parser: headers, threads, bodies; lines that mail servers take. */

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "tests/reporters/reading.h"
#include "tests/reporters/wire/rendered.h"
#include "tests/shared/fed.h"

static struct arena *arena;

static void begin(void)
{
    arena = arena_new();
}

static void end(void)
{
    arena_end(arena);
}

TestSuite(email, .init = begin, .fini = end);

static const char settings[] =
    "{server: 'smtp://mail.example.com:587', from: 巡检 <robot@example.com>, "
    "to: [张三 <zhang@example.com>, li@example.com], user: u, password: secret}";

static const struct json *read_back(const struct wire_request *request)
{
    struct json_error error;
    struct fed fed = fed_to(arena, "/usr/bin/python3 tests/mail/read_mail.py", request->body);
    cr_assert_eq(fed.code, 0, "%s", fed.words);
    const struct json *root =
        json_parse(arena, text_of(fed.words), &json_default_limits, &error);
    cr_assert_not_null(root, "%s: %s", error.message, fed.words);
    return root;
}

#define EXPECT_JSON(root, ...)                                           \
    reading_expect(arena, root, (const struct reading_row[])__VA_ARGS__, \
                   sizeof((const struct reading_row[])__VA_ARGS__) /     \
                       sizeof(struct reading_row))

Test(email, says_the_same_as_text_and_as_html)
{
    struct message message = rendered_trigger();
    message.text = "<script>alert(1)</script>";
    struct wire_request request = rendered(arena, "email", settings, &message);
    const struct json *root = read_back(&request);
    EXPECT_JSON(root, {{"defects", "[]"},
                       {"types", "[\"text/plain\",\"text/html\"]"},
                       {"headers/from", "\"巡检 <robot@example.com>\""},
                       {"headers/to", "\"张三 <zhang@example.com>, li@example.com\""},
                       {"headers/subject",
                        "\"【故障】严重 · 授信申请 在步骤 identity 失败（等待响应：超时）\""},
                       {"headers/date", "\"Tue, 14 Nov 2023 22:13:20 +0000\""},
                       {"headers/auto-submitted", "\"auto-generated\""},
                       {"headers/importance", "\"high\""}});
    const char *text = reading_at(arena, root, "texts/0"),
               *html = reading_at(arena, root, "texts/1");
    cr_expect(strstr(text, "详情: <script>alert(1)</script>\\n") != NULL, "%s", text);
    cr_expect(strstr(text, "查看详情: https://robot.example.com/incidents/41\\n") != NULL, "%s",
              text);
    cr_expect(strstr(html, "&lt;script&gt;alert(1)") != NULL, "%s", html);
    cr_expect(strstr(html, "<script>") == NULL);
    cr_expect(strstr(html, "href=\\\"https://robot.example.com/incidents/41\\\"") != NULL, "%s",
              html);
}

Test(email, goes_to_each_address_with_starttls_and_a_login)
{
    struct message message = rendered_trigger();
    struct wire_request request = rendered(arena, "email", settings, &message);
    cr_expect_eq(request.medium, WIRE_MAIL);
    cr_expect_str_eq(request.url, "smtp://mail.example.com:587");
    cr_expect_str_eq(request.from, "robot@example.com");
    cr_expect_str_eq(request.to[0], "zhang@example.com");
    cr_expect_str_eq(request.to[1], "li@example.com");
    cr_expect_null(request.to[2]);
    cr_expect(request.starttls);
    cr_expect_str_eq(request.user, "u");
    cr_expect(strstr(request.body.at, "secret") == NULL);
    request = rendered(
        arena, "email",
        "{server: 'smtps://m:465', from: a@b.c, to: d@e.f, user: u, password: p}", &message);
    cr_expect_not(request.starttls, "TLS is there from the first byte");
}

Test(email, an_incident_is_one_thread)
{
    struct message message = rendered_trigger();
    static const char first[] =
        "\"<0123456789abcdef0123456789abcdef.41.1699999875000@example.com>\"";
    struct wire_request request = rendered(arena, "email", settings, &message);
    EXPECT_JSON(read_back(&request),
                {{"headers/message-id", first}, {"headers/references", "(absent)"}});
    message = rendered_resolve();
    request = rendered(arena, "email", settings, &message);
    EXPECT_JSON(read_back(&request),
                {{"headers/message-id",
                  "\"<0123456789abcdef0123456789abcdef.41.1699999875000.resolve.1700000175000@"
                  "example.com>\""},
                 {"headers/in-reply-to", first},
                 {"headers/references", first},
                 {"headers/importance", "(absent)"},
                 {"headers/subject", "\"【已恢复】授信申请\""}});
}

static void expect_lines(struct text body)
{
    size_t from = 0;
    while (from < body.length) {
        ptrdiff_t end_of_line = text_find(body, text_of("\n"), from);
        cr_assert_geq(end_of_line, 1, "the last line has an end");
        cr_assert_eq(body.at[end_of_line - 1], '\r', "a bare LF");
        cr_assert_leq((size_t)end_of_line - from, 200, "a line of %zu",
                      (size_t)end_of_line - from);
        from = (size_t)end_of_line + 1;
    }
    for (size_t i = 0; i < body.length; i++)
        cr_assert((unsigned char)body.at[i] < 0x7f, "a byte servers without 8BITMIME refuse");
}

Test(email, whatever_a_message_holds_it_stays_a_mail_with_its_own_headers_only)
{
    static const char *const parts[] = {
        "x",        "汉", "😀",    "=?UTF-8?B?eA==?=", "\r\nBcc: all@evil.example\r\n\r\n",
        "\x01\x02", "\"", ".\r\n"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        struct message message = rendered_resolve();
        message.title = message.journey = message.journey_title = message.text = message.owner =
            message.incident = message.key = message.changed =
                rendered_long(arena, parts[i], 5000);
        struct wire_request request = rendered(arena, "email", settings, &message);
        const struct json *root = read_back(&request);
        expect_lines(request.body);
        EXPECT_JSON(root, {{"defects", "[]"},
                           {"headers/bcc", "(absent)"},
                           {"types", "[\"text/plain\",\"text/html\"]"},
                           {"count", "11"}});
    }
}

Test(email, a_refused_login_waits_for_its_repair_and_a_refused_mail_does_not)
{
    static const struct rendered_row rows[] = {
        {"taken", 250, "", WIRE_ACCEPTED, NULL},
        {"try again", 451, "", WIRE_RETRY, "451"},
        {"no such mailbox", 550, "", WIRE_REFUSED, "550"},
        {"a wrong password", 535, "", WIRE_RETRY, "refused the login"},
        {"a login is asked for", 530, "", WIRE_RETRY, "refused the login"},
    };
    rendered_judges(arena, "email", settings, rows, sizeof rows / sizeof rows[0]);
}

Test(email, settings_that_are_wrong_are_refused)
{
    static const char *const wrong[] = {
        "{server: 'http://m', from: a@b.c, to: d@e.f}",
        "{server: 'smtp://', from: a@b.c, to: d@e.f}",
        "{server: 'smtp://u:p@m', from: a@b.c, to: d@e.f}",
        "{server: 'smtp://m', from: nobody, to: d@e.f}",
        "{server: 'smtp://m', from: a@b.c, to: 'd@e.f, g@h.i'}",
        "{server: 'smtp://m', from: a@b.c, to: 'd@e.f>'}",
        "{server: 'smtp://m', from: a@b.c, to: []}",
        "{server: 'smtp://m', from: a@b.c, to: d@e.f, user: u}",
        "{server: 'smtp://m', from: a@b.c, to: d@e.f, user: u, password: p, starttls: false}",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        cr_expect(rendered_refuses(arena, "email", wrong[i]), "%s", wrong[i]);
    cr_expect_not(
        rendered_refuses(arena, "email", "{server: 'smtp://m', from: a@b.c, to: d@e.f}"));
}
