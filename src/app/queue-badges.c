/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/queue-badges.h"

#include "config.h"

#include "app/labels.h"

#include <glib/gi18n.h>

typedef struct
{
  RedressRowBadge *badges;
  guint max;
  guint n;
} List;

static void
add (List *list, char *text, const char *icon, const char *style)
{
  if (list->n < list->max)
    list->badges[list->n] = (RedressRowBadge){ text, icon, style };
  else
    g_free (text);
  list->n++;
}

static void
add_flag (List *list, guint badges, guint badge)
{
  if (badges & badge)
    add (list, g_strdup (redress_badge_get_label (badge)), redress_badge_get_icon (badge),
         redress_badge_get_style (badge));
}

static void
add_outbox (List *list, RedressQueueItem *item, RedressTime now)
{
  gint64 seconds =
      item->leaves_at > now ? (item->leaves_at - now + REDRESS_SECOND - 1) / REDRESS_SECOND : 0;

  switch (item->outbox_state)
    {
    case REDRESS_OUTBOX_CONFLICT:
      add (list, g_strdup (C_ ("badge", "Conflict")), "dialog-warning-symbolic", "warn");
      break;
    case REDRESS_OUTBOX_REFUSED:
      add (list, g_strdup (C_ ("badge", "Refused")), "dialog-error-symbolic", "bad");
      break;
    case REDRESS_OUTBOX_UNREADABLE:
      add (list, g_strdup (C_ ("badge", "Cannot be read")), "dialog-error-symbolic", "bad");
      break;
    case REDRESS_OUTBOX_APPLIED:
      add (list, g_strdup (C_ ("badge", "Applied")), "object-select-symbolic", "ok");
      break;
    case REDRESS_OUTBOX_RECORDED:
      if (seconds > 0)
        {
          add (list, g_strdup_printf (_ ("Leaves in %d s"), (int)seconds), "mail-send-symbolic",
               "acc");
          break;
        }
      G_GNUC_FALLTHROUGH;
    case REDRESS_OUTBOX_SENDING:
    default:
      add (list, g_strdup (C_ ("badge", "Waits to send")), "mail-send-symbolic", "acc");
    }
}

static void
add_claim (List *list, const RedressClaim *claim, const char *account, RedressTime now)
{
  if (claim == NULL || claim->lease_until < now)
    return;
  if (account != NULL && g_strcmp0 (claim->holder, account) == 0)
    add (list, g_strdup (C_ ("badge", "Mine")), "avatar-default-symbolic", "acc");
  else
    add (list, g_strdup (claim->holder_name), "avatar-default-symbolic", "");
}

guint
redress_queue_item_list_badges (RedressQueueItem *item,
                                const char *account,
                                gboolean races,
                                RedressTime now,
                                RedressRowBadge *badges,
                                guint max)
{
  List list = { badges, max, 0 };
  guint flags = item->summary->badges;

  if (item->has_outbox)
    add_outbox (&list, item, now);
  /* Among races all race, and who has one matters most. */
  if (races)
    add_claim (&list, item->summary->claim, account, now);
  add_flag (&list, flags, REDRESS_BADGE_COMPLAINT);
  add_flag (&list, flags, REDRESS_BADGE_EFFECT_FAILED);
  add_flag (&list, flags, REDRESS_BADGE_REUSED_FILE);
  add_flag (&list, flags, REDRESS_BADGE_DUPLICATE);
  if (!races)
    add_flag (&list, flags, REDRESS_BADGE_RACE);
  add_flag (&list, flags, REDRESS_BADGE_INCIDENT);
  if (!races)
    add_claim (&list, item->summary->claim, account, now);
  add_flag (&list, flags, REDRESS_BADGE_FOUR_EYES);
  add_flag (&list, flags, REDRESS_BADGE_NEW_EVIDENCE);
  if (item->has_draft)
    add (&list, g_strdup (C_ ("badge", "Draft")), "document-edit-symbolic", "");
  if (item->ready_offline)
    add (&list, g_strdup (C_ ("badge", "Ready")), "folder-download-symbolic", "");
  add_flag (&list, flags, REDRESS_BADGE_SUPERVISOR);
  add_flag (&list, flags, REDRESS_BADGE_PEAK);
  add_flag (&list, flags, REDRESS_BADGE_ONLINE_ONLY);
  return list.n;
}

void
redress_row_badges_clear (RedressRowBadge *badges, guint n)
{
  for (guint i = 0; i < n; i++)
    g_clear_pointer (&badges[i].text, g_free);
}
