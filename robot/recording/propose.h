/* SPDX-License-Identifier: Apache-2.0 */
/* propose.h - what a step may assert, what a poll waits for, what cleans up. */
#pragma once

struct draft;

void propose(struct draft *draft);
