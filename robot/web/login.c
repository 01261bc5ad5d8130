/* SPDX-License-Identifier: Apache-2.0 */
/* login.c - the login form's other end. */
#include "web/login.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "web/guard.h"
#include "web/inside.h"
#include "web/token.h"

#include <string.h>

enum { MOST_PLACE = 500 };

/* A member of the form, by "NAME="; empty when it is not there. */
static struct text form_member(struct request *request, const char *name)
{
    struct text rest = request->body, value = {0};
    while (rest.length > 0) {
        ptrdiff_t end = text_find(rest, text_of("&"), 0);
        struct text part = text_slice(rest, 0, end < 0 ? rest.length : (size_t)end);
        rest = text_slice(rest, part.length + 1, rest.length);
        if (text_starts_with(part, text_of(name)) &&
            decode_url(request->arena, text_slice(part, strlen(name), part.length), &value))
            return text_trim(value);
    }
    return (struct text){0};
}

/* Where somebody was going when he was asked to log in, if that is a place of ours: a path, and never
 * the beginning of another host's address ("//evil.example"). */
static const char *wanted_place(struct request *request)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789-_.~%@:+/";
    struct text to = form_member(request, "to=");
    const char *place = text_string(request->arena, to);
    bool ours = to.length > 1 && to.length < MOST_PLACE && place[0] == '/' && place[1] != '/' &&
                strspn(place, allowed) == to.length;
    return ours ? place : "/";
}

static void go_to(struct answer *answer, const char *place)
{
    answer->status = 303;
    answer_header(answer, "Location", place);
    answer_text(answer, "text/plain; charset=utf-8", "see the other page\n");
}

static const char *cookie(struct request *request, const char *value, int64_t age_s)
{
    return arena_printf(request->arena,
                        "%s=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%lld%s",
                        request->web->cookie, value, (long long)age_s,
                        request->web->certificate != NULL ? "; Secure" : "");
}

void login_open(struct request *request, struct answer *answer)
{
    struct web *web = request->web;
    if (web->token_hash == NULL) {
        go_to(answer, "/");
        return;
    }
    if (!guard_throttle(request, answer))
        return;
    if (!token_matches(web->token_hash, form_member(request, "token="))) {
        guard_failed(request);
        go_to(answer, "/login?wrong=1");
        return;
    }
    const char *id = sessions_open(&web->sessions, request->arena, clock_now_ns());
    if (id == NULL) {
        answer_error(request, answer, 503, "no_chance", "the system gave no random bytes");
        return;
    }
    answer_header(answer, "Set-Cookie", cookie(request, id, INT64_C(7) * 24 * 3600));
    go_to(answer, wanted_place(request));
}

void login_close(struct request *request, struct answer *answer)
{
    if (request->session.length > 0)
        sessions_close(&request->web->sessions, request->session);
    answer_header(answer, "Set-Cookie", cookie(request, "", 0));
    go_to(answer, "/login");
}

void login_session(struct request *request, struct answer *answer)
{
    struct web *web = request->web;
    answer->secret = true;
    struct json_out out = answer_json(answer);
    json_out_open(&out, NULL, '{');
    json_out_string(&out, "csrf",
                    sessions_csrf(&web->sessions, request->session, request->arena));
    json_out_bool(&out, "can_log_out", request->session.length > 0);
    json_out_bool(&out, "map",
                  web->backend.map(web->backend.thing, request->arena).graph != NULL);
    json_out_string(&out, "location", web->location);
    json_out_string(&out, "version", web->version);
    json_out_utc(&out, "started", web->started_utc_ns);
    json_out_utc(&out, "now", clock_now_utc_ns());
    json_out_close(&out, '}');
}
