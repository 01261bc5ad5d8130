/* SPDX-License-Identifier: Apache-2.0 */
/* json_out.c - one item at a time. */

#include "reporters/file/json_out.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/units.h"
#include "document/json.h"
#include "reporters/file/clean.h"

#include <inttypes.h>

static void begin(struct json_out *out, const char *name)
{
    if (out->comma)
        buffer_add_char(out->to, ',');
    out->comma = true;
    if (name == NULL)
        return;
    json_write_string(text_of(name), out->to);
    buffer_add_char(out->to, ':');
}

void json_out_open(struct json_out *out, const char *name, char bracket)
{
    begin(out, name);
    buffer_add_char(out->to, bracket);
    out->comma = false;
}

void json_out_close(struct json_out *out, char bracket)
{
    buffer_add_char(out->to, bracket);
    out->comma = true;
}

void json_out_text(struct json_out *out, const char *name, struct text value)
{
    struct clean clean;
    clean_init(&clean, value);
    begin(out, name);
    json_write_string(clean.text, out->to);
    clean_done(&clean);
}

void json_out_string(struct json_out *out, const char *name, const char *value)
{
    if (value == NULL)
        json_out_null(out, name);
    else
        json_out_text(out, name, text_of(value));
}

void json_out_int(struct json_out *out, const char *name, int64_t value)
{
    begin(out, name);
    buffer_printf(out->to, "%" PRId64, value);
}

void json_out_bool(struct json_out *out, const char *name, bool value)
{
    begin(out, name);
    buffer_add_string(out->to, value ? "true" : "false");
}

void json_out_null(struct json_out *out, const char *name)
{
    begin(out, name);
    buffer_add_string(out->to, "null");
}

void json_out_digits(struct json_out *out, const char *name, uint64_t value)
{
    begin(out, name);
    buffer_printf(out->to, "\"%" PRIu64 "\"", value);
}

void json_out_ms(struct json_out *out, const char *name, int64_t ns)
{
    int64_t whole = ns / NS_PER_MS, part = ns % NS_PER_MS;
    int digits = 6;
    begin(out, name);
    buffer_printf(out->to, "%s%" PRId64, ns < 0 && whole == 0 ? "-" : "", whole);
    part = part < 0 ? -part : part;
    for (; digits > 0 && part % 10 == 0; digits--)
        part /= 10;
    if (digits > 0)
        buffer_printf(out->to, ".%0*" PRId64, digits, part);
}

void json_out_utc(struct json_out *out, const char *name, int64_t utc_ns)
{
    struct arena *scratch = arena_new();
    json_out_string(out, name, utc_text(scratch, utc_ns));
    arena_end(scratch);
}
