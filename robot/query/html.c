/* SPDX-License-Identifier: Apache-2.0 */
/* html.c - parsing pages of strangers, within limits and in silence. */

#include "query/html.h"
#include "base/arena.h"
#include "base/encode.h"
#include "base/must.h"
#include "document/json.h"
#include "model/subject.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <math.h>
#include <stdint.h>

/* Steps of one evaluation: some 100 ms at worst. */
enum { MOST_OPERATIONS = 5000000, MOST_EXPRESSION_BYTES = 16 * 1024 };

struct html {
    xmlDocPtr tree;
};

struct xpath {
    xmlXPathCompExprPtr compiled;
};

static void ignore(void *ctx, const char *format, ...)
{
    (void)ctx, (void)format;
}

static void ignore_structured(void *ctx, xmlErrorPtr error)
{
    (void)ctx, (void)error;
}

static void end_tree(void *thing)
{
    struct html *html = thing;
    xmlFreeDoc(html->tree);
}

static bool is_xml(struct text body, struct text content_type)
{
    struct text start = text_slice(text_trim(text_slice(body, 0, 200)), 0, 5);
    return text_is(start, "<?xml") || text_find(content_type, text_of("/xml"), 0) >= 0 ||
           text_find(content_type, text_of("+xml"), 0) >= 0;
}

/* The charset parameter of a Content-Type; NULL when there is none. */
static const char *charset_of(struct arena *arena, struct text content_type)
{
    struct text lower = text_copy(arena, content_type);
    for (size_t i = 0; i < lower.length; i++)
        if (lower.at[i] >= 'A' && lower.at[i] <= 'Z')
            ((char *)(uintptr_t)lower.at)[i] = (char)(lower.at[i] - 'A' + 'a');
    ptrdiff_t at = text_find(lower, text_of("charset="), 0);
    if (at < 0)
        return NULL;
    struct text name = text_slice(lower, (size_t)at + 8, lower.length);
    ptrdiff_t end = text_find(name, text_of(";"), 0);
    name = text_trim(end < 0 ? name : text_slice(name, 0, (size_t)end));
    if (name.length > 1 && name.at[0] == '"')
        name = text_slice(name, 1, name.length - 1);
    return name.length > 0 && name.length < 40 ? text_string(arena, name) : NULL;
}

/* libxml2 falls back to Latin-1 where a page names no charset; nearly all of today's are UTF-8. */
static const char *charset_for(struct arena *arena, struct text body, struct text content_type)
{
    const char *told = charset_of(arena, content_type);
    if (told != NULL)
        return told;
    struct text head = text_slice(body, 0, 4096);
    bool in_page = text_find(head, text_of("charset"), 0) >= 0 ||
                   text_find(head, text_of("CHARSET"), 0) >= 0;
    return !in_page && utf8_valid(body) ? "utf-8" : NULL;
}

const struct html_limits html_usual_limits = {.depth = 256, .elements = 100000};

/* Counts while the tree grows, so that it never grows over its limits. */
struct growth {
    struct arena *arena;
    struct html_limits limits;
    int64_t elements;
    const char *problem;
};

static bool may_grow(xmlParserCtxtPtr context)
{
    struct growth *growth = context->_private;
    if (growth->problem == NULL && context->nodeNr >= growth->limits.depth)
        growth->problem = arena_printf(growth->arena, "the body is nested too deep, over %lld",
                                       (long long)growth->limits.depth);
    else if (growth->problem == NULL && ++growth->elements > growth->limits.elements)
        growth->problem = arena_printf(growth->arena, "the body has over %lld elements",
                                       (long long)growth->limits.elements);
    if (growth->problem != NULL)
        xmlStopParser(context);
    return growth->problem == NULL;
}

static void start_html(void *thing, const xmlChar *name, const xmlChar **attributes)
{
    xmlParserCtxtPtr context = thing;
    /* Without it libxml2 leaves out, in silence, what is nested deeper than 256. */
    context->options |= XML_PARSE_HUGE;
    if (may_grow(context))
        xmlSAX2StartElement(context, name, attributes);
}

static void start_xml(void *thing, const xmlChar *name, const xmlChar *prefix,
                      const xmlChar *uri, int namespaces, const xmlChar **namespace_list,
                      int attributes, int defaulted, const xmlChar **attribute_list)
{
    if (may_grow(thing))
        xmlSAX2StartElementNs(thing, name, prefix, uri, namespaces, namespace_list, attributes,
                              defaulted, attribute_list);
}

