#include "core/recommend/packs/pack_columns.h"

#include "core/recommend/model/triplet_fields.h"
#include "core/text/text_fold.h"

#include <algorithm>
#include <array>
#include <utility>

namespace segue {

namespace {

using enum PackColumn;

constexpr std::string_view sepMark = "<SEP>";

constexpr std::array<std::pair<std::string_view, PackColumn>, 42> headers{
    {{"user", user}, {"userid", user}, {"username", user}, {"usersha1", user},
        {"usermboxsha1", user}, {"listener", user}, {"listenerid", user}, {"artist", artist},
        {"artistname", artist}, {"title", title}, {"track", title}, {"trackname", title},
        {"tracktitle", title}, {"song", title}, {"songname", title}, {"songtitle", title},
        {"recordingname", title}, {"album", album}, {"albumname", album}, {"release", album},
        {"releasename", album}, {"mbid", recording}, {"recordingmbid", recording},
        {"trackmbid", recording}, {"recordingid", recording}, {"item", item}, {"itemid", item},
        {"id", item}, {"songid", item}, {"trackid", item}, {"artistid", item},
        {"count", PackColumn::count}, {"plays", PackColumn::count},
        {"playcount", PackColumn::count}, {"playscount", PackColumn::count},
        {"listencount", PackColumn::count}, {"listens", PackColumn::count},
        {"listened", PackColumn::count}, {"scrobbles", PackColumn::count},
        {"weight", PackColumn::count}, {"times", PackColumn::count}, {"n", PackColumn::count}}};

} // namespace

PackColumn columnNamed(std::string_view header)
{
    std::string name = foldText(header);
    std::erase_if(name, [](char c) { return c == ' ' || c == '_' || c == '-' || c == '"'; });
    const auto* const found
        = std::ranges::find(headers, name, &std::pair<std::string_view, PackColumn>::first);
    return found == headers.end() ? other : found->second;
}

Result<std::vector<PackColumn>> columnsFrom(std::string_view list)
{
    std::vector<PackColumn> columns;
    while (true) {
        const auto comma = list.find(',');
        const std::string_view word = reco::trimmed(list.substr(0, comma));
        const PackColumn column = columnNamed(word);
        if (column == other && word != "-")
            return Error{"\"" + std::string(word.substr(0, 40))
                + "\" is no column. There are user, artist, title, album, mbid, id and count, and "
                  "- "
                  "for one to pass over."};
        columns.push_back(column);
        if (comma == std::string_view::npos || columns.size() >= PackFields::most)
            return columns;
        list.remove_prefix(comma + 1);
    }
}

Result<void> canBeTriplets(std::span<const PackColumn> columns)
{
    const auto has = [&](PackColumn kind) { return placeOf(columns, kind).has_value(); };
    if (!has(user))
        return Error{"no column is the listener (user)"};
    if (!has(artist) && !has(recording) && !has(item))
        return Error{"no column is an artist, a recording (mbid) or an id"};
    return {};
}

PackFields::Separator PackFields::separatorOf(std::string_view line)
{
    if (line.find(sepMark) != std::string_view::npos)
        return Separator::sep;
    return line.find('\t') != std::string_view::npos ? Separator::tab : Separator::comma;
}

void PackFields::split(std::string_view line, Separator separator)
{
    fields_.clear();
    count_ = 0;
    const auto keep = [&](std::string_view field) {
        if (++count_ <= most)
            fields_.push_back(field);
    };
    if (line.empty())
        return keep({});
    if (separator == Separator::sep) {
        for (auto at = line.find(sepMark); at != std::string_view::npos; at = line.find(sepMark)) {
            keep(reco::trimmed(line.substr(0, at)));
            line.remove_prefix(at + sepMark.size());
        }
        return keep(reco::trimmed(line));
    }
    const char mark = separator == Separator::tab ? '\t' : ',';
    while (true) {
        const char* const end = line.data() + line.size();
        keep(reco::takeField(line, mark));
        // A mark right before the end begins one more, empty field.
        if (line.empty())
            return end[-1] == mark ? keep({}) : void();
    }
}

std::optional<std::size_t> placeOf(std::span<const PackColumn> columns, PackColumn kind)
{
    const auto found = std::ranges::find(columns, kind);
    if (found == columns.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - columns.begin());
}

} // namespace segue
