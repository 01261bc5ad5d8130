/* SPDX-License-Identifier: Apache-2.0 */
/* must.h - what to do when the programmer, not the world, is wrong. */
#pragma once

/* Stops the program when `truth` is false. For broken invariants only: bad input is a diag, a
 * broken network is a fault. Never compiled out, because a robot that went on with a broken
 * invariant would report verdicts nobody can trust. */
#define must(truth) ((truth) ? (void)0 : must_fail(#truth, __FILE__, __LINE__, __func__))

_Noreturn void must_fail(const char *truth, const char *file, int line, const char *func);
