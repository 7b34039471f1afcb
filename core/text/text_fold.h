#pragma once

#include <string>
#include <string_view>

namespace segue {

/// `utf8` as it is compared in searches and when matching names: lower case, without diacritics,
/// full and half width the same, ligatures and special letters spelt out (ﬁ fi, æ ae, ß ss, ø o, ı
/// and İ i), apostrophes and invisible characters gone, runs of blanks as one, none at the ends.
/// Greek and Cyrillic fold as well; vowel signs of Indic scripts stay. What is no UTF-8 becomes
/// U+FFFD. Folding a folded text changes nothing. Any thread; ASCII costs about 1 ns a byte.
std::string foldText(std::string_view utf8);

/// Appends foldText(utf8) to `to`.
void appendFolded(std::string& to, std::string_view utf8);

/// Letters that have places of their own in some languages are sorted as in `language` ("sv",
/// "de-AT"…) from now on: å, ä, ö behind z in Swedish, ñ behind n in Spanish. Before the first call
/// it is the language of the environment. Keys made before stay as they are. Any thread.
void setSortLanguage(std::string_view language);

/// Key whose byte order is the order in lists: folded, numbers by value ("2" before "10"), leading
/// punctuation and articles ignored ("The Beatles" under B, "...And Justice" under A), letters by
/// the listener's language, see setSortLanguage().
std::string sortKey(std::string_view utf8);

} // namespace segue
