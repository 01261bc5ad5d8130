/* SPDX-License-Identifier: Apache-2.0 */
/* serve.h - between libmicrohttpd and the handlers: requests made, guarded, answered. */
#pragma once

#include <microhttpd.h>

struct web;

/* The library's callbacks; `thing` is the struct web. */
enum MHD_Result serve_request(void *thing, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_length, void **request);
void serve_completed(void *thing, struct MHD_Connection *connection, void **request,
                     enum MHD_RequestTerminationCode how);
void serve_connection(void *thing, struct MHD_Connection *connection, void **socket,
                      enum MHD_ConnectionNotificationCode what);
