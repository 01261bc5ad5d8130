/* SPDX-License-Identifier: Apache-2.0 */
/* follow_value.h - what stands for one value of a request. */
#pragma once

#include "recording/values.h"

/* A value as it stands in a request. */
struct slot {
    struct text key; /* its name; of a path's segment the one before */
    struct text value;
    bool segment, number;
};

/* Whether the request and the answer call it the same: orderId and `id` of an order, too. */
bool follow_same_name(struct arena *arena, const struct slot *slot, const struct birth *birth);

/* The template for the whole value, NULL when it stays what it is. */
const char *follow_reference(struct draft *draft, const struct step *step,
                             const struct slot *slot);

/* The template of a longer text with values in it: a bearer's token, a number in a sentence. */
struct text follow_woven(struct draft *draft, const struct step *step, const struct slot *slot);

/* The one or the other; what is left is the customer's own. */
struct text follow_expressed(struct draft *draft, const struct step *step,
                             const struct slot *slot);
