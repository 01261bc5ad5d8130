/* SPDX-License-Identifier: Apache-2.0 */
/* No byte of a secret leaves, in whatever form; what is no secret stays.
 *
 * The forms were written by others (Python 3.11's json, html, urllib and base64, Node 18's URL), so
 * that this test does not agree with the robot merely because both are ours. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/redact.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>

struct row {
    const char *sentence, *in, *out;
};

static struct buffer out;

static void begin(void)
{
    buffer_init(&out, 64 << 20);
}

static void end(void)
{
    buffer_done(&out);
}

TestSuite(redact, .init = begin, .fini = end);

static const char *redacted(const char *in)
{
    buffer_clear(&out);
    redact_text(text_of(in), &out);
    return out.at != NULL ? out.at : "";
}

static void try_row(const struct row *row)
{
    bool changes = strcmp(row->in, row->out) != 0;
    cr_expect_str_eq(redacted(row->in), row->out, "%s: %s", row->sentence, out.at);
    cr_expect_eq(redact_contains(text_of(row->in)), changes, "%s", row->sentence);
}

#define TRY_ROWS(rows)                                            \
    for (size_t i = 0; i < sizeof(rows) / sizeof((rows)[0]); i++) \
    try_row(&(rows)[i])

/* What stands between « and » must go, and nothing else. */
static void try_form(const char *sentence, const char *marked)
{
    struct text t = text_of(marked);
    struct buffer in, expected;
    size_t from = (size_t)text_find(t, text_of("«"), 0);
    size_t to = (size_t)text_find(t, text_of("»"), from);
    buffer_init(&in, 4096);
    buffer_init(&expected, 4096);
    buffer_printf(&in, "%.*s%.*s%s", (int)from, marked, (int)(to - from - 2), marked + from + 2,
                  marked + to + 2);
    buffer_printf(&expected, "%.*s[redacted:pw]%s", (int)from, marked, marked + to + 2);
    try_row(&(struct row){sentence, in.at, expected.at});
    buffer_done(&in);
    buffer_done(&expected);
}

Test(redact, finds_every_form)
{
    static const char *const rows[][2] = {
        {"raw", "<«p@s\"s/wörd <7&'+x\\»>"},
        {"RFC 3986", "?a=«p%40s%22s%2Fw%C3%B6rd%20%3C7%26%27%2Bx%5C»&b"},
        {"RFC 3986 in lower case", "?a=«p%40s%22s%2fw%c3%b6rd%20%3c7%26%27%2bx%5c»&b"},
        {"Python's quote keeps /", "«p%40s%22s/w%C3%B6rd%20%3C7%26%27%2Bx%5C»"},
        {"a form, + for a blank", "a=«p%40s%22s%2Fw%C3%B6rd+%3C7%26%27%2Bx%5C»&b=1"},
        {"encodeURIComponent", "«p%40s%22s%2Fw%C3%B6rd%20%3C7%26'%2Bx%5C»"},
        {"encodeURI", "«p@s%22s/w%C3%B6rd%20%3C7&'+x%5C»"},
        {"a browser's query", "http://h/?a=«p@s%22s/w%C3%B6rd%20%3C7&%27+x\\»"},
        {"a browser's path", "http://h/«p@s%22s/w%C3%B6rd%20%3C7&'+x\\»"},
        {"URL in URL", "«p%2540s%2522s%252Fw%25C3%25B6rd%2520%253C7%2526%2527%252Bx%255C»"},
        {"JSON in ASCII", "{\"a\":\"«p@s\\\"s/w\\u00f6rd <7&'+x\\\\»\"}"},
        {"JSON in ASCII, upper case", "\"«p@s\\\"s/w\\u00F6rd <7&'+x\\\\»\""},
        {"JSON in UTF-8", "\"«p@s\\\"s/wörd <7&'+x\\\\»\""},
        {"JSON with \\/", "\"«p@s\\\"s\\/w\\u00f6rd <7&'+x\\\\»\""},
        {"Go's HTML-safe JSON", "\"«p@s\\\"s/wörd \\u003c7\\u0026'+x\\\\»\""},
        {"JSON in a JSON string",
         "{\"b\":\"{\\\"a\\\": \\\"«p@s\\\\\\\"s/w\\\\u00f6rd <7&'+x\\\\\\\\»\\\"}\"}"},
        {"HTML attribute", "«p@s&quot;s/wörd &lt;7&amp;&#x27;+x\\»"},
        {"HTML text", "<b>«p@s\"s/wörd &lt;7&amp;'+x\\»</b>"},
        {"XML attribute", "«p@s&quot;s/wörd &lt;7&amp;&apos;+x\\»"},
        {"numbered references", "«p@s&#34;s/wörd &lt;7&amp;&#39;+x\\»"},
        {"JSON in HTML", "«p@s\\&quot;s/w\\u00f6rd &lt;7&amp;&#39;+x\\\\»"},
        {"CSV", "1,\"«p@s\"\"s/wörd <7&'+x\\»\",2"},
        {"hex", "0x«70407322732f77c3b67264203c3726272b785c»00"},
        {"hex in upper case", "«70407322732F77C3B67264203C3726272B785C»"},
        {"base64 at alignment 0", "«cEBzInMvd8O2cmQgPDcmJyt4X»HRhaWw="},
        {"base64 at alignment 1", "eH«BAcyJzL3fDtnJkIDw3JicreF»x0YWls"},
        {"base64 at alignment 2", "eHh«wQHMicy93w7ZyZCA8NyYnK3hc»dGFpbA=="},
        {"base64 at its end", "eHh«wQHMicy93w7ZyZCA8NyYnK3hc»"},
        {"base64 with its padding", "eH«BAcyJzL3fDtnJkIDw3JicreFw=»"},
        {"the same, in a URL", "eH«BAcyJzL3fDtnJkIDw3JicreFw%3D»"},
        {"base64 of JSON", "eyJwdyI6ICJ«wQHNcInMvd1x1MDBmNnJkIDw3JicreFxc»In0="},
        {"basic authentication", "Basic dXNlcjp«wQHMicy93w7ZyZCA8NyYnK3hc»\n"},
    };
    cr_assert(redact_add(text_of("p@s\"s/wörd <7&'+x\\"), "pw"));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        try_form(rows[i][0], rows[i][1]);
    cr_expect_str_eq(redacted("p@s\"s/wörd"), "p@s\"s/wörd", "half of it is none");
}

