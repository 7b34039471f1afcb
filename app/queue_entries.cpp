#include "app/queue_entries.h"

#include <filesystem>
#include <unordered_map>

namespace segue::app {

namespace {

QString textOf(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QueueEntry entryOfFile(const std::string& path)
{
    QueueEntry entry;
    entry.path = path;
    entry.title = textOf(std::filesystem::path(path).filename().string());
    return entry;
}

QueueEntry entryOfTrack(const TrackTable& tracks, Row row)
{
    QueueEntry entry;
    entry.track = tracks[row].id;
    entry.title = textOf(tracks.text(tracks[row].title));
    entry.artist = textOf(tracks.text(tracks[row].artist));
    return entry;
}

std::vector<QueueEntry> queueEntries(
    const TrackTable& tracks, const std::vector<std::string>& files)
{
    // One pass over the library for all files, each looked for as given and with links resolved.
    std::unordered_map<std::string_view, Row> wanted;
    std::vector<std::string> resolved;
    for (const std::string& file : files) {
        std::error_code error;
        const auto real = std::filesystem::canonical(file, error);
        resolved.push_back(error ? file : real.string());
    }
    constexpr Row none = ~Row{0};
    for (const std::string& file : files)
        wanted.emplace(file, none);
    for (const std::string& file : resolved)
        wanted.emplace(file, none);
    for (Row row = 0; row < tracks.size(); ++row) {
        const auto found = wanted.find(tracks.text(tracks[row].path));
        if (found != wanted.end() && (found->second == none || tracks[row].available))
            found->second = row;
    }
    std::vector<QueueEntry> entries;
    for (std::size_t i = 0; i < files.size(); ++i) {
        Row row = wanted.at(files[i]);
        if (row == none)
            row = wanted.at(resolved[i]);
        entries.push_back(row == none ? entryOfFile(files[i]) : entryOfTrack(tracks, row));
    }
    return entries;
}

} // namespace

void makeQueueEntries(LibraryService& library, const std::vector<std::string>& files,
    QObject* context, std::function<void(std::vector<QueueEntry>)> then)
{
    std::vector<QueueEntry> entries = queueEntries(*library.tracks(), files);
    std::vector<std::string> loose;
    for (const QueueEntry& entry : entries) {
        if (!entry.track)
            loose.push_back(entry.path);
    }
    if (loose.empty())
        return then(std::move(entries));
    library.knowFiles(std::move(loose), context,
        [entries = std::move(entries), then = std::move(then)](
            const std::vector<LooseFile>& known) mutable {
            auto next = known.begin();
            for (QueueEntry& entry : entries) {
                if (entry.track)
                    continue;
                const LooseFile& file = *next++;
                entry.track = file.track;
                if (!file.title.empty())
                    entry.title = textOf(file.title);
                entry.artist = textOf(file.artist);
            }
            then(std::move(entries));
        });
}

} // namespace segue::app
