/* SPDX-License-Identifier: Apache-2.0 */
/* read_pictures.c - the pictures of one run. A file is only reached by a row that names it. */

#include "base/arena.h"
#include "base/files.h"
#include "store/asking.h"
#include "store/pictures.h"

bool read_pictures(struct reader *reader, const char *run_id, struct arena *arena,
                   const char *const **ret, size_t *ret_count, const char **ret_why)
{
    bool right;
    size_t count = 0;
    const char **names = arena_array(arena, MOST_PICTURES, const char *);
    sqlite3_stmt *rows = database_ask(&reader->db,
                                      "SELECT sha256 FROM pictures WHERE gone = 0 AND run ="
                                      " (SELECT id FROM runs WHERE run_id = ?) LIMIT ?",
                                      "si", run_id, (int64_t)MOST_PICTURES);
    while (database_next(&reader->db, rows, &right))
        names[count++] = column_string(rows, 0, arena);
    if (!right) {
        *ret_why = arena_strdup(arena, reader->db.why);
        return false;
    }
    *ret = names;
    *ret_count = count;
    return true;
}

bool read_picture(struct reader *reader, const char *run_id, const char *sha256,
                  struct arena *arena, struct text *ret, const char **ret_why)
{
    bool right;
    const char *name = NULL, *why = NULL;
    sqlite3_stmt *rows =
        database_ask(&reader->db,
                     "SELECT sha256 FROM pictures WHERE sha256 = ? AND gone = 0 AND run ="
                     " (SELECT id FROM runs WHERE run_id = ?)",
                     "ss", sha256, run_id);
    while (database_next(&reader->db, rows, &right))
        name = column_string(rows, 0, arena);
    if (!right) {
        *ret_why = arena_strdup(arena, reader->db.why);
        return false;
    }
    *ret = (struct text){0};
    if (name == NULL)
        return true;
    const char *path = picture_path(arena, reader->db.path, name);
    if (files_read(arena, path, MOST_PICTURE_BYTES, ret, &why))
        return true;
    *ret_why = arena_printf(arena, "the picture %s %s", path, why);
    return false;
}
