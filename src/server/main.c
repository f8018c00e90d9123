/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cli.h"

#include <locale.h>

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  return redress_cli_main (argc, argv);
}
