/* SPDX-License-Identifier: Apache-2.0 */
/* log.c - one line, one write.
 *
 * logfmt because people and Loki, Splunk and grep all read it; JSON for collectors that want that. The
 * level and the format are the process's, set once before any thread starts. */

#include "base/log.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/files.h"
#include "base/units.h"

#include <stdarg.h>
#include <string.h>
#include <unistd.h>

enum { MOST_LINE = 64 * 1024 };

static const char *const names[] = {"error", "warning", "info", "debug"};
static enum log_level most_level = LEVEL_WARNING;
static enum log_format line_format = LOG_LOGFMT;

void log_set_level(enum log_level most)
{
    most_level = most;
}

void log_set_format(enum log_format format)
{
    line_format = format;
}

bool log_level_parse(struct text name, enum log_level *ret)
{
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        if (text_is(name, names[i])) {
            *ret = (enum log_level)i;
            return true;
        }
    return false;
}

static bool is_plain(struct text value)
{
    for (size_t i = 0; i < value.length; i++) {
        unsigned char c = (unsigned char)value.at[i];
        if (c <= ' ' || c == '"' || c == '=' || c == '\\' || c == 0x7F)
            return false;
    }
    return value.length > 0 && utf8_valid(value);
}

/* Escapes as JSON does, because redaction knows a secret that was escaped so. */
static void write_quoted(struct text value, const char *more, struct buffer *out)
{
    static const char known[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
    size_t step;
    buffer_add_char(out, '"');
    for (size_t i = 0; i < value.length; i += step) {
        char c = value.at[i];
        const char *escaped = strchr(known, c);
        step = utf8_next(value, i, NULL);
        if (step == 0)
            buffer_add_string(out, "\xEF\xBF\xBD");
        else if (escaped != NULL)
            buffer_printf(out, "\\%c", letters[escaped - known]);
        else if (step == 1 && c < ' ')
            buffer_printf(out, "\\u%04x", c);
        else
            buffer_add_text(out, text_slice(value, i, i + step));
        step = step == 0 ? 1 : step;
    }
    buffer_printf(out, "%s\"", more);
}

static void write_field(const char *key, const char *value, struct buffer *out)
{
    struct text whole = text_of(value), shown = utf8_cut(whole, LOG_MOST_VALUE);
    bool json = line_format == LOG_JSON;
    buffer_printf(out, json ? ",\"%s\":" : " %s=", key);
    if (!json && is_plain(whole) && shown.length == whole.length)
        buffer_add_text(out, shown);
    else
        write_quoted(shown, shown.length < whole.length ? "..." : "", out);
}

void log_write(enum log_level level, const char *message, ...)
{
    struct buffer line;
    va_list fields;
    if (level > most_level)
        return;
    struct arena *scratch = arena_new();
    buffer_init(&line, MOST_LINE);
    buffer_printf(&line,
                  line_format == LOG_JSON ? "{\"time\":\"%s\",\"level\":\"%s\""
                                          : "time=%s level=%s",
                  utc_text(scratch, clock_now_utc_ns()), names[level]);
    write_field("msg", message, &line);
    va_start(fields, message);
    for (const char *key; (key = va_arg(fields, const char *)) != NULL;)
        write_field(key, va_arg(fields, const char *), &line);
    va_end(fields);
    buffer_add_string(&line, line_format == LOG_JSON ? "}\n" : "\n");
    out_write(STDERR_FILENO, buffer_text(&line));
    buffer_done(&line);
    arena_end(scratch);
}
