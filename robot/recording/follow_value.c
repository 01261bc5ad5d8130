/* SPDX-License-Identifier: Apache-2.0 */
/* follow_value.c - a value of a request: followed, lifted out, made anew, or kept as it is.
 *
 * Following a value that is equal by chance would be worse than not following it. So a value has to
 * be of a kind that chance does not make (long, mixed), or go by the same name in both places. */

#include "recording/follow_value.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "query/regex.h"
#include "recording/fresh.h"
#include "recording/seal.h"
#include "recording/values.h"
#include "recording/words.h"

#include <string.h>

enum { MOST_TEXT = 1 << 20, MOST_WOVEN = 4096, LEAST_WORD = 8 };

static bool mark(struct text t)
{
    return text_starts_with(t, text_of("[redacted:")) && text_ends_with(t, text_of("]"));
}

/* 2044.00: people type whole hundreds, apps compute the rest. */
static bool odd_amount(struct text t)
{
    ptrdiff_t point = text_find(t, text_of("."), 0);
    struct text whole = text_slice(t, 0, point > 0 ? (size_t)point : 0);
    struct text part = text_slice(t, whole.length + 1, t.length);
    return part.length == 2 && (!text_is(part, "00") || !text_ends_with(whole, text_of("00")));
}

struct makeup {
    size_t figures, letters, others, distinct; /* figures but 0, each once */
    bool foreign;                              /* blanks, or no ASCII */
};

static struct makeup makeup_of(struct text t)
{
    struct makeup m = {0};
    bool seen[10] = {false};
    for (size_t i = 0; i < t.length; i++) {
        unsigned char c = (unsigned char)t.at[i];
        if (c >= '0' && c <= '9') {
            m.figures++;
            m.distinct += c != '0' && !seen[c - '0'];
            seen[c - '0'] = true;
        } else if ((c | 32) >= 'a' && (c | 32) <= 'z') {
            m.letters++;
        } else {
            m.others += c != '.' && c != '-';
            m.foreign = m.foreign || c <= ' ' || c >= 0x7F;
        }
    }
    return m;
}

/* Of a kind that two places do not share by chance: no word, no date, no round amount. */
static bool telling(struct text t)
{
    struct makeup m = makeup_of(t);
    bool date = t.length == 10 && m.letters == 0 && m.figures == 8 && m.others == 0;
    if (mark(t))
        return true;
    if (date || m.foreign || text_find(t, text_of("://"), 0) >= 0)
        return false;
    if (m.letters == 0)
        return t.length >= 6 && (m.distinct >= 3 || odd_amount(t));
    return t.length >= 20 || (t.length >= 8 && m.figures > 0);
}

bool follow_same_name(struct arena *arena, const struct slot *slot, const struct birth *birth)
{
    const char *asked = words_singular(arena, words_snake(arena, slot->key));
    const char *said = words_singular(arena, words_snake(arena, birth->key));
    const char *full = arena_printf(arena, "%s_%s", birth->owner, said);
    if (strcmp(asked, full) == 0)
        return true;
    if (slot->segment)
        return strcmp(asked, birth->owner) == 0 ||
               text_starts_with(text_of(said), text_of(arena_printf(arena, "%s_", asked)));
    return strcmp(asked, said) == 0 && strcmp(asked, "id") != 0;
}

static bool trusted(struct draft *draft, const struct slot *slot, const struct birth *birth)
{
    if (birth->reference != NULL && birth->step == NULL)
        return true;
    if (birth->step == NULL)
        return false;
    if (birth->in_text)
        return words_code(slot->key) || mark(birth->value);
    return telling(slot->value) ||
           ((slot->segment || words_identify(slot->key)) && words_identify(birth->key) &&
            follow_same_name(draft->arena, slot, birth));
}

/* The words before the code and its length: 验证码(\d{6}). NULL when that finds another. */
static const char *code_pattern(struct draft *draft, const struct birth *birth)
{
    struct arena *arena = draft->arena;
    struct text before = birth->key;
    size_t from = before.length, characters = 0;
    while (from > 0 && characters < 3) {
        size_t at = from - 1;
        while (at > 0 && ((unsigned char)before.at[at] & 0xC0) == 0x80)
            at--;
        if (utf8_next(before, at, NULL) < 2)
            break;
        from = at;
        characters++;
    }
    const char *run =
        mark(birth->value) ? "\\d{4,8}" : arena_printf(arena, "\\d{%zu}", birth->value.length);
    const char *words = text_string(arena, text_slice(before, from, before.length));
    const char *patterns[] = {characters > 0 ? arena_printf(arena, "%s(%s)", words, run) : NULL,
                              arena_printf(arena, "(?<!\\d)(%s)(?!\\d)", run)};
    for (size_t i = 0; i < 2; i++) {
        struct query_error error;
        struct regex_match match;
        const struct regex *regex =
            patterns[i] != NULL ? regex_compile(arena, text_of(patterns[i]), &error) : NULL;
        if (patterns[i] != NULL && mark(birth->value))
            return patterns[i];
        if (regex != NULL &&
            regex_search(regex, birth->step->final->answer, 0, &match) == REGEX_MATCH &&
            text_equal(match.groups[1], birth->value))
            return patterns[i];
    }
    return NULL;
}

