/* SPDX-License-Identifier: Apache-2.0 */
/* css_attribute.h - names, attributes and their values as XPath. For css*.c only. */
#pragma once

#include "base/text.h"

struct buffer;
struct css_scan;

/* A string literal; a concat() of literals when it holds both kinds of quotes. */
void css_put_string(struct text t, struct buffer *out);

/* `FUNCTION()='name'`; in HTML names are lower case whatever the selector's are, in XML they are
 * not: a name with capitals is looked for both ways. */
void css_put_name_test(struct css_scan *s, const char *function, struct text name,
                       struct buffer *out);

/* `@NAME`, or `@*[...]` when XPath could not read the name so. */
void css_put_attribute(struct css_scan *s, struct text name, struct buffer *out);

/* `[id='...']` and the like for #id and .class. */
void css_put_id(struct text id, struct buffer *out);
void css_put_class(struct text class_name, struct buffer *out);

/* Reads `[name op value i]` and writes it as a predicate. */
bool css_attribute(struct css_scan *s, struct buffer *out);
