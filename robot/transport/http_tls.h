/* SPDX-License-Identifier: Apache-2.0 */
/* http_tls.h - TLS below an HTTP transfer: whom to trust, what was shown. */
#pragma once

#include <stdbool.h>

struct http_transfer;

/* Sets up the transfer's libcurl handle. */
void http_tls_prepare(struct http_transfer *transfer);
/* Records what was agreed on; true when it will be HTTP/2. To be called once connected. */
bool http_tls_connected(struct http_transfer *transfer);
/* The environment wants certificates verified. */
bool http_tls_verifies(const struct http_transfer *transfer);
