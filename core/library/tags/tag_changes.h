#pragma once

#include "core/library/tags/audio_format.h"
#include "core/library/tags/edit_recipe.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace segue::tags {

/// A field and its values, UTF-8; without values it is taken out of the file. Names are TagLib's
/// upper-case property names ("TITLE", "ALBUMARTIST", "DATE"…), the same in every format. Numbers
/// and totals are fields of their own (TRACKNUMBER, TRACKTOTAL, DISCNUMBER, DISCTOTAL), however the
/// format keeps them.
struct Field {
    std::string name;
    std::vector<std::string> values;
    friend bool operator==(const Field&, const Field&) = default;
};

/// Half-stars 1..10 in all the ways that players know: POPM with Windows' scale, FMPS_RATING,
/// RATING, the rate of MP4, WM/SharedUserRating.
inline constexpr std::string_view ratingField = "SEGUE_RATING";
/// How often it was played: FMPS_PLAYCOUNT, and POPM's counter.
inline constexpr std::string_view playsField = "SEGUE_PLAYS";

/// An embedded picture, encoded. `type` as in ID3v2: 3 is the front cover.
struct Picture {
    std::uint8_t type = 3;
    std::string mime, description, bytes;
    friend bool operator==(const Picture&, const Picture&) = default;
};

/// What shall be done to the embedded pictures.
struct PictureChange {
    enum class What : std::uint8_t {
        front, ///< the front cover is replaced by the one in `pictures`, others stay
        none, ///< all are taken out
        exactly, ///< `pictures` and no others: for undo
    };
    What what = What::front;
    std::vector<Picture> pictures;
};

/// An edit of one file. What is not named stays as it is, unknown frames and fields too.
struct TagChanges {
    std::vector<Field> fields;
    std::optional<PictureChange> pictures;
    bool empty() const { return fields.empty() && !pictures; }
};

/// An edit of one file, worked out and not carried out.
struct PlannedEdit {
    EditRecipe recipe;
    TagChanges before; ///< takes the edit back
    std::vector<std::string> unstored; ///< fields that the format has no place for
    AudioFormat format = AudioFormat::unknown;
    std::uint32_t durationMs = 0; ///< as read before the edit
};

/// What a file holds, for an editor.
struct FileFields {
    struct PictureInfo {
        std::uint8_t type = 3;
        std::string mime;
        std::uint64_t bytes = 0;
    };
    std::vector<Field> fields; ///< sorted by name, without pictures; long values cut
    std::vector<PictureInfo> pictures;
    AudioFormat format = AudioFormat::unknown;
    std::string problem; ///< why its tags cannot be edited, behind the file's name; empty: they can
};

} // namespace segue::tags
