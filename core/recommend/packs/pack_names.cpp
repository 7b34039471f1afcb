#include "core/recommend/packs/pack_names.h"

#include "core/base/random.h"
#include "core/recommend/packs/pack_columns.h"
#include "core/recommend/packs/text_lines.h"
#include "core/recommend/service/checked_bytes.h"
#include "core/text/display_path.h"
#include "core/text/encodings.h"
#include "core/text/text_fold.h"

#include <QByteArray>

#include <algorithm>

namespace segue {

namespace {

using enum PackColumn;

constexpr std::size_t mostNames = 10'000'000;
constexpr std::int64_t tellEvery = 1 << 12; // lines between two words of progress

std::uint64_t idHash(std::string_view id)
{
    return splitmix64Mix(checked::hashOf(id));
}

/// The columns of a file of names by its first line; empty when it has no usable ones.
std::vector<PackColumn> columnsOf(const PackFields& first, bool& isHeader)
{
    std::vector<PackColumn> columns;
    for (const std::string_view field : first.all())
        columns.push_back(columnNamed(field));
    isHeader = placeOf(columns, item).has_value();
    if (isHeader) {
        // Of a list of artists the name is the artist's, of one of songs the song's.
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (columns[i] == other && foldText(first.at(i)) == "name")
                columns[i] = placeOf(columns, artist) ? title : artist;
        }
    } else if (first.count() == 2) {
        columns = {item, artist};
    } else if (first.count() == 3) {
        columns = {item, artist, title};
    } else if (first.count() == 4) {
        columns = {item, item, artist, title};
    }
    return placeOf(columns, item) && placeOf(columns, artist) ? columns : std::vector<PackColumn>();
}

/// How many fields a line needs to have, up to the name.
std::size_t columnsNeeded(const std::vector<PackColumn>& columns)
{
    return std::max(*placeOf(columns, artist), placeOf(columns, title).value_or(0)) + 1;
}

} // namespace

std::optional<PackKey> PackNames::of(std::string_view id) const
{
    const auto found = keys.find(idHash(id));
    return found == keys.end() ? std::nullopt : std::optional(found->second);
}

std::string_view textOf(std::string_view field, std::string& buffer)
{
    const bool isPlain = isUtf8(field);
    if (isPlain && field.find("\"\"") == std::string_view::npos)
        return field;
    buffer = isPlain ? std::string(field) : fromWindows1252(field);
    for (auto at = buffer.find("\"\""); at != std::string::npos; at = buffer.find("\"\"", at + 1))
        buffer.erase(at, 1);
    return buffer;
}

Result<void> readPackNames(
    const std::string& path, const reco::FitControl& control, PackNames& names)
{
    auto lines = TextLines::open(path, control.stop);
    if (!lines)
        return lines.error();
    const std::string name = displayPath(QByteArray::fromStdString(path)).toStdString();
    PackFields fields;
    std::vector<PackColumn> columns;
    auto separator = PackFields::Separator::tab;
    std::string artistBuffer, titleBuffer;
    while ((*lines)->next()) {
        const std::int64_t number = (*lines)->number();
        if (number % tellEvery == 0 && control.progress)
            control.progress((*lines)->share());
        const auto leaveOut = [&](const std::string& why) {
            if (names.linesLeftOut++ == 0)
                names.complaint = "line " + std::to_string(number) + " of the names " + why;
        };
        if ((*lines)->isTooLong())
            leaveOut("is too long");
        if ((*lines)->line().empty())
            continue;
        if (columns.empty()) {
            separator = PackFields::separatorOf((*lines)->line());
            fields.split((*lines)->line(), separator);
            bool isHeader = false;
            columns = columnsOf(fields, isHeader);
            if (columns.empty()) {
                return Error{"The names in " + name
                    + " cannot be used: each line needs an id, an artist and a title (or an id and "
                      "an artist), or a first line that names them, but line "
                    + std::to_string(number) + " has " + std::to_string(fields.count())
                    + (fields.count() == 1 ? " column." : " columns.")};
            }
            names.ofArtists = !placeOf(columns, title);
            if (isHeader)
                continue;
        }
        fields.split((*lines)->line(), separator);
        // Some files leave out what is empty at the end; it matters only where it is needed.
        if (fields.count() > columns.size() || fields.count() < columnsNeeded(columns)) {
            leaveOut("has " + std::to_string(fields.count())
                + (fields.count() == 1 ? " column, " : " columns, ")
                + std::to_string(columns.size()) + " were expected");
            continue;
        }
        const std::string_view by = textOf(fields.at(*placeOf(columns, artist)), artistBuffer);
        PackKey key;
        key.name = names.ofArtists
            ? artistNameKey(by)
            : trackKey(by, textOf(fields.at(*placeOf(columns, title)), titleBuffer));
        if (const auto mbid = placeOf(columns, recording))
            key.recording = recordingKey(fields.at(*mbid));
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (columns[i] == item && !fields.at(i).empty())
                names.keys.try_emplace(idHash(fields.at(i)), key);
        }
        if (names.keys.size() > mostNames)
            return Error{"There are more than 10 million names in " + name + ": more than fit."};
    }
    if (const auto state = (*lines)->state(); !state)
        return state.error();
    if (names.keys.empty())
        return Error{"There are no names in " + name + '.'};
    return {};
}

} // namespace segue
