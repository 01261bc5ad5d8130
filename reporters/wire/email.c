/* SPDX-License-Identifier: Apache-2.0 */
/* email.c - a mail as text and HTML, by SMTP.
 *
 * An incident is one thread: the trigger's Message-ID is made of the incident, all that follows refers
 * to it (RFC 5322 section 3.6.4). A mail that is sent twice, because the server's yes was lost, has
 * the same Message-ID twice, and mail programs show it once. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "document/bind.h"
#include "model/wire.h"
#include "reporters/file/markup.h"
#include "reporters/wire/mail.h"
#include "reporters/wire/say.h"
#include "reporters/wire/tell.h"

#include <inttypes.h>
#include <string.h>

enum { MOST_TEXT = 64 * 1024, MOST_RECIPIENTS = 100, AUTH_REFUSED = 535 };

struct email {
    const char *server, *from, *user, *password, *ca_file;
    const char *const *to;
    struct place server_at, from_at, user_at;
    const struct place *to_at;
    bool starttls;
    int language;
    int64_t timeout_ns;
};

static const struct field fields[] = {
    {.name = "server",
     .type = FIELD_TEXT,
     .at = offsetof(struct email, server),
     .place_at = offsetof(struct email, server_at),
     .required = true,
     .text = "smtp://HOST:587, or smtps://HOST:465 for TLS from the first byte"},
    {.name = "from",
     .type = FIELD_TEXT,
     .at = offsetof(struct email, from),
     .place_at = offsetof(struct email, from_at),
     .required = true,
     .text = "robot@example.com, or 巡检 <robot@example.com>"},
    {.name = "to",
     .type = FIELD_TEXTS,
     .at = offsetof(struct email, to),
     .places_at = offsetof(struct email, to_at),
     .least = 1,
     .most = MOST_RECIPIENTS,
     .required = true,
     .text = "who gets it"},
    {.name = "user",
     .type = FIELD_TEXT,
     .at = offsetof(struct email, user),
     .place_at = offsetof(struct email, user_at),
     .text = "for the server's AUTH"},
    {.name = "password",
     .type = FIELD_TEXT,
     .at = offsetof(struct email, password),
     .secret = true,
     .text = "for the server's AUTH"},
    {.name = "starttls",
     .type = FIELD_FLAG,
     .at = offsetof(struct email, starttls),
     .fallback = "true",
     .text = "nothing is sent to a server that does not offer it; false: plain text"},
    TELL_CA_FIELD(struct email),
    TELL_LANGUAGE_FIELD(struct email),
    {.name = "timeout",
     .type = FIELD_DURATION,
     .at = offsetof(struct email, timeout_ns),
     .least = 100000000,
     .most = 120000000000,
     .fallback = "30s",
     .text = "how long a mail may take"},
    {0},
};

static void complain(struct reading *reading, struct place at, const char *what,
                     const char *given, const char *hint)
{
    struct diag *diag = diag_add(reading->diags, at, "%s, got \"%.100s\"", what, given);
    diag->hint = hint;
}

static bool is_server(const char *url)
{
    const char *rest = strncmp(url, "smtp://", 7) == 0    ? url + 7
                       : strncmp(url, "smtps://", 8) == 0 ? url + 8
                                                          : "";
    return rest[0] != '\0' && strcspn(rest, "@/?# \t\r\n") == strlen(rest);
}

static void check(struct reading *reading, const struct node *at, void *into)
{
    const struct email *email = into;
    struct mail_address address;
    (void)at;
    if (!is_server(email->server))
        complain(reading, email->server_at, "expected smtp://HOST:PORT or smtps://HOST:PORT",
                 email->server, "user and password are keys of their own");
    if (!mail_address(reading->arena, email->from, &address))
        complain(reading, email->from_at, "expected a mail address", email->from, NULL);
    for (size_t i = 0; email->to[i] != NULL; i++)
        if (!mail_address(reading->arena, email->to[i], &address))
            complain(reading, email->to_at[i], "expected a mail address", email->to[i], NULL);
    if ((email->user == NULL) != (email->password == NULL))
        diag_add(reading->diags, email->user != NULL ? email->user_at : email->server_at,
                 "user and password belong together");
    if (email->password != NULL && !email->starttls && strncmp(email->server, "smtps:", 6) != 0)
        diag_add(reading->diags, email->server_at,
                 "a password is not sent in the clear: starttls, or smtps://");
}

static const struct field_table table = {.name = "email",
                                         .text = "mail by SMTP",
                                         .size = sizeof(struct email),
                                         .fields = fields,
                                         .check = check};

/* --- headers --------------------------------------------------------------------------------- */

