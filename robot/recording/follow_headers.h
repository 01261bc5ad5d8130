/* SPDX-License-Identifier: Apache-2.0 */
/* follow_headers.h - the headers a customer's app adds, without those any browser sends. */
#pragma once

#include <stdbool.h>

struct draft;
struct step;

struct har_entry;

/* Its body is fields of a form, each of them once: else it is sent as it is. */
bool follow_is_form(const struct har_entry *entry);

/* Fills in the step's headers, and cookies that no answer of the recording set. */
void follow_headers(struct draft *draft, struct step *step);
