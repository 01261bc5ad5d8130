/* SPDX-License-Identifier: Apache-2.0 */
/* follow.h - a request of the recording as a request of the journey. */
#pragma once

struct draft;
struct step;

/* Fills in target, headers, cookies and body; what answers said before is captured there. */
void follow_request(struct draft *draft, struct step *step);