/* Letters, digits and hyphens of whatever names an incident. */
static const char *as_atom(struct arena *arena, const char *string)
{
    char *atom = arena_strdup(arena, say_cut(arena, string, 64)), *to = atom;
    for (const char *at = atom; *at != '\0'; at++)
        if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", *at) !=
            NULL)
            *to++ = *at;
    *to = '\0';
    return atom[0] != '\0' ? atom : "0"; /* dots need something between them */
}

/* The incident's number may begin anew with a new store: the key and the beginning stand beside it. */
static const char *thread_of(struct arena *arena, const struct message *message)
{
    return arena_printf(arena, "%s.%s.%" PRId64, as_atom(arena, message->key),
                        as_atom(arena, message->incident), message->started_utc_ns / 1000000);
}

static void add_identity(struct arena *arena, const struct message *message, const char *domain,
                         struct buffer *out)
{
    const char *thread = thread_of(arena, message);
    if (message->kind == MESSAGE_TRIGGER || message->kind == MESSAGE_TEST) {
        buffer_printf(out, "Message-ID: <%s@%s>\r\n", thread, domain);
        return;
    }
    buffer_printf(out, "Message-ID: <%s.%s.%" PRId64 "@%s>\r\n", thread,
                  message_kind_name(message->kind), message->said_utc_ns / 1000000, domain);
    buffer_printf(out, "In-Reply-To: <%s@%s>\r\n", thread, domain);
    buffer_printf(out, "References: <%s@%s>\r\n", thread, domain);
}

static void add_headers(const struct email *to, const struct message *message,
                        const struct told_message *told, int64_t now_utc_ns,
                        struct arena *arena, struct buffer *out)
{
    struct mail_address from, list[MOST_RECIPIENTS];
    size_t count = 0;
    must(mail_address(arena, to->from, &from));
    for (; to->to[count] != NULL; count++)
        must(mail_address(arena, to->to[count], &list[count]));
    mail_addresses("From", &from, 1, out);
    mail_addresses("To", list, count, out);
    mail_header("Subject", told->headline, out);
    mail_header("Date", mail_date(arena, now_utc_ns), out);
    add_identity(arena, message, strchr(from.address, '@') + 1, out);
    buffer_add_string(out,
                      "Auto-Submitted: auto-generated\r\n"); /* RFC 3834: no holiday replies */
    buffer_printf(out, "X-Xunjian-Key: %s\r\n", as_atom(arena, message->key));
    if (tell_calls(message) && strcmp(message->severity, "critical") == 0)
        buffer_add_string(out, "Importance: high\r\n");
    buffer_add_string(out, "MIME-Version: 1.0\r\n");
}

/* --- bodies ---------------------------------------------------------------------------------- */

static void add_link(const char *label, const char *link, struct buffer *out)
{
    if (link[0] == '\0')
        return;
    buffer_add_string(out, "<a style=\"margin-right:1em\"");
    markup_attribute("href", text_of(link), out);
    buffer_add_char(out, '>');
    markup_string(label, out);
    buffer_add_string(out, "</a>");
}