/* "bank_card_code": named after what it is sent for, since a journey may have several. */
static struct text code_name(struct arena *arena, const struct step *step, struct text key)
{
    const char *about = text_is(key, "code") ? values_about(arena, step) : "";
    bool login = words_any(text_of(about), "login auth sign sms");
    return about[0] == '\0' ? key
           : login          ? text_of("sms_code")
                            : text_of(arena_printf(arena, "%s_code", about));
}

static const char *captured(struct draft *draft, const struct step *step, struct birth *birth,
                            const struct slot *slot)
{
    if (birth->reference == NULL && birth->in_text) {
        birth->subject = "regex";
        birth->expression = code_pattern(draft, birth);
        if (birth->expression == NULL)
            return NULL;
        return values_capture(draft, birth, code_name(draft->arena, step, slot->key), NULL);
    }
    return values_capture(draft, birth, slot->key, slot->number ? "number" : NULL);
}

/* What came from nowhere: a secret, a code, a time, a chance; NULL for what is just said. */
static const char *lifted(struct draft *draft, const struct step *step, const struct slot *slot)
{
    const char *sealed = seal_again(draft, slot->key, slot->value);
    if (sealed != NULL)
        return sealed;
    if (mark(slot->value)) {
        struct text name = text_slice(slot->value, 10, slot->value.length - 1);
        return seal_secret(draft, words_snake(draft->arena, name), slot->value);
    }
    if (slot->value.length >= 128 && words_password(slot->key))
        draft_note(draft, "%.*s was encrypted with a key that is not in the recording",
                   TEXT_ARGS(slot->key));
    if (slot->value.length >= 4 && words_password(slot->key))
        return seal_secret(draft, seal_name(draft, slot->key), slot->value);
    if (slot->value.length >= 8 &&
        (words_token(slot->key) || text_starts_with(slot->value, text_of("eyJ"))))
        return seal_secret(draft, words_snake(draft->arena, slot->key), slot->value);
    if (slot->value.length >= 16 && words_any(slot->key, "sign hmac digest"))
        draft_note(draft,
                   "%.*s looks like a signature: it will be refused until it is computed, "
                   "as by ${hmac_sha256(key, text)}",
                   TEXT_ARGS(slot->key));
    return fresh_value(draft, step->entry->started_ms, slot->key, slot->value);
}

const char *follow_reference(struct draft *draft, const struct step *step,
                             const struct slot *slot)
{
    struct birth *birth = values_find(draft, slot->value);
    if (slot->value.length == 0)
        return NULL;
    if (birth != NULL && trusted(draft, slot, birth)) {
        const char *found = captured(draft, step, birth, slot);
        if (found != NULL)
            return found;
    }
    return birth == NULL || birth->step != NULL ? lifted(draft, step, slot) : NULL;
}

static bool of_word(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' ||
           c == '-' || c == '.' || c == '[' || c == ']' || c == ':' || c == '+' || c == '/' ||
           c == '=';
}

/* What stands for one word of a longer text; NULL when it stays. */
static const char *word_reference(struct draft *draft, const struct step *step,
                                  const struct slot *word)
{
    struct birth *birth =
        word->value.length >= LEAST_WORD ? values_find(draft, word->value) : NULL;
    if (birth == NULL)
        return mark(word->value) ? lifted(draft, step, word) : NULL;
    bool sure = birth->reference != NULL || telling(word->value);
    return sure && trusted(draft, word, birth) ? captured(draft, step, birth, word) : NULL;
}

/* A dollar right before `${` would make a literal of it: such a text is left alone. */
struct text follow_woven(struct draft *draft, const struct step *step, const struct slot *slot)
{
    struct text whole = slot->value;
    struct buffer out;
    size_t plain = 0; /* where what stays as it is begins */
    buffer_init(&out, MOST_TEXT);
    for (size_t i = 0, end; i<whole.length; i = end> i ? end : i + 1) {
        for (end = i; end < whole.length && of_word(whole.at[end]);)
            end++;
        const struct slot word = {.key = slot->key, .value = text_slice(whole, i, end)};
        const char *found =
            i > 0 && whole.at[i - 1] == '$' ? NULL : word_reference(draft, step, &word);
        if (found == NULL)
            continue;
        buffer_add_text(&out, draft_literal(draft->arena, text_slice(whole, plain, i)));
        buffer_add_string(&out, found);
        plain = end;
    }
    buffer_add_text(&out, draft_literal(draft->arena, text_slice(whole, plain, whole.length)));
    struct text ret = out.full ? draft_literal(draft->arena, whole)
                               : text_copy(draft->arena, buffer_text(&out));
    buffer_done(&out);
    return ret;
}

struct text follow_expressed(struct draft *draft, const struct step *step,
                             const struct slot *slot)
{
    const char *found = follow_reference(draft, step, slot);
    if (found != NULL)
        return text_of(found);
    struct text text = slot->value.length <= MOST_WOVEN
                           ? follow_woven(draft, step, slot)
                           : draft_literal(draft->arena, slot->value);
    values_sent(draft, slot->value);
    return text;
}
