/* SPDX-License-Identifier: Apache-2.0 */
/* native_source.h - the words on a native screen, from the XML by which Appium drivers tell it.
 *
 * Every driver has its own element names; what people read stands in a handful of attributes: text and
 * content-desc (UiAutomator2), label, name and value (XCUITest). */
#pragma once

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Up to `most` different words, in the order of the screen, entities resolved. Any bytes will do. */
size_t native_words(struct arena *arena, struct text source, struct text *words, size_t most);

/* An XPath expression for what says `text`: equal to it, or (not `exact`) containing it. */
const char *native_xpath(struct arena *arena, struct text text, bool exact);
