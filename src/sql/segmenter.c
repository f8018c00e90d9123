/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/segmenter.h"

#include <string.h>

typedef enum
{
  CLASS_GAP,
  CLASS_LETTER,
  CLASS_DIGIT,
  CLASS_MARK, /* belongs to the letter before, but says nothing */
  CLASS_CJK,
} Class;

typedef struct
{
  gunichar folded;
  Class class;
  gsize size; /* bytes in the original */
} Character;

/* Scripts that put no space between words, sorted: bopomofo, kana, Han, Hangul. */
static const struct
{
  gunichar first;
  gunichar last;
} cjk_ranges[] = {
  { 0x3005, 0x3007 }, { 0x3021, 0x3029 },   { 0x3041, 0x3096 },   { 0x309d, 0x309f },
  { 0x30a1, 0x30fa }, { 0x30fc, 0x30ff },   { 0x3105, 0x312f },   { 0x31a0, 0x31bf },
  { 0x31f0, 0x31ff }, { 0x3400, 0x4dbf },   { 0x4e00, 0x9fff },   { 0xac00, 0xd7a3 },
  { 0xf900, 0xfaff }, { 0x1b000, 0x1b16f }, { 0x20000, 0x3ffff },
};

static gboolean
is_cjk (gunichar c)
{
  if (c < cjk_ranges[0].first)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (cjk_ranges) && c >= cjk_ranges[i].first; i++)
    if (c <= cjk_ranges[i].last)
      return TRUE;
  return FALSE;
}

/* Wide and narrow forms, letters with accents, circled numbers and the like become what they look
 * like; case goes. Hangul syllables would fall apart and stay whole. */
static gunichar
fold (gunichar c)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];

  if (c < 0x80)
    return (gunichar)g_ascii_tolower ((char)c);
  if ((c >= 0x4e00 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7a3))
    return c;
  g_unichar_fully_decompose (c, TRUE, parts, G_N_ELEMENTS (parts));
  return g_unichar_tolower (parts[0]);
}

static Class
classify (gunichar c)
{
  if (c < 0x80)
    return g_ascii_isalpha (c) ? CLASS_LETTER : g_ascii_isdigit (c) ? CLASS_DIGIT : CLASS_GAP;
  if (is_cjk (c))
    return CLASS_CJK;
  if (g_unichar_ismark (c))
    return CLASS_MARK;
  if (g_unichar_isalpha (c))
    return CLASS_LETTER;
  return g_unichar_isdigit (c) ? CLASS_DIGIT : CLASS_GAP;
}

/* Any bytes will do: what is no character separates words. */
static gboolean
read_character (const RedressSegmenter *self, gsize offset, Character *character)
{
  const char *at = self->text + offset;
  gunichar c;

  if (offset >= self->length)
    return FALSE;
  *character = (Character){ .class = CLASS_GAP, .size = 1 };
  c = g_utf8_get_char_validated (at, (gssize)(self->length - offset));
  if (c == (gunichar)-1 || c == (gunichar)-2 || c == 0)
    return TRUE;
  character->size = (gsize)(g_utf8_next_char (at) - at);
  character->folded = fold (c);
  character->class = classify (character->folded);
  return TRUE;
}

static void
append (RedressSegment *segment, gunichar c)
{
  char bytes[6];
  gsize size = (gsize)g_unichar_to_utf8 (c, bytes);

  if (segment->length + size > sizeof segment->text)
    return;
  memcpy (segment->text + segment->length, bytes, size);
  segment->length += size;
}

/* The next character of a run, over marks. */
static gboolean
read_neighbour (const RedressSegmenter *self, gsize *offset, Character *character)
{
  while (read_character (self, *offset, character) && character->class == CLASS_MARK)
    *offset += character->size;
  return *offset < self->length && character->class == CLASS_CJK;
}

static void
take_cjk (RedressSegmenter *self, const Character *first, RedressSegment *segment)
{
  gsize next = segment->start + first->size;
  Character second;

  append (segment, first->folded);
  segment->end = next;
  if (read_neighbour (self, &next, &second))
    {
      append (segment, second.folded);
      segment->kind = REDRESS_SEGMENT_PAIR;
      segment->end = next + second.size;
      self->is_in_run = TRUE;
    }
  else
    {
      segment->kind = REDRESS_SEGMENT_LAST;
      segment->is_alone = !self->is_in_run;
      self->is_in_run = FALSE;
    }
  self->offset = next;
}

static void
take_word (RedressSegmenter *self, const Character *first, RedressSegment *segment)
{
  Character character = *first;

  segment->kind = REDRESS_SEGMENT_WORD;
  do
    {
      if (character.class != CLASS_MARK)
        append (segment, character.folded);
      self->offset += character.size;
    }
  while (read_character (self, self->offset, &character) &&
         (character.class == first->class || character.class == CLASS_MARK));
  segment->end = self->offset;
  self->is_in_run = FALSE;
}

/**
 * redress_segmenter_init:
 * @text: (array length=length): any bytes, kept by the caller
 * @length: how many
 */
void
redress_segmenter_init (RedressSegmenter *self, const char *text, gsize length)
{
  *self = (RedressSegmenter){ .text = text, .length = length };
}

/**
 * redress_segmenter_next:
 * @self: a segmenter
 * @segment: (out caller-allocates): what was found
 *
 * Letters make one word and digits another, so that "T-42", "t42" and "Ｔ４２" are the same.
 * Chinese, Japanese and Korean come as overlapping pairs, and the last character of a run once more
 * alone: then every word of two characters is a token, and one character is the beginning of a
 * token.
 *
 * Returns: %FALSE at the end of the text
 */
gboolean
redress_segmenter_next (RedressSegmenter *self, RedressSegment *segment)
{
  Character character;

  while (read_character (self, self->offset, &character))
    {
      segment->length = 0;
      segment->start = self->offset;
      segment->is_alone = FALSE;
      switch (character.class)
        {
        case CLASS_CJK:
          take_cjk (self, &character, segment);
          return TRUE;
        case CLASS_LETTER:
        case CLASS_DIGIT:
          take_word (self, &character, segment);
          return TRUE;
        case CLASS_MARK:
        case CLASS_GAP:
        default:
          self->offset += character.size;
          self->is_in_run = FALSE;
        }
    }
  return FALSE;
}
