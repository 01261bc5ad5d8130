/* SPDX-License-Identifier: Apache-2.0 */
/* exchange.c - one request and its answer, with the proof. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "base/units.h"
#include "reporters/file/clean.h"
#include "reporters/file/html/html.h"
#include "reporters/file/told_page.h"

#include <string.h>

/* Enough of a picture to know it by. */
enum { BINARY_BYTES = 256 };

static void put_phases(struct html *h, const struct timing *time)
{
    html_raw(h, "<p class=\"phases\">");
    for (int p = 0; p < NETWORK_PHASES; p++) {
        if (time->phase_ns[p] < 0)
            continue;
        buffer_printf(h->out, "<span><i class=\"p-%s\"></i>", phase_name((enum phase)p));
        html_word(h, word_of_phase((enum phase)p));
        html_raw(h, " ");
        html_duration(h, time->phase_ns[p]);
        html_raw(h, "</span> ");
    }
    if (time->total_ns >= 0) {
        html_raw(h, "<span><b>");
        html_say(h, WORD_TOTAL);
        html_raw(h, " ");
        html_duration(h, time->total_ns);
        html_raw(h, "</b> &plusmn;");
        html_duration(h, time->uncertainty_ns);
        html_raw(h, "</span>");
    }
    html_raw(h, "</p>\n");
}

static void put_answer_line(struct html *h, const struct exchange *e)
{
    if (e->status == 0 && e->method == NULL)
        return;
    html_fact_open(h, WORD_ANSWER);
    if (e->status == 0) {
        html_say(h, WORD_NO_ANSWER);
    } else {
        html_string(h, e->protocol);
        buffer_printf(h->out, " %d, %lld ", e->status, (long long)e->body_bytes);
        html_say(h, WORD_BYTES);
    }
    html_fact_close(h);
}

static void put_remote(struct html *h, const struct exchange *e)
{
    if (e->remote_address == NULL)
        return;
    bool six = strchr(e->remote_address, ':') != NULL;
    html_fact_open(h, WORD_ADDRESS);
    html_string(h, arena_printf(h->arena, six ? "[%s]:%d" : "%s:%d", e->remote_address,
                                e->remote_port));
    if (e->reused) {
        html_raw(h, ", ");
        html_say(h, WORD_REUSED);
    }
    html_fact_close(h);
}

static const char *tls_of(struct html *h, const struct exchange *e)
{
    return arena_printf(h->arena, "%s %s", e->tls_version,
                        e->tls_cipher != NULL ? e->tls_cipher : "");
}

static void put_facts(struct html *h, const struct exchange *e)
{
    html_raw(h, "<dl class=\"facts\">\n");
    put_answer_line(h, e);
    if (e->fault.reason != REASON_NONE)
        html_fact(h, WORD_MESSAGE, text_of(e->fault.message));
    put_remote(h, e);
    if (e->tls_version != NULL)
        html_fact(h, WORD_TLS, text_of(tls_of(h, e)));
    html_fact(h, WORD_VERIFY_ERROR, text_of(e->tls_verify_error));
    html_fact(h, WORD_REDIRECT, e->redirect_url);
    html_raw(h, "</dl>\n");
}

static void put_headers(struct html *h, const struct headers *headers)
{
    if (headers->count == 0)
        return;
    html_raw(h, "<dl class=\"pairs\">\n");
    for (size_t i = 0; i < headers->count; i++) {
        html_raw(h, "<div><dt>");
        html_text(h, headers->items[i].name);
        html_raw(h, "</dt><dd>");
        html_text(h, headers->items[i].value);
        html_raw(h, "</dd></div>\n");
    }
    html_raw(h, "</dl>\n");
}

static void put_body(struct html *h, struct text body, size_t most)
{
    struct excerpt part;
    if (body.length == 0)
        return;
    excerpt_init(&part, body, most);
    html_raw(h, "<pre tabindex=\"0\">");
    if (part.is_text)
        html_text(h, part.text);
    else
        html_text(h, encode_hex(h->arena, text_slice(part.text, 0, BINARY_BYTES)));
    html_raw(h, "</pre>\n");
    if (part.cut || (!part.is_text && part.text.length > BINARY_BYTES)) {
        html_raw(h, "<p class=\"gloss\">");
        html_say(h, WORD_CUT);
        html_raw(h, "</p>\n");
    }
    excerpt_done(&part);
}

