/* SPDX-License-Identifier: Apache-2.0 */
/* html_tree.h - a document from the inside. For html.c and xpath.c only. */
#pragma once

struct html {
    struct _xmlDoc *tree; /* elements are numbered: xmlXPathOrderDocElems */
};
