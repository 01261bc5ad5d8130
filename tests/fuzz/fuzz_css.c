/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_css.c - any selector: elements or attributes of a page that has some of everything, or an
 * error inside the selector. It must never become another kind of expression. */

#include "base/arena.h"
#include "base/must.h"
#include "model/subject.h"
#include "query/css.h"
#include "query/html.h"
#include "query/xpath.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const char page[] =
    "<html lang=zh><body><ul id=a class='x y'><li>1<li id=b data-n='it\"s'>2<li><b></b><i>3</i>"
    "</ul><p title=''><a href='/a.html' v-on:click=go>x</a></body></html>";

static void select_from_page(struct arena *arena, const struct xpath *selector)
{
    struct extracted found = {0};
    const char *problem = NULL;
    const struct html *html =
        html_parse(arena, text_of(page), text_of("text/html"), html_usual_limits, &problem);
    must(html != NULL);
    xpath_select(selector, html, arena, &found);
    must(found.problem != NULL || !found.singular);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct query_error error = {0};
    struct text text = {.at = size > 0 ? (const char *)bytes : "", .length = size};
    const struct xpath *selector = css_compile(arena, text, &error);
    if (selector != NULL)
        select_from_page(arena, selector);
    else
        must(error.message != NULL && error.offset <= size);
    arena_end(arena);
    return 0;
}
