/* SPDX-License-Identifier: Apache-2.0 */
/* list.c - growing by doubling, removing by closing the gap. */

#include "alert/list.h"
#include "base/must.h"

#include <stdlib.h>
#include <string.h>

void list_add(struct list *list, void *item)
{
    if (list->count == list->size) {
        size_t size = list->size > 0 ? list->size * 2 : 4;
        void **at = realloc(list->at, size * sizeof *at);
        must(at != NULL);
        list->at = at;
        list->size = size;
    }
    list->at[list->count++] = item;
}

void list_remove(struct list *list, const void *item)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->at[i] == item) {
            list->count--;
            memmove(&list->at[i], &list->at[i + 1], (list->count - i) * sizeof *list->at);
            return;
        }
}

void list_done(struct list *list)
{
    free(list->at);
    *list = (struct list){0};
}

void *list_make(size_t size)
{
    void *thing = calloc(1, size);
    must(thing != NULL);
    return thing;
}

bool string_keep(char **at, const char *string)
{
    if (string == NULL)
        string = "";
    if (*at != NULL && strcmp(*at, string) == 0)
        return false;
    char *copy = strdup(string);
    must(copy != NULL);
    free(*at);
    *at = copy;
    return true;
}
