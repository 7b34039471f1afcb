#include "app/cli/target.h"

#include "app/cli/text_table.h"
#include "app/data_folder.h"
#include "core/library/search.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {

constexpr std::size_t maxCandidates = 10;

bool isDigits(const std::string& text)
{
    return !text.empty()
        && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Result<Row> byId(const TrackTable& tracks, const std::string& digits)
{
    std::int64_t id = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), id);
    if (parsed.ec == std::errc{}) {
        if (const auto row = tracks.rowOf(TrackId{id}))
            return *row;
    }
    return Error{"There is no track " + digits
        + " in the library. `segue tracks WORDS` shows the ids; for a file of that name write ./"
        + digits + "."};
}

Result<Row> bySearch(const TrackTablePtr& tracks, const std::string& words)
{
    std::vector<Row> found = SearchIndex(tracks).find(words);
    std::erase_if(found, [&](Row row) { return !(*tracks)[row].available; });
    if (found.size() == 1)
        return found.front();
    const std::string shown = printable(words).toStdString();
    if (found.empty())
        return Error{"No track matches \"" + shown + "\"."};
    QString message = u"%1 tracks match \"%2\"; give one of these ids:"_s.arg(found.size())
                          .arg(QString::fromStdString(shown));
    for (std::size_t i = 0; i < std::min(found.size(), maxCandidates); ++i) {
        message += u"\n  %1  %2"_s.arg((*tracks)[found[i]].id.value, 6)
                       .arg(describeTrack(*tracks, found[i]));
    }
    if (found.size() > maxCandidates)
        message
            += u"\n  … and %1 more: `segue tracks` lists them"_s.arg(found.size() - maxCandidates);
    return Error{message.toStdString()};
}

} // namespace

std::optional<Row> rowOfFile(const TrackTable& tracks, const std::string& path)
{
    std::error_code error;
    const std::string real = std::filesystem::canonical(path, error).string();
    std::optional<Row> found;
    for (Row row = 0; row < tracks.size(); ++row) {
        const std::string_view candidate = tracks.text(tracks[row].path);
        if (candidate != path && (error || candidate != real))
            continue;
        if (tracks[row].available)
            return row;
        found = row;
    }
    return found;
}

Result<Row> resolveTarget(
    const TrackTablePtr& tracks, const std::string& target, const std::string& folder)
{
    if (isDigits(target))
        return byId(*tracks, target);
    const std::string path = absolutePath(folder, target);
    if (const auto row = rowOfFile(*tracks, path))
        return *row;
    std::error_code error;
    if (std::filesystem::is_regular_file(path, error)) {
        return Error{"The file " + printable(path).toStdString()
            + " is not in the library. Scan its folder first: segue scan DIR"};
    }
    if (target.starts_with('/') || target.starts_with("./") || target.starts_with("../"))
        return Error{"There is no file " + printable(path).toStdString() + "."};
    return bySearch(tracks, target);
}

std::string looseTarget(
    const TrackTable& tracks, const std::string& target, const std::string& folder)
{
    if (isDigits(target))
        return {};
    std::string path = absolutePath(folder, target);
    std::error_code error;
    if (rowOfFile(tracks, path) || !std::filesystem::is_regular_file(path, error))
        return {};
    return path;
}

TargetTrack targetTrack(const TrackTable& tracks, Row row)
{
    const TrackRecord& track = tracks[row];
    return {track.id, std::string(tracks.text(track.path)), std::string(tracks.text(track.title)),
        std::string(tracks.text(track.artist))};
}

QString describeTrack(const TargetTrack& track)
{
    const QString title = printable(track.title);
    const QString artist = printable(track.artist);
    return artist.isEmpty() ? title : title + u" - "_s + artist;
}

QString describeTrack(const TrackTable& tracks, Row row)
{
    return describeTrack(targetTrack(tracks, row));
}

} // namespace segue::app
