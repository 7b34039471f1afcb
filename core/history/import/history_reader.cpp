#include "core/history/import/history_reader.h"

#include "core/history/import/listenbrainz_history.h"
#include "core/history/import/source_file.h"
#include "core/history/import/source_reader.h"
#include "core/history/import/spotify_history.h"
#include "core/history/import/table_history.h"
#include "core/text/display_path.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <filesystem>
#include <new>

namespace segue {

namespace {

namespace fs = std::filesystem;

constexpr qint64 mostBytes = qint64{1} << 30, headBytes = 65'536;
constexpr std::size_t mostFiles = 20'000;
constexpr int deepest = 6;

std::optional<ImportSource> detectFile(const std::string& path)
{
    QFile file(QFile::decodeName(path.c_str()));
    std::error_code error;
    if (!fs::is_regular_file(path, error) || !file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return detectHistory(file.read(headBytes).toStdString());
}

/// The files in a folder that can be histories, by name.
std::vector<std::string> filesIn(const std::string& folder)
{
    std::vector<std::string> files;
    std::error_code error;
    fs::recursive_directory_iterator entry(
        folder, fs::directory_options::skip_permission_denied, error);
    for (; !error && entry != fs::recursive_directory_iterator() && files.size() < mostFiles;
         entry.increment(error)) {
        if (entry.depth() >= deepest)
            entry.disable_recursion_pending();
        static constexpr std::array<std::string_view, 5> kinds{
            ".json", ".jsonl", ".csv", ".tsv", ".txt"};
        std::string kind = entry->path().extension().string();
        for (char& c : kind)
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        std::error_code unknown;
        if (std::ranges::find(kinds, kind) != kinds.end() && entry->is_regular_file(unknown))
            files.push_back(entry->path().string());
    }
    std::ranges::sort(files);
    return files;
}

Result<std::string> textOfFile(const std::string& path, bool& guessed)
{
    auto bytes = bytesOfSource(path, mostBytes);
    if (!bytes)
        return bytes.error();
    return historyText(std::move(*bytes), guessed);
}

Result<void> readOne(const std::string& path, ImportSource source, ListeningHistory& to)
{
    bool guessed = false;
    const auto text = textOfFile(path, guessed);
    if (!text)
        return text.error();
    if (text->find_first_not_of(" \t\r\n") == std::string::npos)
        return aboutFile(path, "is empty. Export or download it again.");
    const auto read = [&]() -> Result<void> {
        switch (source) {
        case ImportSource::spotify:
            return spotify::readHistory(*text, to);
        case ImportSource::listenBrainz:
            return listenbrainz::readHistory(*text, to);
        case ImportSource::lastFm:
            return readLastFm(*text, to);
        default:
            return readPlayTable(*text, to);
        }
    }();
    if (!read)
        return aboutFile(path, read.error().message);
    if (to.isFull())
        return aboutFile(path, "and those before it hold more plays than a life has.");
    if (guessed) {
        to.notes.push_back(displayPath(QByteArray::fromStdString(path)).toStdString()
            + " is not in UTF-8 and was read as Latin-1: names may be misspelt.");
    }
    return {};
}

} // namespace

std::optional<ImportSource> detectHistory(std::string_view head)
{
    bool guessed = false;
    const std::string text = historyText(std::string(head), guessed);
    const auto has = [&text](std::string_view word) { return text.find(word) != text.npos; };
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos)
        return std::nullopt;
    if (text[first] == '[' || text[first] == '{') {
        if (has("\"listened_at\"") || has("\"track_metadata\""))
            return ImportSource::listenBrainz;
        if (has("\"master_metadata_track_name\"") || (has("\"ts\"") && has("\"ms_played\""))
            || (has("\"endTime\"") && has("\"msPlayed\"")))
            return ImportSource::spotify;
        return std::nullopt;
    }
    if (looksLikePlayTable(text))
        return ImportSource::playTable;
    if (looksLikeLastFm(text))
        return ImportSource::lastFm;
    return std::nullopt;
}

bool areHistories(const std::vector<std::string>& files)
{
    if (files.empty())
        return false;
    std::error_code error;
    if (!fs::is_directory(files.front(), error))
        return detectFile(files.front()).has_value();
    return !holdsLibrary(files.front())
        && std::ranges::any_of(filesIn(files.front()),
            [](const std::string& file) { return detectFile(file).has_value(); });
}

Result<ListeningHistory> readHistories(
    const std::vector<std::string>& files, std::optional<ImportSource> from)
{
    std::vector<std::pair<std::string, ImportSource>> all;
    std::error_code error;
    for (const std::string& file : files) {
        if (fs::is_directory(file, error)) {
            for (const std::string& one : filesIn(file)) {
                const auto source = detectFile(one);
                if (source && (!from || *source == *from))
                    all.emplace_back(one, *source);
            }
            continue;
        }
        const auto source = from ? from : detectFile(file);
        if (!source) {
            bool guessed = false;
            if (const auto text = textOfFile(file, guessed); !text)
                return text.error();
            return aboutFile(file,
                "is no listening history: Spotify's (Streaming_History_Audio_….json), "
                "ListenBrainz' (json, jsonl), Last.fm's (csv) or tab-separated plays.");
        }
        all.emplace_back(file, *source);
    }
    if (all.empty())
        return Error{"No listening history was found there."};
    ListeningHistory history;
    history.source = all.front().second;
    for (const auto& [path, source] : all) {
        if (source != history.source) {
            return aboutFile(path,
                "is of " + std::string(nameOf(source)) + ", another one of "
                    + std::string(nameOf(history.source)) + ". Import them one after the other.");
        }
        try {
            if (const auto read = readOne(path, source, history); !read)
                return read.error();
        } catch (const std::bad_alloc&) {
            return aboutFile(path,
                "needs more memory than there is left. Close other programs, or import its files "
                "a few at a time.");
        }
    }
    return history;
}

} // namespace segue
