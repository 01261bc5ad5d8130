/* SPDX-License-Identifier: Apache-2.0 */
/* registry.c - every subject there is. A new one is its file and its line. */

#include "model/subject.h"

#include <stddef.h>

#define SUBJECTS         \
    SUBJECT(body)        \
    SUBJECT(bytes)       \
    SUBJECT(certificate) \
    SUBJECT(cookie)      \
    SUBJECT(css)         \
    SUBJECT(header)      \
    SUBJECT(json)        \
    SUBJECT(jsonpath)    \
    SUBJECT(redirects)   \
    SUBJECT(regex)       \
    SUBJECT(status)      \
    SUBJECT(time)        \
    SUBJECT(url)         \
    SUBJECT(variable)    \
    SUBJECT(xpath)

#define SUBJECT(name) extern const struct subject subject_##name;
SUBJECTS
#undef SUBJECT

#define SUBJECT(name) &subject_##name,
const struct subject *const subjects[] = {SUBJECTS NULL};
#undef SUBJECT
