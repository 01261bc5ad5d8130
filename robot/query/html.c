/* SPDX-License-Identifier: Apache-2.0 */
/* html.c - parsing pages of strangers, within limits and in silence.
 *
 * The limits are watched while the tree grows, by the parser's own callbacks: afterwards would be
 * too late, and libxml2's own limits cut a document off without a word. What each is for:
 * attributes: looking for doubles is quadratic, 60,000 in one element take 6 s; comments and the
 * like: so is sorting text between them, 300,000 take over a minute; declarations: entities and
 * default attributes multiply what was sent. */

#include "query/html.h"
#include "base/arena.h"
#include "base/encode.h"
#include "base/must.h"
#include "query/html_charset.h"
#include "query/html_tree.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <libxml/xpath.h>
#include <string.h>

const struct html_limits html_usual_limits = {.depth = 256, .elements = 100000};

enum { MOST_MARGINALIA = 10000, MOST_ATTRIBUTES = 256, ATTRIBUTES_AN_ELEMENT = 4 };
enum { MOST_MESSAGE_BYTES = 120 };

struct parsing {
    struct arena *arena;
    xmlParserCtxtPtr parser;
    struct text left; /* not read yet */
    struct html_limits limits;
    int64_t elements, attributes, marginalia;
    const char *problem;   /* the limit that was crossed */
    const char *malformed; /* what is wrong with XML */
};

/* Browsers read text/html as HTML even when it begins with <?xml, and XHTML is HTML to us, too:
 * nobody writes namespaces into a path for a page. */
static bool is_xml(struct text body, struct text content_type)
{
    static const char *const html[] = {"text/html", "application/xhtml+xml"};
    struct text start = text_slice(text_trim(text_slice(body, 0, 200)), 0, 5);
    ptrdiff_t end = text_find(content_type, text_of(";"), 0);
    struct text type =
        text_trim(end < 0 ? content_type : text_slice(content_type, 0, (size_t)end));
    for (size_t i = 0; i < sizeof html / sizeof *html; i++)
        if (text_equal_ignoring_case(type, text_of(html[i])))
            return false;
    struct text suffix = text_slice(type, type.length - (type.length > 4 ? 4 : 0), type.length);
    return text_is(start, "<?xml") || text_equal_ignoring_case(suffix, text_of("/xml")) ||
           text_equal_ignoring_case(suffix, text_of("+xml"));
}

static const char too_many_attributes[] = "an element of the body has over 256 attributes";

static bool refuse(struct parsing *parsing, const char *problem)
{
    if (parsing->problem == NULL)
        parsing->problem = problem;
    xmlStopParser(parsing->parser);
    return false;
}

static bool admit(struct parsing *parsing, int64_t attributes)
{
    struct arena *arena = parsing->arena;
    const struct html_limits *limits = &parsing->limits;
    parsing->elements++;
    parsing->attributes += attributes;
    if (parsing->parser->nodeNr >= limits->depth)
        return refuse(parsing, arena_printf(arena, "the body is nested too deep, over %lld",
                                            (long long)limits->depth));
    if (parsing->elements > limits->elements)
        return refuse(parsing, arena_printf(arena, "the body has over %lld elements",
                                            (long long)limits->elements));
    if (parsing->attributes > ATTRIBUTES_AN_ELEMENT * limits->elements)
        return refuse(parsing, arena_printf(arena, "the body has over %lld attributes",
                                            (long long)ATTRIBUTES_AN_ELEMENT *
                                                (long long)limits->elements));
    return attributes <= MOST_ATTRIBUTES || refuse(parsing, too_many_attributes);
}

static void start_html(void *parser, const xmlChar *name, const xmlChar **attributes)
{
    struct parsing *parsing = ((xmlParserCtxtPtr)parser)->_private;
    int64_t count = 0;
    while (attributes != NULL && attributes[2 * count] != NULL)
        count++;
    if (admit(parsing, count))
        xmlSAX2StartElement(parser, name, attributes);
}

static void start_xml(void *parser, const xmlChar *name, const xmlChar *prefix,
                      const xmlChar *uri, int namespace_count, const xmlChar **namespaces,
                      int attribute_count, int defaulted, const xmlChar **attributes)
{
    struct parsing *parsing = ((xmlParserCtxtPtr)parser)->_private;
    if (admit(parsing, (int64_t)attribute_count + namespace_count))
        xmlSAX2StartElementNs(parser, name, prefix, uri, namespace_count, namespaces,
                              attribute_count, defaulted, attributes);
}

static bool admit_marginal(void *parser)
{
    struct parsing *parsing = ((xmlParserCtxtPtr)parser)->_private;
    return ++parsing->marginalia <= MOST_MARGINALIA ||
           refuse(parsing, "the body has over 10000 comments, instructions and entities");
}

static void comment(void *parser, const xmlChar *text)
{
    if (admit_marginal(parser))
        xmlSAX2Comment(parser, text);
}

static void instruction(void *parser, const xmlChar *target, const xmlChar *text)
{
    if (admit_marginal(parser))
        xmlSAX2ProcessingInstruction(parser, target, text);
}

