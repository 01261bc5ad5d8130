/* SPDX-License-Identifier: Apache-2.0 */
/* vocabulary.h - every family of members, passed down as one value.
 *
 * robot/command/vocabulary.c is the one place that includes every registry; tests pass a small one.
 * All lists end with NULL. */
#pragma once

struct felt_check;
struct generator;
struct predicate;
struct reporter;
struct step_kind;
struct subject;
struct wire;

struct vocabulary {
    const struct step_kind *const *step_kinds;
    const struct subject *const *subjects;
    const struct felt_check *const *felt_checks; /* NULL: none */
    const struct predicate *const *predicates;
    const struct generator *const *generators;
    const struct reporter *const *reporters;
    const struct wire *const *wires; /* kinds of channels; NULL where nothing is delivered */
};
