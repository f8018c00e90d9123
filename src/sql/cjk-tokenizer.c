/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/connection-private.h"
#include "sql/segmenter.h"

/* The tokenizer has no settings and no state; FTS5 only wants something that is not NULL. */
static int
create_tokenizer (void *context, const char **arguments, int n_arguments, Fts5Tokenizer **tokenizer)
{
  static char nothing;

  *tokenizer = (Fts5Tokenizer *)&nothing;
  return n_arguments == 0 ? SQLITE_OK : SQLITE_ERROR;
}

static void
delete_tokenizer (Fts5Tokenizer *tokenizer)
{
}

/* The last character of a run is in the index for those who look for it alone. In a query it would
 * say that the run ends there. */
static int
tokenize (Fts5Tokenizer *tokenizer,
          void *context,
          int flags,
          const char *text,
          int length,
          int (*put) (void *, int, const char *, int, int, int))
{
  gboolean is_query = (flags & FTS5_TOKENIZE_QUERY) != 0;
  RedressSegmenter segmenter;
  RedressSegment segment;
  int status = SQLITE_OK;

  redress_segmenter_init (&segmenter, text, (gsize)length);
  while (status == SQLITE_OK && redress_segmenter_next (&segmenter, &segment))
    if (!is_query || segment.kind != REDRESS_SEGMENT_LAST || segment.is_alone)
      status =
          put (context, 0, segment.text, (int)segment.length, (int)segment.start, (int)segment.end);
  return status;
}

static fts5_api *
find_api (sqlite3 *handle)
{
  sqlite3_stmt *statement = NULL;
  fts5_api *api = NULL;

  if (sqlite3_prepare_v2 (handle, "SELECT fts5($1)", -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL);
      sqlite3_step (statement);
    }
  sqlite3_finalize (statement);
  return api;
}

/*
 * redress_sql_register_tokenizer:
 *
 * Makes `tokenize = 'cjk'` known to FTS5. Where SQLite was built without FTS5 nothing happens, and
 * making a search table fails.
 */
void
redress_sql_register_tokenizer (sqlite3 *handle)
{
  static fts5_tokenizer functions = { create_tokenizer, delete_tokenizer, tokenize };
  fts5_api *api = find_api (handle);

  if (api != NULL)
    api->xCreateTokenizer (api, "cjk", NULL, &functions, NULL);
}
