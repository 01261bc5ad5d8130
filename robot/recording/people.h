/* SPDX-License-Identifier: Apache-2.0 */
/* people.h - the persons of a recording: generated ones in their place, accounts as variables.
 *
 * A mobile that logs in names an account that exists, so it has to stay, as a variable. Whoever
 * registers, applies or is named as a contact can be anybody, and must not be the one recorded. */
#pragma once

struct draft;

/* Looks through all requests; afterwards values_find gives a reference for each of their values. */
void people_find(struct draft *draft);
