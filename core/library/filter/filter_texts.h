#pragma once

#include "core/library/filter/filter_value.h"
#include "core/library/health/clean_view.h"
#include "core/library/tags/audio_format.h"

#include <string>
#include <string_view>
#include <unordered_set>

namespace segue {

/// Whether one text, or one of several separated by U+001F, fits a condition on texts; its value is
/// folded. An artist is also each one that is named: "A feat. B" is A, and is B.
bool textFits(std::string_view text, const FilterTerm& term);

/// Whether a codec fits: by its name or that of the files it comes in, or what that begins with.
bool codecFits(tags::AudioFormat format, bool lossless, const FilterTerm& term);
/// Whether a codec is known at all.
bool isCodec(tags::AudioFormat format);

/// Artists that a condition is about through the names that count as one: those shown under a name
/// that fits it, and the one that the condition's own words are another spelling of.
class MeantArtists {
public:
    /// `names` may be null.
    MeantArtists(const CleanView* names, const FilterTerm& term);
    /// Whether the text is, or names, one of them.
    bool has(std::string_view text) const;

private:
    const CleanView* names_;
    std::unordered_set<std::string> meant_; // folded
};

} // namespace segue
