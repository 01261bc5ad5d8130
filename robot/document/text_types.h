/* SPDX-License-Identifier: Apache-2.0 */
/* text_types.h - texts of a form that several tables want: custom types whose member is a const char *. */
#pragma once

#include "document/field.h"

/* An absolute URL of http or https with a host: https://example.com/hook */
extern const struct custom_type url_type;

/* A file or a folder, beside the document unless absolute, by reading->beside. */
extern const struct custom_type path_type;