static void put_message(struct html *h, enum word_name name, const struct headers *headers,
                        struct text body, size_t most, bool open)
{
    if (headers->count == 0 && body.length == 0)
        return;
    buffer_printf(h->out, "<details class=\"part\"%s><summary>", open ? " open" : "");
    html_say(h, name);
    html_raw(h, "</summary>\n");
    put_headers(h, headers);
    put_body(h, body, most);
    html_raw(h, "</details>\n");
}

static void put_talk(struct html *h, const struct exchange *e, size_t most)
{
    const struct socket_talk *socket = e->socket;
    if (socket == NULL)
        return;
    html_raw(h, "<details class=\"part\"><summary>");
    html_say(h, WORD_MESSAGES);
    buffer_printf(h->out, " (&uarr; %lld &darr; %lld)</summary>\n<ol class=\"rows\">\n",
                  (long long)socket->sent, (long long)socket->received);
    for (size_t i = 0; i < socket->count && i < most; i++) {
        const struct socket_message *m = &socket->messages[i];
        html_raw(h, m->sent ? "<li><b>&uarr;</b>" : "<li><b>&darr;</b>");
        html_raw(h, " <span class=\"gloss\">+");
        html_duration(h, m->at_ns > e->started_ns ? m->at_ns - e->started_ns : 0);
        buffer_printf(h->out, ", %lld ", (long long)m->bytes);
        html_say(h, WORD_BYTES);
        html_raw(h, "</span>");
        put_body(h, m->data, MESSAGE_BYTES);
        html_raw(h, "</li>\n");
    }
    html_raw(h, socket->count > most || socket->sent + socket->received > (int64_t)socket->count
                    ? "<li>&hellip;</li></ol></details>\n"
                    : "</ol></details>\n");
}

static void put_certificate(struct html *h, const struct certificate *c)
{
    struct buffer names;
    html_raw(h, "<li><dl class=\"pairs\">\n");
    html_fact(h, WORD_SUBJECT, text_of(c->subject));
    html_fact(h, WORD_ISSUER, text_of(c->issuer));
    html_fact(
        h, WORD_VALID,
        text_of(arena_printf(h->arena, "%s / %s", utc_text(h->arena, c->not_before_utc_ns),
                             utc_text(h->arena, c->not_after_utc_ns))));
    buffer_init(&names, 1 << 16);
    for (size_t i = 0; i < c->name_count; i++)
        buffer_printf(&names, "%s%s", i > 0 ? ", " : "", c->names[i]);
    html_fact(h, WORD_NAMES, buffer_text(&names));
    buffer_done(&names);
    html_fact(h, WORD_KEY, text_of(c->key));
    html_fact(h, WORD_SIGNATURE, text_of(c->signature));
    html_fact(h, WORD_SERIAL, text_of(c->serial));
    html_fact(h, WORD_FINGERPRINT, text_of(c->sha256));
    html_raw(h, "</dl></li>\n");
}

static void put_certificates(struct html *h, const struct exchange *e)
{
    if (e->certificate_count == 0)
        return;
    buffer_printf(h->out, "<details class=\"part\"%s><summary>",
                  e->tls_verify_error != NULL ? " open" : "");
    html_say(h, WORD_CERTIFICATES);
    buffer_printf(h->out, " (%zu)</summary>\n<ol>\n", e->certificate_count);
    for (size_t i = 0; i < e->certificate_count; i++)
        put_certificate(h, &e->certificates[i]);
    html_raw(h, "</ol></details>\n");
}

void html_exchange(struct html *h, const struct tried *tried, size_t index,
                   struct html_scale scale)
{
    const struct exchange *e = &tried->saw->exchanges[index];
    bool passed = tried->verdict == VERDICT_PASS;
    bool open = !passed && index + 1 == tried->saw->exchange_count;
    bool told = told_readable(e) || told_missed(e); /* not a page's every font and script */
    size_t most = passed ? BODY_BYTES_PASSED : BODY_BYTES_FAILED;
    html_raw(h, "<div class=\"exchange\">\n<p class=\"asked\"><b>");
    html_string(h, e->method != NULL ? e->method : tried->saw->kind);
    html_raw(h, "</b> <code>");
    html_text(h, e->url);
    html_raw(h, "</code></p>\n");
    html_bar_of_exchange(h, tried->saw, index, scale);
    put_phases(h, &e->time);
    put_facts(h, e);
    put_message(h, WORD_REQUEST, &e->request_headers, e->request_body, most, false);
    put_message(h, WORD_ANSWER, &e->headers, told ? e->body : text_of(NULL), most, open);
    put_talk(h, e, passed ? MESSAGES_PASSED : MESSAGES_FAILED);
    put_certificates(h, e);
    html_raw(h, "</div>\n");
}