static void entity(void *parser, const xmlChar *name)
{
    if (admit_marginal(parser))
        xmlSAX2Reference(parser, name);
}

static void refuse_entity(void *parser, const xmlChar *name, int type, const xmlChar *public_id,
                          const xmlChar *system_id, xmlChar *content)
{
    (void)name, (void)type, (void)public_id, (void)system_id, (void)content;
    refuse(((xmlParserCtxtPtr)parser)->_private,
           "the body declares entities of its own, which are not read");
}

static void refuse_attribute(void *parser, const xmlChar *element, const xmlChar *name,
                             int type, int fallback, const xmlChar *value,
                             xmlEnumerationPtr words)
{
    (void)element, (void)name, (void)type, (void)fallback, (void)value;
    xmlFreeEnumeration(words);
    refuse(((xmlParserCtxtPtr)parser)->_private,
           "the body declares attributes of its own, which are not read");
}

static void ignore(void *thing, xmlErrorPtr error)
{
    (void)thing, (void)error;
}

/* The first one: those that follow are its consequences. */
static void note_error(void *parser, xmlErrorPtr error)
{
    struct parsing *parsing = ((xmlParserCtxtPtr)parser)->_private;
    if (error->level != XML_ERR_FATAL || parsing->malformed != NULL)
        return;
    struct text message = utf8_cut(text_trim(text_of(error->message)), MOST_MESSAGE_BYTES);
    parsing->malformed =
        arena_printf(parsing->arena, "the body is not well-formed XML (line %d: %.*s)",
                     error->line, TEXT_ARGS(message));
}

/* Called whenever the parser wants more, so also in the middle of an element with attributes
 * without end: it has room for so many by then. Five cells each in XML. */
static int read_more(void *thing, char *to, int most)
{
    struct parsing *parsing = thing;
    if (parsing->parser->maxatts > 8 * MOST_ATTRIBUTES && parsing->problem == NULL)
        parsing->problem = too_many_attributes;
    if (parsing->problem != NULL)
        return 0;
    struct text part = text_slice(parsing->left, 0, (size_t)most);
    if (part.length > 0)
        memcpy(to, part.at, part.length);
    parsing->left = text_slice(parsing->left, part.length, parsing->left.length);
    return (int)part.length;
}

static void watch(xmlSAXHandlerPtr sax, bool xml)
{
    if (xml)
        sax->startElementNs = start_xml;
    else
        sax->startElement = start_html;
    sax->comment = comment;
    sax->processingInstruction = instruction;
    sax->reference = entity;
    sax->entityDecl = refuse_entity;
    sax->attributeDecl = refuse_attribute;
    sax->warning = NULL;
    sax->error = NULL;
    sax->fatalError = NULL;
    sax->serror = xml ? note_error : ignore;
}

static xmlDocPtr parse_html(struct parsing *parsing)
{
    parsing->parser = htmlNewParserCtxt();
    must(parsing->parser != NULL);
    parsing->parser->_private = parsing;
    watch(parsing->parser->sax, false);
    /* The limit on depth is ours: libxml2's ends the page in silence. */
    parsing->parser->options |= XML_PARSE_HUGE;
    return htmlCtxtReadIO(parsing->parser, read_more, NULL, parsing, NULL, "utf-8",
                          HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC |
                              HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
}

static xmlDocPtr parse_xml(struct parsing *parsing)
{
    parsing->parser = xmlNewParserCtxt();
    must(parsing->parser != NULL);
    parsing->parser->_private = parsing;
    watch(parsing->parser->sax, true);
    return xmlCtxtReadIO(parsing->parser, read_more, NULL, parsing, NULL, "utf-8",
                         XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_IGNORE_ENC |
                             XML_PARSE_HUGE);
}

static void end_tree(void *thing)
{
    struct html *html = thing;
    xmlFreeDoc(html->tree);
}

const struct html *html_parse(struct arena *arena, struct text body, struct text content_type,
                              struct html_limits limits, const char **ret_problem)
{
    bool xml = is_xml(body, content_type);
    struct parsing parsing = {.arena = arena, .limits = limits};
    if (body.length == 0 || body.length > HTML_MOST_BYTES) {
        *ret_problem =
            body.length == 0 ? "the body is empty" : "the body is too large to be parsed";
        return NULL;
    }
    parsing.left = html_to_utf8(arena, body, content_type);
    xmlSetStructuredErrorFunc(NULL, ignore); /* what is not said to a parser; of this thread */
    xmlDocPtr tree = xml ? parse_xml(&parsing) : parse_html(&parsing);
    if (parsing.problem == NULL && tree == NULL)
        parsing.problem =
            parsing.malformed != NULL ? parsing.malformed : "the body is no document";
    xmlFreeParserCtxt(parsing.parser);
    if (parsing.problem != NULL) {
        xmlFreeDoc(tree);
        *ret_problem = parsing.problem;
        return NULL;
    }
    /* Else libxml2 finds out the order of two siblings by walking from one to the other. */
    xmlXPathOrderDocElems(tree);
    struct html *html = arena_make(arena, struct html);
    html->tree = tree;
    arena_defer(arena, end_tree, html);
    return html;
}
