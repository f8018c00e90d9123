/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/render/renderer.h"
#include "support/folder.h"

G_BEGIN_DECLS

typedef struct
{
  RedressTestFolder *folder;
  RedressRenderer *renderer;
  char *output;
} RedressRenderFixture;

void redress_render_fixture_set_up (RedressRenderFixture *self, gconstpointer data);
void redress_render_fixture_tear_down (RedressRenderFixture *self, gconstpointer data);
RedressRenderResult *redress_test_try_render (RedressRenderFixture *self,
                                              GBytes *original,
                                              const char *media_type,
                                              GCancellable *cancellable,
                                              GError **error);
/* @original: (transfer full). What could not be made has left nothing behind. */
RedressRenderResult *
redress_test_render (RedressRenderFixture *self, GBytes *original, const char *media_type);
guint redress_test_count_files (const char *folder);
/* The file is what the rendition says, down to the digest. */
char *redress_test_read_rendition (RedressRenderFixture *self, RedressRendition *rendition);
void redress_test_assert_rendition (RedressRenderFixture *self,
                                    RedressRenderResult *made,
                                    guint index,
                                    RedressRenditionUse use,
                                    guint page,
                                    const char *media_type,
                                    guint width,
                                    guint height);
/* @original: (transfer full) */
void redress_test_assert_failed (RedressRenderFixture *self,
                                 GBytes *original,
                                 const char *media_type,
                                 const char *reason);

G_END_DECLS