Test(redact, finds_base64_of_both_alphabets_escaped_again)
{
    static const struct row rows[] = {
        {"standard", "Pj4+Pz8/", "[redacted:k]"},
        {"for URLs", "Pj4-Pz8_", "[redacted:k]"},
        {"standard, in a URL", "Pj4%2BPz8%2F", "[redacted:k]"},
        {"standard, in PHP's JSON", "Pj4+Pz8\\/", "[redacted:k]"},
        {"the value itself, in XML", "&gt;&gt;&gt;???", "[redacted:k]"},
    };
    redact_add(text_of(">>>\?\?\?"), "k");
    TRY_ROWS(rows);
}

Test(redact, the_longest_wins_and_what_overlaps_goes_too)
{
    static const struct row rows[] = {
        {"one within the other", "correct horse battery", "[redacted:phrase]"},
        {"the shorter alone", "a horse walks", "a [redacted:animal] walks"},
        {"one running into another", "horsey-ridery", "[redacted:animal]y"},
        {"two beside each other", "horsehorse", "[redacted:animal][redacted:animal]"},
        {"almost one, then one", "hohorse", "ho[redacted:animal]"},
    };
    redact_add(text_of("horse"), "animal");
    redact_add(text_of("correct horse battery"), "phrase");
    redact_add(text_of("sey-rider"), "sport");
    TRY_ROWS(rows);
}

Test(redact, a_short_number_is_found_as_a_number_of_its_own)
{
    static const struct row rows[] = {
        {"in words", "code 246810.", "code [redacted:pin]."},
        {"beside letters", "x246810y", "x[redacted:pin]y"},
        {"within a duration", "5246810123", "5246810123"},
        {"at a number's end", "5246810", "5246810"},
        {"after an escaped blank", "code%20246810", "code%20[redacted:pin]"},
        {"after one escaped twice", "code%2520246810", "code%2520[redacted:pin]"},
        {"after a JSON escape", "code\\u0020246810", "code\\u0020[redacted:pin]"},
        {"its hex within longer hex", "00323436383130ff", "00[redacted:pin]ff"},
        {"a long number within longer", "8613800138000", "86[redacted:mobile]"},
    };
    redact_add(text_of("246810"), "pin");
    redact_add(text_of("13800138000"), "mobile");
    TRY_ROWS(rows);
}

Test(redact, a_json_document_stays_one)
{
    static const struct row rows[] = {
        {"a bare number becomes a string", "{\"pin\": 246810, \"n\": 1}",
         "{\"pin\": \"[redacted:pin]\", \"n\": 1}"},
        {"so does one that contains it", "[-13800138000.5e3]", "[\"[redacted:mobile]\"]"},
        {"within a string it is text", "{\"a\":\"1, 246810, 2\"}",
         "{\"a\":\"1, [redacted:pin], 2\"}"},
        {"an escaped quote ends no string", "{\"a\":\"\\\" 246810\"}",
         "{\"a\":\"\\\" [redacted:pin]\"}"},
        {"after one mark as before", "[\"246810\",246810,\"246810\"]",
         "[\"[redacted:pin]\",\"[redacted:pin]\",\"[redacted:pin]\"]"},
        {"elsewhere a number is text", "pin=246810", "pin=[redacted:pin]"},
    };
    redact_add(text_of("246810"), "pin");
    redact_add(text_of("13800138000"), "mobile");
    TRY_ROWS(rows);
}

