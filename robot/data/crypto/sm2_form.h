/* SPDX-License-Identifier: Apache-2.0 */
/* sm2_form.h - the two ways to write an SM2 ciphertext.
 *
 * OpenSSL speaks ASN.1 (GM/T 0009: SEQUENCE of x, y, digest, text); apps mostly want the parts
 * joined (GB/T 32918.4): C1 the point as 04 x y, C3 the SM3 digest, C2 the text; or, before 2012,
 * C1 C2 C3. */
#pragma once

#include "base/text.h"

struct arena;

enum sm2_form { SM2_C1C3C2 = 0, SM2_C1C2C3, SM2_ASN1 };

/* False when `asn1` is not a ciphertext. */
bool sm2_form_join(struct arena *arena, struct text asn1, enum sm2_form form, struct text *ret);
/* The other way, of parts joined without the 04. */
bool sm2_form_split(struct arena *arena, struct text joined, enum sm2_form form,
                    struct text *ret_asn1);
