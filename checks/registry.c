/* SPDX-License-Identifier: Apache-2.0 */
/* registry.c - every subject there is. A new one is its file and its line. */

#include "model/subject.h"

#include <stddef.h>

#define SUBJECTS         \
    SUBJECT(body)        \
    SUBJECT(bytes)       \
    SUBJECT(certificate) \
    SUBJECT(console)     \
    SUBJECT(cookie)      \
    SUBJECT(css)         \
    SUBJECT(dialog)      \
    SUBJECT(header)      \
    SUBJECT(json)        \
    SUBJECT(jsonpath)    \
    SUBJECT(redirects)   \
    SUBJECT(regex)       \
    SUBJECT(request)     \
    SUBJECT(response)    \
    SUBJECT(status)      \
    SUBJECT(storage)     \
    SUBJECT(text)        \
    SUBJECT(time)        \
    SUBJECT(title)       \
    SUBJECT(url)         \
    SUBJECT(variable)    \
    SUBJECT(visible)     \
    SUBJECT(websocket)   \
    SUBJECT(xpath)

#define SUBJECT(name) extern const struct subject subject_##name;
SUBJECTS
#undef SUBJECT

#define SUBJECT(name) &subject_##name,
const struct subject *const subjects[] = {SUBJECTS NULL};
#undef SUBJECT
