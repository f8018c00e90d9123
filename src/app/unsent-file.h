/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window.h"

G_BEGIN_DECLS

/* Decisions that find no way from this computer to the server: asks for a file, writes them into it
 * or brings them to the server from it, and says in @window what came of it. */
void redress_unsent_file_save (RedressWindow *window, RedressSync *sync);
void redress_unsent_file_hand_in (RedressWindow *window, RedressSync *sync);

G_END_DECLS
