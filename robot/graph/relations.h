/* SPDX-License-Identifier: Apache-2.0 */
/* relations.h - the map as developers keep it, beside their code.
 *
 *     modules:
 *       - route: /fund/:id            # as on the measured map; any other :word stands for one segment
 *         name: 基金详情
 *         owner: wealth-team
 *         example: https://localhost:8443/fund/1
 *         leads_to: [/fund/:id/purchase]
 *       - route: /fund/:id/purchase */
#pragma once

struct arena;
struct diags;
struct graph;
struct node;

/* NULL when anything is wrong, all of it told in `diags`. The root must live as long as the graph. */
struct graph *graph_relations(struct arena *arena, const struct node *root,
                              struct diags *diags);