static void add_page(const struct told_message *told, struct buffer *out)
{
    buffer_add_string(out, "<!doctype html><html><body style=\"font-family:sans-serif\"><h3>");
    markup_string(told->headline, out);
    buffer_add_string(out, "</h3><table cellpadding=\"4\">");
    for (size_t i = 0; i < told->count; i++) {
        buffer_add_string(out, "<tr><th align=\"left\" valign=\"top\" nowrap>");
        markup_string(told->facts[i].label, out);
        buffer_add_string(out, "</th><td>");
        markup_string(told->facts[i].value, out);
        buffer_add_string(out, "</td></tr>");
    }
    buffer_add_string(out, "</table><p>");
    add_link(told->link_label, told->link, out);
    add_link(told->runbook_label, told->runbook, out);
    buffer_add_string(out, "</p></body></html>\n");
}

/* The boundary holds "=_", which base64 lines cannot (RFC 2045 section 6.7). */
static void add_bodies(const struct told_message *told, struct arena *arena, struct buffer *out)
{
    static const char boundary[] = "=_xunjian";
    struct buffer page;
    const char *text =
        arena_printf(arena, "%s\n", tell_lines(arena, told, &tell_mail_style, MOST_TEXT));
    buffer_init(&page, SAY_MOST_BODY);
    add_page(told, &page);
    buffer_printf(out, "Content-Type: multipart/alternative; boundary=\"%s\"\r\n\r\n--%s\r\n",
                  boundary, boundary);
    mail_part("text/plain", text_of(text), out);
    buffer_printf(out, "--%s\r\n", boundary);
    mail_part("text/html", buffer_text(&page), out);
    buffer_printf(out, "--%s--\r\n", boundary);
    buffer_done(&page);
}

static const char *const *envelope(const struct email *to, struct arena *arena)
{
    const char **list = arena_array(arena, MOST_RECIPIENTS + 1, const char *);
    struct mail_address address;
    for (size_t i = 0; to->to[i] != NULL; i++) {
        must(mail_address(arena, to->to[i], &address));
        list[i] = address.address;
    }
    return list;
}

static void render(const void *params, const struct message *message, int64_t now_utc_ns,
                   struct arena *arena, struct wire_request *ret)
{
    const struct email *to = params;
    struct told_message told;
    struct mail_address from;
    struct buffer out;
    must(mail_address(arena, to->from, &from));
    tell(arena, message, (enum tell_language)to->language, now_utc_ns, &told);
    buffer_init(&out, SAY_MOST_BODY);
    add_headers(to, message, &told, now_utc_ns, arena, &out);
    add_bodies(&told, arena, &out);
    *ret = (struct wire_request){
        .medium = WIRE_MAIL,
        .url = to->server,
        .from = from.address,
        .to = envelope(to, arena),
        .user = to->user,
        .password = to->password,
        .ca_file = to->ca_file,
        .starttls = to->starttls && strncmp(to->server, "smtps:", 6) != 0,
        .body = say_body(arena, &out),
        .timeout_ns = to->timeout_ns,
    };
}

/* 4xx is for now, 5xx for good (RFC 5321 section 4.2.1); but a login that is refused is repaired by
 * people, and what was to be said waits until then (RFC 4954 section 6). */
static enum wire_verdict judge(const void *params, const struct wire_answer *answer,
                               struct arena *arena, const char **ret_why)
{
    int status = answer->status;
    (void)params;
    *ret_why = arena_printf(arena, "the mail server answered %d", status);
    if (status >= 200 && status < 300)
        return WIRE_ACCEPTED;
    if (status == 530 || status == 534 || status == AUTH_REFUSED || status == 538) {
        *ret_why = arena_printf(arena, "the mail server refused the login: %d", status);
        return WIRE_RETRY;
    }
    return status >= 500 ? WIRE_REFUSED : WIRE_RETRY;
}

const struct wire wire_email = {
    .name = "email",
    .text = "mail by SMTP: text and HTML, one thread for each incident",
    .params = &table,
    .per_minute = 60,
    .render = render,
    .judge = judge,
};
