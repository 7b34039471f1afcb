#include "core/library/filter/filter_texts.h"

#include "core/library/artist_names.h"
#include "core/text/text_fold.h"

#include <algorithm>

namespace segue {

namespace {

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

bool isArtist(FilterField field)
{
    return field == FilterField::artist || field == FilterField::albumArtist;
}

/// Names that a format goes by: its own, and those of the files it comes in. Folded.
std::string_view codecWords(tags::AudioFormat format, bool lossless)
{
    using enum tags::AudioFormat;
    switch (format) {
    case mp3:
        return "mp3 mpeg";
    case aac:
        return "aac";
    case flac:
        return "flac";
    case oggFlac:
        return "flac ogg";
    case vorbis:
        return "vorbis ogg";
    case opus:
        return "opus ogg";
    case speex:
        return "speex ogg";
    case mp4:
        return lossless ? "alac m4a mp4" : "aac m4a mp4";
    case wav:
        return "wav pcm";
    case aiff:
        return "aiff aif pcm";
    case asf:
        return lossless ? "wma asf lossless" : "wma asf";
    case ape:
        return "ape monkeys-audio";
    case wavpack:
        return "wavpack wv";
    case musepack:
        return "musepack mpc";
    case trueAudio:
        return "tta true-audio";
    case dsf:
        return "dsf dsd";
    default:
        return {};
    }
}

/// Whether a word of `words` begins with `part`, or is it.
bool hasWord(std::string_view words, std::string_view part, bool whole)
{
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(' '), words.size());
        const std::string_view word = words.substr(0, end);
        if (whole ? word == part : word.starts_with(part))
            return true;
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return false;
}

} // namespace

bool textFits(std::string_view text, const FilterTerm& term)
{
    if (term.test == FilterTerm::Test::equalsText && isArtist(term.field)) {
        const auto artists = artistsIn(text);
        if (artists.size() > 1 && std::ranges::any_of(artists, [&](std::string_view one) {
                return foldText(one) == term.text;
            }))
            return true;
    }
    while (true) {
        const std::size_t end = std::min(text.find('\x1f'), text.size());
        const std::string folded = foldText(text.substr(0, end));
        if (term.test == FilterTerm::Test::equalsText ? folded == term.text
                                                      : contains(folded, term.text))
            return true;
        if (end == text.size())
            return false;
        text.remove_prefix(end + 1);
    }
}

bool codecFits(tags::AudioFormat format, bool lossless, const FilterTerm& term)
{
    return hasWord(
        codecWords(format, lossless), term.text, term.test == FilterTerm::Test::equalsText);
}

bool isCodec(tags::AudioFormat format)
{
    return !codecWords(format, false).empty();
}

MeantArtists::MeantArtists(const CleanView* names, const FilterTerm& term)
    : names_(names)
{
    if (!names || !isArtist(term.field))
        return;
    for (const auto& [from, to] : names->artists) {
        if (from == term.text
            || (term.test == FilterTerm::Test::equalsText ? to == term.text
                                                          : contains(to, term.text)))
            meant_.insert(to);
    }
}

bool MeantArtists::has(std::string_view text) const
{
    const auto is
        = [this](std::string_view name) { return meant_.contains(names_->artist(foldText(name))); };
    return !meant_.empty() && (is(text) || std::ranges::any_of(artistsIn(text), is));
}

} // namespace segue
