/* SPDX-License-Identifier: Apache-2.0 */
/* native_source.c - see native_source.h.
 *
 * A scan for NAME="VALUE", not a parser: it never refuses, whatever a driver says. */

#include "transport/webdriver/native_source.h"
#include "base/arena.h"
#include "base/buffer.h"

#include <string.h>

enum { MOST_WORD = 2000 };

static const char *const told[] = {"text", "label", "content-desc", "name", "value"};

static bool is_told(struct text name)
{
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++)
        if (text_is(name, told[i]))
            return true;
    return false;
}

static struct text resolved(struct arena *arena, struct text value)
{
    static const struct {
        const char *entity, *text;
    } rows[] = {
        {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}};
    struct buffer to;
    buffer_init(&to, MOST_WORD);
    value = text_slice(value, 0, MOST_WORD);
    for (size_t at = 0; at < value.length;) {
        size_t i = 0, rest = sizeof rows / sizeof rows[0];
        while (i < rest &&
               !text_starts_with(text_slice(value, at, value.length), text_of(rows[i].entity)))
            i++;
        if (i < rest)
            buffer_add_string(&to, rows[i].text);
        else
            buffer_add_char(&to, value.at[at]);
        at += i < rest ? strlen(rows[i].entity) : 1;
    }
    struct text kept = text_copy(arena, buffer_text(&to));
    buffer_done(&to);
    return kept;
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
           c == ':' || (c >= '0' && c <= '9');
}

/* The name before `at`, which is a "=". */
static struct text name_before(struct text source, size_t at)
{
    size_t from = at;
    while (from > 0 && is_name(source.at[from - 1]))
        from--;
    return text_slice(source, from, at);
}

static bool has(const struct text *words, size_t count, struct text word)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(words[i], word))
            return true;
    return false;
}

size_t native_words(struct arena *arena, struct text source, struct text *words, size_t most)
{
    size_t count = 0;
    for (size_t at = 0; count < most && at + 1 < source.length; at++) {
        char quote = source.at[at + 1];
        if (source.at[at] != '=' || (quote != '"' && quote != '\''))
            continue;
        const char *end = memchr(source.at + at + 2, quote, source.length - at - 2);
        if (end == NULL)
            break;
        size_t to = (size_t)(end - source.at);
        struct text value = text_trim(text_slice(source, at + 2, to));
        if (value.length > 0 && is_told(name_before(source, at))) {
            struct text word = resolved(arena, value);
            if (!has(words, count, word))
                words[count++] = word;
        }
        at = to;
    }
    return count;
}

/* XPath 1.0 has no escapes: a text with both quotes is put together. */
static void literal(struct buffer *to, struct text text)
{
    bool quotes = memchr(text.at, '"', text.length) != NULL;
    if (!quotes || memchr(text.at, '\'', text.length) == NULL) {
        const char *quote = quotes ? "'" : "\"";
        buffer_printf(to, "%s%.*s%s", quote, TEXT_ARGS(text), quote);
        return;
    }
    buffer_add_string(to, "concat(\"\"");
    for (size_t from = 0; from < text.length;) {
        const char *next = memchr(text.at + from, '"', text.length - from);
        size_t end = next != NULL ? (size_t)(next - text.at) : text.length;
        buffer_printf(to, ", \"%.*s\"", (int)(end - from), text.at + from);
        if (next != NULL)
            buffer_add_string(to, ", '\"'");
        from = end + 1;
    }
    buffer_add_char(to, ')');
}

const char *native_xpath(struct arena *arena, struct text text, bool exact)
{
    enum { MOST_XPATH = 64 * 1024 };
    struct buffer to;
    buffer_init(&to, MOST_XPATH);
    buffer_add_string(&to, "//*[");
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        buffer_printf(&to, exact ? "%s@%s=" : "%scontains(@%s, ", i > 0 ? " or " : "", told[i]);
        literal(&to, text_slice(text, 0, MOST_WORD));
        buffer_add_string(&to, exact ? "" : ")");
    }
    buffer_add_char(&to, ']');
    const char *path = text_string(arena, buffer_text(&to));
    buffer_done(&to);
    return path;
}
