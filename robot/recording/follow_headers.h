/* SPDX-License-Identifier: Apache-2.0 */
/* follow_headers.h - the headers a customer's app adds, without those any browser sends. */
#pragma once

struct draft;
struct step;

/* Fills in the step's headers, and cookies that no answer of the recording set. */
void follow_headers(struct draft *draft, struct step *step);
