/* SPDX-License-Identifier: Apache-2.0 */
/* yaml.c - plain where YAML 1.2 (and 1.1's yes and no) keep it a text, single quotes where there
 * are backslashes, double quotes with JSON's escapes elsewhere. */

#include "recording/yaml.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "document/json.h"

#include <string.h>

enum { WIDTH = 96, MOST_LINE = 4096 };

static bool word_of_yaml(struct text t)
{
    static const char *const words[] = {"true", "false", "null", "yes", "no",
                                        "on",   "off",   "y",    "n",   NULL};
    for (size_t i = 0; words[i] != NULL; i++)
        if (text_equal_ignoring_case(t, text_of(words[i])))
            return true;
    return false;
}

/* What YAML 1.2 (section 5.1) takes only as an escape, and what breaks lines. */
static bool odd(unsigned code)
{
    return code < 0x20 || (code >= 0x7F && code <= 0xA0) || code == 0x2028 || code == 0x2029 ||
           code == 0xFEFF || (code & 0xFFFE) == 0xFFFE;
}

static bool has_odd(struct text t)
{
    unsigned code = 0;
    for (size_t i = 0, length; i < t.length; i += length) {
        length = utf8_next(t, i, &code);
        if (length == 0 || odd(code))
            return true;
    }
    return false;
}

/* As JSON does, and what is odd escaped, too. */
static void quoted(struct text t, struct buffer *out)
{
    unsigned code = 0;
    buffer_add_char(out, '"');
    for (size_t i = 0, length; i < t.length; i += length) {
        length = utf8_next(t, i, &code);
        if (length == 0) {
            buffer_add_string(out, "\xEF\xBF\xBD");
            length = 1;
        } else if (code == '"' || code == '\\') {
            buffer_printf(out, "\\%c", (char)code);
        } else if (code == '\n' || code == '\t' || code == '\r') {
            buffer_printf(out, "\\%c", code == '\n' ? 'n' : code == '\t' ? 't' : 'r');
        } else if (odd(code)) {
            buffer_printf(out, code > 0xFFFF ? "\\U%08X" : "\\u%04x", code);
        } else {
            buffer_add(out, t.at + i, length);
        }
    }
    buffer_add_char(out, '"');
}

static bool plain(struct text t, bool flow)
{
    unsigned char first = t.length > 0 ? (unsigned char)t.at[0] : ' ';
    bool good = ((first | 32) >= 'a' && (first | 32) <= 'z') || first >= 0x80 || first == '$' ||
                first == '/' || first == '^' || first == '_';
    for (size_t i = 0; i < t.length && good; i++) {
        unsigned char c = (unsigned char)t.at[i];
        unsigned char next = i + 1 < t.length ? (unsigned char)t.at[i + 1] : ' ';
        good = c >= ' ' && c != 0x7F && c != '"' && c != '\\' && !(c == ':' && next == ' ') &&
               !(c == ' ' && (next == '#' || next == ' ')) &&
               !(flow && strchr(",[]{}:", c) != NULL);
    }
    return good && !word_of_yaml(t) && !has_odd(t);
}

static bool single(struct text t)
{
    bool backslash = false;
    for (size_t i = 0; i < t.length; i++) {
        unsigned char c = (unsigned char)t.at[i];
        if (c < ' ' || c == '\'' || c == 0x7F)
            return false;
        backslash = backslash || c == '\\';
    }
    return backslash && !has_odd(t);
}

void yaml_text(struct text t, bool flow, struct buffer *out)
{
    if (plain(t, flow))
        buffer_add_text(out, t);
    else if (single(t))
        buffer_printf(out, "'%.*s'", TEXT_ARGS(t));
    else
        quoted(t, out);
}

static void scalar(const struct json *value, bool flow, struct buffer *out)
{
    if (value->kind == JSON_STRING)
        yaml_text(value->text, flow, out);
    else if (value->kind == JSON_NUMBER)
        buffer_add_text(out, value->text);
    else
        json_write(value, out);
}

/* False when it is no value for one line: too deep, or with a template that must stay plain. */
static bool one_line(const struct json *value, int depth, struct buffer *out)
{
    bool object = value->kind == JSON_OBJECT;
    if (!object && value->kind != JSON_ARRAY) {
        scalar(value, true, out);
        return value->kind != JSON_NUMBER || value->text.at[0] != '$';
    }
    if (depth > 1)
        return false;
    buffer_add_string(out, object ? value->count > 0 ? "{ " : "{" : "[");
    for (size_t i = 0; i < value->count; i++) {
        buffer_add_string(out, i > 0 ? ", " : "");
        if (object) {
            yaml_text(value->items[i]->name, true, out);
            buffer_add_string(out, ": ");
        }
        if (!one_line(value->items[i], depth + 1, out))
            return false;
    }
    buffer_add_string(out, object ? value->count > 0 ? " }" : "}" : "]");
    return !out->full;
}

static size_t column_of(const struct buffer *out)
{
    size_t column = 0;
    while (column < out->length && out->at[out->length - column - 1] != '\n')
        column++;
    return column;
}

static void block(const struct json *value, int indent, struct buffer *out)
{
    for (size_t i = 0; i < value->count; i++) {
        const struct json *one = value->items[i];
        buffer_printf(out, "\n%*s", indent, "");
        if (value->kind == JSON_OBJECT) {
            yaml_text(one->name, false, out);
            buffer_add_char(out, ':');
        } else {
            buffer_add_char(out, '-');
        }
        yaml_value(one, indent + 2, out);
    }
}

void yaml_value(const struct json *value, int indent, struct buffer *out)
{
    struct buffer line;
    if (value->kind != JSON_OBJECT && value->kind != JSON_ARRAY) {
        buffer_add_char(out, ' ');
        scalar(value, false, out);
        return;
    }
    buffer_init(&line, MOST_LINE);
    bool fits = one_line(value, 0, &line) && column_of(out) + 1 + line.length <= WIDTH;
    if (fits || value->count == 0) {
        buffer_add_char(out, ' ');
        buffer_add_text(out, value->count == 0
                                 ? text_of(value->kind == JSON_OBJECT ? "{}" : "[]")
                                 : buffer_text(&line));
    } else {
        block(value, indent, out);
    }
    buffer_done(&line);
}
