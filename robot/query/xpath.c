/* SPDX-License-Identifier: Apache-2.0 */
/* xpath.c - XPath 1.0 by libxml2, with an end to its patience.
 *
 * libxml2 finds some errors only when it evaluates. They are the author's, so a new expression is
 * tried on a document of one element before any journey runs. When a shared expression is
 * evaluated, libxml2 notes in it which C function a name stands for: always the same one. */

#include "query/xpath.h"
#include "base/arena.h"
#include "base/encode.h"
#include "base/must.h"
#include "document/json.h"
#include "model/subject.h"
#include "query/html_tree.h"
#include "query/xpath_names.h"

#include <libxml/xmlerror.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <math.h>

/* Steps of one evaluation: some 200 ms at worst, where honest ones take under a thousandth. */
enum { MOST_OPERATIONS = 20000000, MOST_EXPRESSION_BYTES = 64 * 1024 };
enum { MOST_TEXT_BYTES = 32 << 20 };

struct xpath {
    xmlXPathCompExprPtr compiled;
};

static void ignore(void *thing, xmlErrorPtr error)
{
    (void)thing, (void)error;
}

static xmlXPathContextPtr new_context(xmlDocPtr tree)
{
    xmlXPathContextPtr context = xmlXPathNewContext(tree);
    must(context != NULL);
    context->error = ignore;
    context->opLimit = MOST_OPERATIONS;
    return context;
}

/* The XPath error, as xpath.h numbers them. */
static int error_of(xmlXPathContextPtr context)
{
    return context->lastError.code - XML_XPATH_EXPRESSION_OK;
}

static const char *error_words(int error, bool at_end)
{
    switch (error) {
    case XPATH_UNFINISHED_LITERAL_ERROR:
    case XPATH_START_LITERAL_ERROR:
        return "no closing quote";
    case XPATH_INVALID_PREDICATE_ERROR:
        return "expected ] to close a predicate";
    case XPATH_UNCLOSED_ERROR:
        return "expected )";
    case XPATH_INVALID_ARITY:
        return "wrong number of arguments to a function";
    case XPATH_INVALID_TYPE:
        return "an argument or operand of the wrong type: nodes are expected";
    case XPATH_INVALID_CHAR_ERROR:
    case XPATH_ENCODING_ERROR:
        return "a character that XPath does not allow";
    case XPATH_RECURSION_LIMIT_EXCEEDED:
        return "nested too deep";
    default:
        return at_end ? "the expression ends too early" : "not expected here by XPath 1.0";
    }
}

/* Wrong arguments are found on any document. */
static bool works(xmlXPathCompExprPtr compiled, struct query_error *ret_error)
{
    xmlDocPtr tree = xmlNewDoc(NULL);
    must(tree != NULL);
    xmlDocSetRootElement(tree, xmlNewDocNode(tree, NULL, BAD_CAST "a", NULL));
    xmlXPathContextPtr context = new_context(tree);
    xmlXPathObjectPtr found = xmlXPathCompiledEval(compiled, context);
    if (found == NULL)
        *ret_error = (struct query_error){.message = error_words(error_of(context), false)};
    bool right = found != NULL;
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    xmlFreeDoc(tree);
    return right;
}

static xmlXPathCompExprPtr compile(struct arena *arena, struct text expression,
                                   struct query_error *ret_error)
{
    xmlXPathContextPtr context = new_context(NULL);
    xmlXPathCompExprPtr compiled =
        xmlXPathCtxtCompile(context, BAD_CAST text_string(arena, expression));
    if (compiled == NULL) {
        /* int1 is where the parser stood; it may be past the end. */
        size_t at = context->lastError.int1 > 0 ? (size_t)context->lastError.int1 : 0;
        *ret_error = (struct query_error){
            .message = error_words(error_of(context), at >= expression.length),
            .offset = at < expression.length ? at : expression.length};
    }
    xmlXPathFreeContext(context);
    return compiled;
}

static void end_xpath(void *thing)
{
    struct xpath *xpath = thing;
    xmlXPathFreeCompExpr(xpath->compiled);
}

const struct xpath *xpath_compile(struct arena *arena, struct text expression,
                                  struct query_error *ret_error)
{
    *ret_error = (struct query_error){0};
    if (text_trim(expression).length == 0)
        ret_error->message = "expected an XPath expression";
    else if (expression.length > MOST_EXPRESSION_BYTES)
        ret_error->message = "the expression is too long";
    else if (!utf8_valid(expression) || text_find(expression, (struct text){"", 1}, 0) >= 0)
        ret_error->message = "the expression is not UTF-8 text";
    if (ret_error->message != NULL || !xpath_names_known(arena, expression, ret_error))
        return NULL;
    struct xpath *xpath = arena_make(arena, struct xpath);
    xpath->compiled = compile(arena, expression, ret_error);
    if (xpath->compiled == NULL)
        return NULL;
    arena_defer(arena, end_xpath, xpath);
    return works(xpath->compiled, ret_error) ? xpath : NULL;
}

static const struct json *string_of(struct arena *arena, xmlChar *owned)
{
    struct text copy = text_copy(arena, text_of((const char *)owned));
    xmlFree(owned);
    return json_string(arena, copy);
}

/* Whole numbers without a point; NaN and infinity, which JSON does not have, as XPath spells them. */
static const struct json *number_of(struct arena *arena, double number)
{
    if (!isfinite(number))
        return string_of(arena, xmlXPathCastNumberToString(number));
    const char *shape = fabs(number) < 1e15 ? "%.15g" : "%.17g";
    return json_number(arena, text_of(arena_printf(arena, shape, number)));
}

static void take_nodes(xmlNodeSetPtr nodes, struct arena *arena, struct extracted *ret)
{
    size_t count = nodes != NULL && nodes->nodeNr > 0 ? (size_t)nodes->nodeNr : 0;
    if (count > XPATH_MOST_RESULTS) {
        ret->problem = "the expression finds more nodes than can be looked at (100,000)";
        return;
    }
    if (count > 0)
        xmlXPathNodeSetSort(nodes);
    const struct json **items = arena_array(arena, count + 1, const struct json *);
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++) {
        items[i] = string_of(arena, xmlXPathCastNodeToString(nodes->nodeTab[i]));
        bytes += items[i]->text.length;
        if (bytes > MOST_TEXT_BYTES) { /* of nested elements each holds what is in the others */
            ret->problem = "the expression finds more text than can be looked at (32 MB)";
            return;
        }
    }
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
    xmlXPathContextPtr context = new_context(document->tree);
    xmlXPathObjectPtr found = xmlXPathCompiledEval(xpath->compiled, context);
    if (found == NULL)
        ret->problem = error_of(context) == XPATH_OP_LIMIT_EXCEEDED
                           ? "the expression takes too long on this body"
                           : "the expression cannot be evaluated on this body";
    else if (found->type == XPATH_NODESET)
        take_nodes(found->nodesetval, arena, ret);
    else if (found->type == XPATH_NUMBER)
        take_one(number_of(arena, found->floatval), arena, ret);
    else if (found->type == XPATH_BOOLEAN)
        take_one(json_bool(found->boolval != 0), arena, ret);
    else
        take_one(string_of(arena, xmlXPathCastToString(found)), arena, ret);
    ret->untrue = ret->singular && !xmlXPathCastToBoolean(found);
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
}
