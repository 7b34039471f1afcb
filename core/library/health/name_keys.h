#pragma once

#include <string>
#include <string_view>

namespace segue::health {

/// What spellings of one artist's name share: folded, "Beatles, The" as "The Beatles", without the
/// leading article and punctuation, "&", "+", "and", "und", "et", "y" all the same. Empty for names
/// of signs alone ("!!!").
std::string artistKey(std::string_view name);

/// "A" of "A feat. B", "A ft. B", "A (featuring B)"; the whole name where nobody is featured.
std::string_view mainArtist(std::string_view name);

/// The guests that a title names: "B" of "Song (feat. B) [Live]"; empty: none.
std::string_view featuredIn(std::string_view title);

/// What copies of one recording share of their titles: folded, without guests and what tells
/// editions apart ("2011 Remaster"); live, demo, acoustic and remixed ones stay apart. Empty for
/// titles that many recordings have ("Intro", "Track 01", "Allegro").
std::string recordingKey(std::string_view title);

} // namespace segue::health