static xmlDocPtr read_html(struct growth *growth, struct text body, const char *charset)
{
    htmlParserCtxtPtr context = htmlNewParserCtxt();
    must(context != NULL);
    context->_private = growth;
    context->sax->startElement = start_html;
    xmlDocPtr tree = htmlCtxtReadMemory(context, body.at, (int)body.length, NULL, charset,
                                        HTML_PARSE_RECOVER | HTML_PARSE_NONET |
                                            HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
    htmlFreeParserCtxt(context);
    return tree;
}

static xmlDocPtr read_xml(struct growth *growth, struct text body, const char *charset)
{
    xmlParserCtxtPtr context = xmlNewParserCtxt();
    must(context != NULL);
    context->_private = growth;
    context->sax->startElementNs = start_xml;
    xmlDocPtr tree =
        xmlCtxtReadMemory(context, body.at, (int)body.length, NULL, charset,
                          XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    xmlFreeParserCtxt(context);
    return tree;
}

const struct html *html_parse(struct arena *arena, struct text body, struct text content_type,
                              struct html_limits limits, const char **ret_problem)
{
    bool xml = is_xml(body, content_type);
    const char *charset = charset_for(arena, body, content_type);
    struct growth growth = {.arena = arena, .limits = limits};
    if (body.length > HTML_MOST_BYTES) {
        *ret_problem = "the body is too large to be parsed";
        return NULL;
    }
    if (xml && growth.limits.depth > html_usual_limits.depth)
        growth.limits.depth = html_usual_limits.depth;
    struct html *html = arena_make(arena, struct html);
    xmlSetGenericErrorFunc(NULL, ignore);
    xmlSetStructuredErrorFunc(NULL, ignore_structured);
    html->tree = xml ? read_xml(&growth, body, charset) : read_html(&growth, body, charset);
    if (html->tree != NULL)
        arena_defer(arena, end_tree, html);
    if (growth.problem == NULL && html->tree == NULL)
        growth.problem = xml ? "the body is not well-formed XML" : "the body is no HTML page";
    if (growth.problem != NULL) {
        *ret_problem = growth.problem;
        return NULL;
    }
    return html;
}

static void end_xpath(void *thing)
{
    struct xpath *xpath = thing;
    xmlXPathFreeCompExpr(xpath->compiled);
}

const struct xpath *xpath_compile(struct arena *arena, struct text expression,
                                  struct query_error *ret_error)
{
    if (expression.length == 0 || expression.length > MOST_EXPRESSION_BYTES) {
        *ret_error = (struct query_error){.message = "expected an XPath expression"};
        return NULL;
    }
    xmlXPathContextPtr context = xmlXPathNewContext(NULL);
    struct xpath *xpath = arena_make(arena, struct xpath);
    context->error = ignore_structured;
    xpath->compiled = xmlXPathCtxtCompile(context, BAD_CAST text_string(arena, expression));
    if (xpath->compiled == NULL) {
        /* int1 is where the parser stood; it may be past the end. */
        size_t at = context->lastError.int1 > 0 ? (size_t)context->lastError.int1 : 0;
        *ret_error =
            (struct query_error){.message = "not an XPath 1.0 expression",
                                 .offset = at < expression.length ? at : expression.length - 1};
    } else {
        arena_defer(arena, end_xpath, xpath);
    }
    xmlXPathFreeContext(context);
    return xpath->compiled != NULL ? xpath : NULL;
}

static const struct json *string_of(struct arena *arena, xmlChar *owned)
{
    struct text copy = text_copy(arena, text_of(owned != NULL ? (const char *)owned : ""));
    xmlFree(owned);
    return json_string(arena, copy);
}

/* As XPath's number() prints: whole numbers without a point; NaN and infinity are no numbers. */
static const struct json *number_of(struct arena *arena, double number)
{
    char *lexeme = arena_printf(arena, "%.17g", number);
    if (fabs(number) < 1e15)
        lexeme = arena_printf(arena, "%.15g", number);
    return json_is_number(text_of(lexeme)) ? json_number(arena, text_of(lexeme))
                                           : json_string_of(arena, lexeme);
}

static void take_nodes(xmlNodeSetPtr nodes, struct arena *arena, struct extracted *ret)
{
    size_t count = nodes != NULL && nodes->nodeNr > 0 ? (size_t)nodes->nodeNr : 0;
    if (count > HTML_MOST_RESULTS) {
        ret->problem = "more nodes than can be looked at";
        return;
    }
    if (count > 0)
        xmlXPathNodeSetSort(nodes);
    const struct json **items = arena_array(arena, count + 1, const struct json *);
    for (size_t i = 0; i < count; i++)
        items[i] = string_of(arena, xmlXPathCastNodeToString(nodes->nodeTab[i]));
    ret->items = items;
    ret->count = count;
    ret->untyped = true;
}

static void take_one(const struct json *value, struct arena *arena, struct extracted *ret)
{
    const struct json **items = arena_array(arena, 1, const struct json *);
    items[0] = value;
    ret->items = items;
    ret->count = 1;
    ret->singular = true;
    ret->untyped = value->kind == JSON_STRING;
}

void xpath_select(const struct xpath *xpath, const struct html *document, struct arena *arena,
                  struct extracted *ret)
{
    xmlXPathContextPtr context = xmlXPathNewContext(document->tree);
    context->error = ignore_structured;
    context->opLimit = MOST_OPERATIONS;
    xmlXPathObjectPtr found = xmlXPathCompiledEval(xpath->compiled, context);
    if (found == NULL)
        ret->problem = "the expression takes too long or cannot be evaluated";
    else if (found->type == XPATH_NODESET)
        take_nodes(found->nodesetval, arena, ret);
    else if (found->type == XPATH_NUMBER)
        take_one(number_of(arena, found->floatval), arena, ret);
    else if (found->type == XPATH_BOOLEAN)
        take_one(json_bool(found->boolval != 0), arena, ret);
    else
        take_one(string_of(arena, xmlXPathCastToString(found)), arena, ret);
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
}
