#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace segue {

/// What a filter can ask of a track.
enum class FilterField : std::uint8_t {
    title,
    artist,
    albumArtist,
    album,
    composer,
    genre,
    label,
    work,
    path,
    codec,
    year,
    released,
    added,
    played,
    rating,
    plays,
    skips,
    bpm,
    key,
    energy,
    brightness,
    length,
    bitrate,
    sampleRate,
    disc,
    track,
    kind,
    loved,
    never,
    lossless,
    compilation,
    missing,
    untagged,
    is, ///< is:loved is short for loved:yes
    has, ///< has:genre: the value is known
};

/// How a field's values are written and compared.
enum class FilterType : std::uint8_t {
    text,
    number,
    rating,
    length,
    date,
    key,
    kind,
    flag,
    is,
    has
};

struct FilterFieldInfo {
    FilterField field;
    FilterType type;
    std::string_view name;
    std::string_view alias; ///< another name; may be empty
    std::string_view hint; ///< an example of its use
    std::string_view about; ///< what it is, for the completion
};

/// All fields, in the order in which they are offered.
std::span<const FilterFieldInfo> filterFields();
const FilterFieldInfo& infoOf(FilterField field);
/// By name or alias; letters of either case.
std::optional<FilterField> filterFieldNamed(std::string_view name);
/// The field whose name is most like `name` (at most two letters apart), for "did you mean".
std::optional<FilterField> filterFieldLike(std::string_view name);

/// Flags that can follow "is:".
std::span<const FilterField> filterFlags();
/// The words of `kind:`, in the order of TrackKind.
std::span<const std::string_view> filterKinds();

} // namespace segue
