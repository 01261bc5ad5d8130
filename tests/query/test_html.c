/* SPDX-License-Identifier: Apache-2.0 */
/* test_html.c - what is HTML and what is XML, in which characters, and what is refused. Depth and
 * elements: test_html_limits.c. */

#include "paging.h"

#include <criterion/criterion.h>

#include "base/buffer.h"
#include "query/html.h"

static struct arena *arena;

static void open_arena(void)
{
    arena = arena_new();
}

static void end_arena(void)
{
    arena_end(arena);
}

TestSuite(html, .init = open_arena, .fini = end_arena);

#define BALANCE      "\xE4\xBD\x99\xE9\xA2\x9D" /* in UTF-8 */
#define GBK_BALANCE  "\xD3\xE0\xB6\xEE"
#define BIG5_BALANCE "\xBE\x6C\xC3\x42"

static const struct row {
    const char *says, *type, *body, *found; /* by //p */
} rows[] = {
    {"HTML is mended", "text/html", "<p>a<p>b</b></div>", "[\"a\",\"b\"]"},
    {"names of HTML are lower case", "text/html", "<P>a</P>", "[\"a\"]"},
    {"references are characters", "text/html", "<p>&lt;&nbsp;&#20313;&copy;",
     "[\"<\xC2\xA0\xE4\xBD\x99\xC2\xA9\"]"},
    {"a script's text is no markup", "text/html", "<script>'<p>x</p>'</script><p>a", "[\"a\"]"},
    {"XML by its type", "application/xml", "<a><P>x</P><p>y</p></a>", "[\"y\"]"},
    {"XML by its type's end", "application/atom+xml; charset=utf-8", "<a><p>y</p></a>",
     "[\"y\"]"},
    {"XML by its beginning", "", "\n <a/>", "[]"},
    {"XML by its declaration", "text/plain", "<?xml version='1.0'?><a><p>y</p></a>", "[\"y\"]"},
    {"HTML that begins as XML", "text/html", "<?xml version='1.0'?><p>a<br><p>b",
     "[\"a\",\"b\"]"},
    {"XHTML without its namespace's trouble", "application/xhtml+xml",
     "<html xmlns='http://www.w3.org/1999/xhtml'><p>a</p></html>", "[\"a\"]"},
    {"character data", "text/xml", "<a><p><![CDATA[<b>]]>c</p></a>", "[\"<b>c\"]"},
    {"a document type without declarations", "text/xml",
     "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a><p>x</p></a>", "[\"x\"]"},
    {"no charset is UTF-8", "text/html", "<p>" BALANCE, "[\"" BALANCE "\"]"},
    {"the header's charset", "text/html; charset=GBK", "<p>" GBK_BALANCE, "[\"" BALANCE "\"]"},
    {"the header's charset, quoted", "text/html;charset=\"gb2312\"", "<p>" GBK_BALANCE,
     "[\"" BALANCE "\"]"},
    {"another one", "text/html; charset=big5", "<p>" BIG5_BALANCE,
     "[\"\xE9\xA4\x98\xE9\xA1\x8D\"]"},
    {"the page's charset", "text/html", "<meta charset=gbk><p>" GBK_BALANCE,
     "[\"" BALANCE "\"]"},
    {"the page's charset, as it was written once", "text/html",
     "<META http-equiv=Content-Type content=\"text/html; charset=GB2312\"><p>" GBK_BALANCE,
     "[\"" BALANCE "\"]"},
    {"the header's goes before the page's", "text/html; charset=utf-8",
     "<meta charset=gbk><p>" BALANCE, "[\"" BALANCE "\"]"},
    {"a mark goes before both", "text/html; charset=gbk", "\xEF\xBB\xBF<p>" BALANCE,
     "[\"" BALANCE "\"]"},
    {"XML's own", "text/xml",
     "<?xml version='1.0' encoding='GBK'?><a><p>" GBK_BALANCE "</p></a>", "[\"" BALANCE "\"]"},
    {"a charset nobody knows is UTF-8", "text/html; charset=klingon", "<p>" BALANCE,
     "[\"" BALANCE "\"]"},
    {"Latin-1 is what browsers take for it", "text/html; charset=iso-8859-1", "<p>\xE9\x80",
     "[\"\xC3\xA9\xE2\x82\xAC\"]"},
    {"bytes that are no character end nothing", "text/html",
     "<p>a\xFF\xFE"
     "b<p>c",
     "[\"a\xEF\xBF\xBD\xEF\xBF\xBD"
     "b\",\"c\"]"},
    {"nor do they in GBK", "text/html; charset=gbk", "<p>a\xFF<p>" GBK_BALANCE,
     "[\"a\xEF\xBF\xBD\",\"" BALANCE "\"]"},
    {"half a character at the end", "text/html; charset=gbk", "<p>a<p>b\xD3",
     "[\"a\",\"b\xEF\xBF\xBD\"]"},
    {"blanks", "text/html", " \n ", "[]"},
    {"a comment alone", "text/html", "<!---->", "[]"},
    {"another kind of body is a paragraph", "application/json", "{}", "[\"{}\"]"},
    {"no body", "text/html", "", "error: the body is empty"},
    {"XML that is none", "text/xml", "<a><p></a>",
     "error: the body is not well-formed XML (line 1: Opening and ending tag mismatch: p line 1 "
     "and a)"},
    {"text that is called XML", "text/xml", "hello",
     "error: the body is not well-formed XML (line 1: Start tag expected, '<' not found)"},
    {"an entity of its own", "text/xml", "<!DOCTYPE a [<!ENTITY p 'x'>]><a><p>&p;</p></a>",
     "error: the body declares entities of its own, which are not read"},
    {"an entity from a file", "text/xml",
     "<!DOCTYPE a [<!ENTITY p SYSTEM 'file:///etc/passwd'>]><a><p>&p;</p></a>",
     "error: the body declares entities of its own, which are not read"},
    {"declarations from elsewhere", "text/xml",
     "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/'> %p;]><a><p/></a>",
     "error: the body declares entities of its own, which are not read"},
    {"attributes that multiply", "text/xml",
     "<!DOCTYPE a [<!ATTLIST p x CDATA 'xxxxxxxxxxxxxxxxxxx'>]><a><p/></a>",
     "error: the body declares attributes of its own, which are not read"},
};

