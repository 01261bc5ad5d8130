/* SPDX-License-Identifier: Apache-2.0 */
/* The words on a native screen, and the XPath expression for one of them. */

#include "base/arena.h"
#include "transport/webdriver/native_source.h"

#include <criterion/criterion.h>

Test(native_source, has_the_words_people_read_once_each)
{
    static const char android[] =
        "<hierarchy><android.widget.Button text=\"登录\" content-desc=\"登录\" resource-id=\"b\"/>"
        "<android.widget.TextView text=\"a &lt;b&gt; &amp; &quot;c&quot;\" bounds=\"[0,0]\"/>"
        "<XCUIElementTypeButton type='XCUIElementTypeButton' label='还款' value=''/>";
    static const char *const expected[] = {"登录", "a <b> & \"c\"", "还款"};
    struct arena *arena = arena_new();
    struct text words[10];
    cr_assert_eq(native_words(arena, text_of(android), words, 10), 3);
    for (size_t i = 0; i < 3; i++)
        cr_expect(text_is(words[i], expected[i]), "%.*s", TEXT_ARGS(words[i]));
    cr_expect_eq(native_words(arena, text_of(android), words, 2), 2, "no more than asked for");
    arena_end(arena);
}

Test(native_source, survives_what_is_no_xml)
{
    static const char *const rows[] = {
        "", "=", "=\"", "text=\"", "text='a", "text=\"a\"=\"b\"", "=\"\"=\"\"text=\"\""};
    struct arena *arena = arena_new();
    struct text words[4];
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_expect_leq(native_words(arena, text_of(rows[i]), words, 4), 1, "%s", rows[i]);
    arena_end(arena);
}

Test(native_source, quotes_any_text_for_xpath)
{
    static const struct {
        const char *text, *part;
    } rows[] = {
        {"登录", "@text=\"登录\" or "},
        {"say \"hi\"", "@text='say \"hi\"' or "},
        {"it's", "@text=\"it's\" or "},
        {"it's \"x\"", "@text=concat(\"\", \"it's \", '\"', \"x\", '\"') or "},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *path = native_xpath(arena, text_of(rows[i].text), true);
        cr_expect_geq(text_find(text_of(path), text_of(rows[i].part), 0), 0, "%s", path);
    }
    cr_expect_str_eq(native_xpath(arena, text_of("a"), false),
                     "//*[contains(@text, \"a\") or contains(@label, \"a\") or "
                     "contains(@content-desc, \"a\") or contains(@name, \"a\") or "
                     "contains(@value, \"a\")]");
    arena_end(arena);
}