Test(redact, a_secret_cut_short_is_still_one)
{
    static const struct row rows[] = {
        {"by dots", "pw is hunt... or so", "pw is [redacted:pw]... or so"},
        {"by an ellipsis", "hunter2hunt\xE2\x80\xA6", "[redacted:pw]\xE2\x80\xA6"},
        {"by an ellipsis in ASCII JSON", "hunter2\\u2026", "[redacted:pw]\\u2026"},
        {"three bytes tell too little", "hun...", "hun..."},
        {"not cut at all", "a hunter came", "a hunter came"},
    };
    redact_add(text_of("hunter2hunter2"), "pw");
    TRY_ROWS(rows);
}

Test(redact, the_mark_gives_nothing_away)
{
    static const struct row rows[] = {
        {"a name that is the value", "swordfish", "[redacted:secret]"},
        {"a name that is another secret", "trout-and-salmon", "#"},
        {"a secret that is a part of all marks", "was redacted by us", "was # by us"},
    };
    redact_add(text_of("swordfish"), "my swordfish");
    try_row(&rows[0]);
    redact_add(text_of("trout-and-salmon"), "carp");
    redact_add(text_of("carp"), "fish");
    try_row(&rows[1]);
    redact_add(text_of("redacted"), "word");
    try_row(&rows[2]);
}

Test(redact, names_are_made_plain)
{
    redact_add(text_of("value-one"), "login password<\"'&>");
    cr_expect_str_eq(redacted("value-one"), "[redacted:login_password_____]");
}

Test(redact, refuses_what_it_could_not_take_out)
{
    char *long_one = malloc(REDACT_MOST_BYTES + 1);
    memset(long_one, 'x', REDACT_MOST_BYTES + 1);
    cr_expect_not(redact_add(text_of("123"), "short"));
    cr_expect_not(
        redact_add((struct text){.at = long_one, .length = REDACT_MOST_BYTES + 1}, "l"));
    cr_expect(redact_add((struct text){.at = long_one, .length = REDACT_MOST_BYTES}, "long"));
    cr_expect(redact_add(text_of("1234"), "least"));
    cr_expect_str_eq(redacted("123 1234"), "123 [redacted:least]");
    free(long_one);
}

Test(redact, a_run_takes_its_secrets_along)
{
    struct arena *one = arena_new(), *two = arena_new();
    redact_add_for(one, text_of("493021"), "otp");
    redact_add_for(two, text_of("493021"), "otp");
    redact_add_for(one, text_of("token-of-one"), "token");
    arena_end(one);
    cr_expect_str_eq(redacted("493021 token-of-one"), "[redacted:otp] token-of-one");
    arena_end(two);
    cr_expect_str_eq(redacted("493021"), "493021");
    redact_add(text_of("493021"), "again");
    cr_expect_str_eq(redacted("493021"), "[redacted:again]");
}

Test(redact, bytes_are_bytes)
{
    static const char value[] = {'a', '\0', '\xFF', '\n', 'z'};
    static const char in[] = {'<', 'a', '\0', '\xFF', '\n', 'z', '>'};
    redact_add((struct text){.at = value, .length = sizeof value}, "bin");
    redact_text((struct text){.at = in, .length = sizeof in}, &out);
    cr_expect_str_eq(out.at, "<[redacted:bin]>");
    cr_expect_str_eq(redacted("YQD/Cno="), "[redacted:bin]", "base64: %s", out.at);
}

Test(redact, finds_what_lies_across_slices_of_a_long_text)
{
    size_t length = 3 << 20;
    char *in = malloc(length);
    redact_add(text_of("across-the-border"), "x");
    for (size_t shift = 0; shift < 20; shift++) {
        memset(in, '.', length);
        memcpy(in + 64 * 1024 - shift, "across-the-border", 17);
        memcpy(in + length - 17 - shift, "across-the-border", 17);
        buffer_clear(&out);
        redact_text((struct text){.at = in, .length = length}, &out);
        cr_expect_eq(out.length, length - 2 * 17 + 2 * strlen("[redacted:x]"));
        cr_expect_not(redact_contains(buffer_text(&out)));
    }
    free(in);
}

static void *add_and_look(void *thing)
{
    struct buffer mine;
    buffer_init(&mine, 1 << 20);
    for (int i = 0; i < 200; i++) {
        char value[32];
        struct arena *run = arena_new();
        snprintf(value, sizeof value, "thread-%d-%d", *(int *)thing, i);
        redact_add_for(run, text_of(value), "t");
        buffer_clear(&mine);
        redact_text(text_of(value), &mine);
        cr_expect_str_eq(mine.at, "[redacted:t]");
        arena_end(run);
    }
    buffer_done(&mine);
    return NULL;
}

Test(redact, any_thread_may_add_search_and_forget)
{
    pthread_t threads[4];
    int numbers[4] = {1, 2, 3, 4};
    for (size_t i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, add_and_look, &numbers[i]);
    for (size_t i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
}
