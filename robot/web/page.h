/* SPDX-License-Identifier: Apache-2.0 */
/* page.h - what people see: the files of robot/web/page, which are built in. */
#pragma once

#include "web/request.h"

handle_fn page_app;   /* the one page behind every address for people */
handle_fn page_login; /* the form */
handle_fn page_asset; /* /static/NAME: looked up by its exact name */

/* A small page in both languages; the answer's status is set already. */
void page_error(struct request *request, struct answer *answer, const char *message);