Test(html, reads)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_str_eq(by_xpath(arena, "//p", rows[i].type, rows[i].body), rows[i].found,
                         "%s: %s", rows[i].says,
                         by_xpath(arena, "//p", rows[i].type, rows[i].body));
}

Test(html, a_nul_ends_nothing)
{
    static const char body[] = "<p>a\0b<p>c";
    const char *problem = NULL;
    struct text text = {.at = body, .length = sizeof body - 1};
    const struct html *page = html_parse(arena, text, text_of(""), html_usual_limits, &problem);
    cr_assert_not_null(page, "%s", problem);
}

static const struct {
    const char *says, *type, *before, *text;
    size_t count;
    const char *after, *found; /* by count(//p) */
} large[] = {
    {"attributes", "text/html", "<p ", "a='' ", 100, ">", "[1]"},
    {"attributes without end, in HTML", "text/html", "<p ", "a0123456789 b ", 100000, ">",
     NULL},
    {"comments", "text/html", "<p>", "<!--x-->", 9000, "", "[1]"},
    {"too many comments", "text/html", "<p>", "<!--x-->", 11000, "",
     "error: the body has over 10000 comments, instructions and entities"},
    {"too many instructions", "text/xml", "<p>", "<?x?>", 11000, "</p>",
     "error: the body has over 10000 comments, instructions and entities"},
    {"too many attributes in all", "text/html", "", "<p a=1 b=2 c=3 d=4 e=5>", 90000, "",
     "error: the body has over 400000 attributes"},
    {"too large", "text/html", "", "xxxxxxxxxxxxxxxx", 600000, "",
     "error: the body is too large to be parsed"},
};

Test(html, large_pages_are_read_whole_or_refused)
{
    for (size_t i = 0; i < sizeof large / sizeof *large; i++) {
        const char *body =
            repeated(arena, large[i].before, large[i].text, large[i].count, large[i].after);
        const char *found = by_xpath(arena, "count(//p)", large[i].type, body);
        if (large[i].found != NULL)
            cr_expect_str_eq(found, large[i].found, "%s: %s", large[i].says, found);
    }
}

/* Each a new name, so that looking for doubles would look at all before it. */
Test(html, attributes_without_end_are_refused_in_time)
{
    struct buffer body;
    buffer_init(&body, 4 << 20);
    buffer_add_string(&body, "<p ");
    for (int i = 0; i < 200000; i++)
        buffer_printf(&body, "a%d ", i);
    buffer_add_string(&body, ">");
    cr_expect_str_eq(by_xpath(arena, "//p", "text/html", buffer_text(&body).at),
                     "error: an element of the body has over 256 attributes");
    buffer_done(&body);
}
