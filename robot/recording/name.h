/* SPDX-License-Identifier: Apache-2.0 */
/* name.h - what steps are called: "bank card code", "decision approved". */
#pragma once

struct draft;

void name_steps(struct draft *draft);
