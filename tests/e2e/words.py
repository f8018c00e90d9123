# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk's words in the language it speaks, so that one page object reads any of them."""
import gettext
import os
import re

from backend import BUILD


class Words:
    def __init__(self, language="en"):
        self.catalogue = gettext.NullTranslations()
        if language != "en":
            self.catalogue = gettext.translation("redress", os.path.join(BUILD, "po"), [language])

    def say(self, text, context=None):
        """What stands in the source, as the desk says it."""
        return self.catalogue.pgettext(context, text) if context else self.catalogue.gettext(text)

    def part(self, text, context=None):
        """The longest part of a sentence that does not depend on what is filled in."""
        return max(re.split(r"%[0-9$]*[a-z]", self.say(text, context)), key=len).strip()
