/* SPDX-License-Identifier: Apache-2.0 */
/* jsonpath_filter.c - filters: precedence, and what may stand where.
 *
 * What may stand where depends on types (RFC 9535 section 2.4.3): a test is a query or a function
 * that says yes or no, a comparison is between single values. Both are parsed alike, then judged
 * by what follows, so that errors can say what was meant. */

#include "base/arena.h"
#include "query/jsonpath_function.h"
#include "query/jsonpath_parse.h"
#include "query/jsonpath_term.h"

static const struct {
    const char *word;
    enum comparison comparison;
} comparisons[] = {
    {"==", COMPARE_EQUAL},         {"!=", COMPARE_UNEQUAL},
    {"<=", COMPARE_LESS_OR_EQUAL}, {">=", COMPARE_GREATER_OR_EQUAL},
    {"<", COMPARE_LESS},           {">", COMPARE_GREATER},
};

static bool take_comparison(struct scan *s, enum comparison *ret)
{
    for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++) {
        if (scan_take(s, comparisons[i].word)) {
            *ret = comparisons[i].comparison;
            return true;
        }
    }
    return false;
}

static struct filter *filter_new(struct scan *s, enum filter_kind kind)
{
    struct filter *made = arena_make(s->arena, struct filter);
    made->kind = kind;
    return made;
}

/* Is the term one value at most? */
static bool check_comparable(struct scan *s, const struct term *term)
{
    if (term->kind == TERM_QUERY && !term->path->singular)
        return scan_fail(s, term->offset,
                         "only a query for one node can be compared: this one may find several "
                         "(use count() or value())");
    if (term->kind == TERM_QUERY && !term->path->comparable)
        return scan_fail(s, term->offset,
                         "a query that is compared has no blanks inside its brackets");
    if (term->kind == TERM_CALL && term->call->function->result != TYPE_VALUE)
        return scan_fail(s, term->offset,
                         arena_printf(s->arena, "%s() says yes or no: it cannot be compared",
                                      term->call->function->name));
    return true;
}

static bool check_test(struct scan *s, const struct term *term)
{
    if (term->kind == TERM_LITERAL)
        return scan_fail(s, term->offset,
                         "a literal is no condition: compare it with something");
    if (term->kind == TERM_CALL && term->call->function->result == TYPE_VALUE)
        return scan_fail(s, term->offset,
                         arena_printf(s->arena, "%s() gives a value: compare it with something",
                                      term->call->function->name));
    return true;
}

static struct filter *parse_comparison(struct scan *s, const struct term *left,
                                       enum comparison comparison)
{
    struct filter *made = filter_new(s, FILTER_COMPARE);
    if (!check_comparable(s, left))
        return NULL;
    scan_blanks(s);
    const struct term *right = parse_term(s);
    if (right == NULL || !check_comparable(s, right))
        return NULL;
    made->comparison = comparison;
    made->left = left;
    made->right = right;
    return made;
}

/* Something alone, or the left of a comparison. */
static struct filter *parse_test_or_comparison(struct scan *s)
{
    enum comparison comparison;
    const struct term *left = parse_term(s);
    if (left == NULL)
        return NULL;
    size_t behind = s->at;
    scan_blanks(s);
    if (take_comparison(s, &comparison))
        return parse_comparison(s, left, comparison);
    if (scan_look(s, 0) == '=') {
        scan_fail(s, s->at,
                  scan_look(s, 1) == '~' ? "use match() or search() for regular expressions"
                                         : "use == to compare");
        return NULL;
    }
    s->at = behind;
    if (!check_test(s, left))
        return NULL;
    struct filter *made = filter_new(s, FILTER_TEST);
    made->left = left;
    return made;
}

static bool refuse_comparison(struct scan *s, const char *message)
{
    enum comparison comparison;
    size_t behind = s->at;
    scan_blanks(s);
    size_t at = s->at;
    bool found = take_comparison(s, &comparison);
    s->at = behind;
    return !found || scan_fail(s, at, message);
}

/* Behind the opening parenthesis. */
static struct filter *parse_parentheses(struct scan *s)
{
    if (!parse_deeper(s))
        return NULL;
    scan_blanks(s);
    struct filter *inner = parse_filter(s);
    s->depth--;
    if (inner == NULL)
        return NULL;
    scan_blanks(s);
    if (!scan_take(s, ")")) {
        scan_fail(s, s->at, "expected && or || or )");
        return NULL;
    }
    if (!refuse_comparison(s, "a condition in parentheses cannot be compared"))
        return NULL;
    return inner;
}

/* Behind the exclamation mark, which is at `at`. */
static struct filter *parse_not(struct scan *s, size_t at)
{
    struct filter *made = filter_new(s, FILTER_NOT);
    scan_blanks(s);
    bool parentheses = scan_take(s, "(");
    made->parts = parentheses ? parse_parentheses(s) : parse_test_or_comparison(s);
    if (made->parts == NULL)
        return NULL;
    if (parentheses || made->parts->kind != FILTER_COMPARE)
        return made;
    scan_fail(s, at, "! stands before a test: for a comparison write !(a == b)");
    return NULL;
}

static struct filter *parse_basic(struct scan *s)
{
    size_t at = s->at;
    if (scan_take(s, "("))
        return parse_parentheses(s);
    return scan_take(s, "!") ? parse_not(s, at) : parse_test_or_comparison(s);
}

/* `part op part op part`, as one filter of several parts; a part alone stays what it is. */
static struct filter *parse_chain(struct scan *s, enum filter_kind kind, const char *operator,
                                  struct filter * (*parse_part)(struct scan *s))
{
    struct filter *first = parse_part(s), *last = first;
    bool several = false;
    while (last != NULL) {
        size_t behind = s->at;
        scan_blanks(s);
        if (!scan_take(s, operator)) {
            s->at = behind;
            break;
        }
        scan_blanks(s);
        several = true;
        last = last->next = parse_part(s);
    }
    if (last == NULL || !several)
        return last == NULL ? NULL : first;
    struct filter *made = filter_new(s, kind);
    made->parts = first;
    return made;
}

static struct filter *parse_and(struct scan *s)
{
    return parse_chain(s, FILTER_AND, "&&", parse_basic);
}

struct filter *parse_filter(struct scan *s)
{
    struct filter *made = parse_chain(s, FILTER_OR, "||", parse_and);
    size_t behind = s->at;
    scan_blanks(s);
    int c = scan_look(s, 0);
    if (made != NULL && (c == '&' || c == '|')) {
        scan_fail(s, s->at, c == '&' ? "use && for and" : "use || for or");
        return NULL;
    }
    s->at = behind;
    return made;
}
