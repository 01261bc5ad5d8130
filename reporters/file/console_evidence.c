/* SPDX-License-Identifier: Apache-2.0 */
/* console_evidence.c - findings and exchanges: where somebody on call begins to look. */

#include "reporters/file/console_evidence.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/units.h"
#include "reporters/file/clean.h"
#include "reporters/file/plain.h"

#include <string.h>

enum { BODY_COLUMNS = 160 };

void console_fact(const char *indent, const char *field, struct text value, struct buffer *out)
{
    if (value.length == 0)
        return;
    buffer_printf(out, "%s%-9s ", indent, field);
    plain_put(value, out);
    buffer_add_char(out, '\n');
}

void console_place(const char *indent, const struct place *at, struct buffer *out)
{
    struct arena *scratch = arena_new();
    if (at->source != NULL)
        console_fact(
            indent, "at",
            text_of(arena_printf(scratch, "%s:%d:%d", at->source->name, at->line, at->column)),
            out);
    arena_end(scratch);
}

void console_findings(const struct tried *tried, bool all, const char *indent,
                      struct buffer *out)
{
    struct arena *scratch = arena_new();
    const char *deeper = arena_printf(scratch, "%s  ", indent);
    for (size_t i = 0; i < tried->finding_count; i++) {
        const struct finding *f = &tried->findings[i];
        if (!all && f->verdict == VERDICT_PASS)
            continue;
        buffer_add_string(out, indent);
        plain_put(text_of(f->check), out);
        if (all)
            buffer_printf(out, ": %s", verdict_name(f->verdict));
        buffer_add_string(out, f->soft && f->reason == REASON_ASSERTION ? " (soft)\n" : "\n");
        console_fact(deeper, "expected", text_of(f->expected), out);
        console_fact(deeper, "actual", text_of(f->actual), out);
        console_fact(deeper, "message", text_of(f->message), out);
        console_place(deeper, &f->at, out);
    }
    arena_end(scratch);
}

static void put_answer(const struct exchange *e, const char *indent, struct buffer *out)
{
    struct buffer line;
    buffer_init(&line, 1 << 16);
    if (e->status != 0)
        buffer_printf(&line, "%s %d, %lld bytes, ", e->protocol != NULL ? e->protocol : "",
                      e->status, (long long)e->body_bytes);
    if (e->remote_address != NULL) {
        bool six = strchr(e->remote_address, ':') != NULL;
        buffer_printf(&line, "%s%s%s%s:%d%s", e->status != 0 ? "from " : "", six ? "[" : "",
                      e->remote_address, six ? "]" : "", e->remote_port,
                      e->reused ? ", reused" : "");
    }
    console_fact(indent, e->status != 0 ? "answer" : "peer", buffer_text(&line), out);
    buffer_done(&line);
}

static void put_phases(const struct exchange *e, const char *indent, struct buffer *out)
{
    struct arena *scratch = arena_new();
    struct buffer line;
    buffer_init(&line, 1 << 12);
    for (int p = 0; p < NETWORK_PHASES; p++)
        if (e->time.phase_ns[p] >= 0)
            buffer_printf(&line, "%s %s  ", phase_name((enum phase)p),
                          duration_text(scratch, e->time.phase_ns[p]));
    if (e->time.total_ns >= 0)
        buffer_printf(&line, "total %s \u00B1%s", duration_text(scratch, e->time.total_ns),
                      duration_text(scratch, e->time.uncertainty_ns));
    console_fact(indent, "phases", buffer_text(&line), out);
    buffer_done(&line);
    arena_end(scratch);
}

static void put_certificate(const struct exchange *e, const char *indent, struct buffer *out)
{
    struct arena *scratch = arena_new();
    console_fact(indent, "tls", text_of(e->tls_verify_error), out);
    if (e->tls_verify_error != NULL && e->certificate_count > 0) {
        const struct certificate *leaf = &e->certificates[0];
        console_fact(indent, "subject", text_of(leaf->subject), out);
        console_fact(indent, "issuer", text_of(leaf->issuer), out);
        console_fact(indent, "valid",
                     text_of(arena_printf(scratch, "%s to %s",
                                          utc_text(scratch, leaf->not_before_utc_ns),
                                          utc_text(scratch, leaf->not_after_utc_ns))),
                     out);
    }
    arena_end(scratch);
}

static void put_body(struct text body, const char *indent, struct buffer *out)
{
    struct excerpt part;
    struct buffer line;
    excerpt_init(&part, body, BODY_COLUMNS * 4);
    buffer_init(&line, 1 << 16);
    if (part.is_text)
        plain_put(part.text, &line);
    struct text shown = plain_cut(buffer_text(&line), BODY_COLUMNS);
    if (shown.length > 0)
        buffer_printf(out, "%s%-9s %.*s%s\n", indent, "body", TEXT_ARGS(shown),
                      part.cut || shown.length < line.length ? "..." : "");
    buffer_done(&line);
    excerpt_done(&part);
}

static void put_talk(const struct exchange *e, const char *indent, struct buffer *out)
{
    const struct socket_talk *socket = e->socket;
    struct arena *scratch = arena_new();
    if (socket != NULL)
        console_fact(
            indent, "messages",
            text_of(arena_printf(scratch, "%lld sent, %lld received%s", (long long)socket->sent,
                                 (long long)socket->received,
                                 socket->continued ? " (opened in an earlier step)" : "")),
            out);
    arena_end(scratch);
}

void console_exchange(const struct observation *saw, size_t index, bool body,
                      const char *indent, struct buffer *out)
{
    struct arena *scratch = arena_new();
    const char *deeper = arena_printf(scratch, "%s  ", indent);
    const struct exchange *e = &saw->exchanges[index];
    buffer_add_string(out, indent);
    plain_put(text_of(e->method != NULL ? e->method : saw->kind), out);
    buffer_add_char(out, ' ');
    plain_put(e->url, out);
    buffer_add_char(out, '\n');
    put_answer(e, deeper, out);
    if (saw->page != NULL)
        console_fact(deeper, "fault", text_of(e->fault.message), out);
    put_phases(e, deeper, out);
    put_talk(e, deeper, out);
    put_certificate(e, deeper, out);
    if (body)
        put_body(e->body, deeper, out);
    arena_end(scratch);
}

void console_exchanges(const struct observation *saw, const char *indent, struct buffer *out)
{
    for (size_t i = 0; i < saw->exchange_count; i++)
        console_exchange(saw, i, true, indent, out);
}

void console_try(const struct step_outcome *step, size_t number, const char *indent,
                 struct buffer *out)
{
    const struct tried *t = &step->tries[number - 1];
    const struct breakpoint *b = &t->breakpoint;
    buffer_printf(out, "%stry %zu of %zu: ", indent, number, step->try_count);
    if (b->reason != REASON_NONE)
        buffer_printf(out, "%s (%s) ", phase_name(b->phase), reason_name(b->reason));
    else
        buffer_add_string(out, verdict_name(t->verdict));
    plain_put(text_of(b->message), out);
    buffer_add_char(out, '\n');
}
