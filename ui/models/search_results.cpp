#include "ui/models/search_results.h"

#include "core/text/text_fold.h"
#include "ui/text/format.h"

#include <algorithm>
#include <unordered_map>

namespace segue::ui {

namespace {

constexpr std::size_t mostArtists = 6;
constexpr std::size_t mostAlbums = 12;
/// With more hits than this (one letter, or two) telling titles apart is not worth the time.
constexpr std::size_t mostRanked = 20000;

std::vector<std::string> wordsOf(const std::string& folded)
{
    std::vector<std::string> words;
    for (std::size_t from = 0; from < folded.size();) {
        const std::size_t to = std::min(folded.find(' ', from), folded.size());
        if (to > from)
            words.push_back(folded.substr(from, to - from));
        from = to + 1;
    }
    return words;
}

bool holdsAll(const std::string& folded, const std::vector<std::string>& words)
{
    return std::all_of(words.begin(), words.end(),
        [&](const std::string& word) { return folded.find(word) != std::string::npos; });
}

void findArtists(const TrackTable& table, const CleanView* names, const std::vector<Row>& hits,
    const std::vector<std::string>& words, SearchResults& results)
{
    std::unordered_map<std::uint64_t, SearchResults::Artist> spellings; // by place of the text
    for (Row row : hits) {
        const TextRef ref = table[row].artist;
        auto [it, isNew] = spellings.try_emplace((std::uint64_t{ref.offset} << 32) | ref.size);
        if (isNew) {
            it->second.coverRow = row;
            if (ref.size > 0 && holdsAll(foldText(table.text(ref)), words)) {
                const std::string_view text = table.text(ref);
                const std::string_view shown = names ? names->shownArtist(text) : text;
                it->second.name
                    = QString::fromUtf8(shown.data(), static_cast<qsizetype>(shown.size()));
            }
        }
        ++it->second.tracks;
    }
    std::unordered_map<QString, SearchResults::Artist> artists; // what counts as one is one
    for (auto& [place, spelling] : spellings) {
        SearchResults::Artist& artist = artists[spelling.name];
        if (artist.tracks == 0 || spelling.coverRow < artist.coverRow)
            artist.coverRow = spelling.coverRow;
        artist.name = spelling.name;
        artist.tracks += spelling.tracks;
    }
    for (auto& [place, artist] : artists) {
        if (!artist.name.isEmpty())
            results.artists.push_back(std::move(artist));
    }
    std::sort(results.artists.begin(), results.artists.end(), [](const auto& a, const auto& b) {
        return a.tracks != b.tracks ? a.tracks > b.tracks : a.name < b.name;
    });
    results.artists.resize(std::min(results.artists.size(), mostArtists));
}

void findAlbums(const TrackTable& table, const std::vector<Row>& hits,
    const std::vector<std::string>& words, SearchResults& results)
{
    std::vector<std::uint32_t> seen;
    std::uint32_t last = ~0u;
    for (Row row : hits) {
        const std::uint32_t album = table[row].albumIndex;
        if (album == std::exchange(last, album)) // the tracks of an album lie together
            continue;
        const AlbumRecord& record = table.albums()[album];
        std::string name = foldText(table.text(record.title));
        name += ' ' + foldText(table.text(record.artist));
        if (holdsAll(name, words) && std::find(seen.begin(), seen.end(), album) == seen.end())
            seen.push_back(album);
        if (seen.size() == mostAlbums)
            break;
    }
    results.albums = std::move(seen);
}

} // namespace

SearchResults searchEverything(FilterRun& run, const FilterQuery& query)
{
    SearchResults results;
    if (query.isEmpty())
        return results;
    results.tracks = run.rows(query);
    const std::string folded = query.words();
    const std::vector<std::string> words = wordsOf(folded);
    if (words.empty() || results.tracks.size() > mostRanked)
        return results;
    const TrackTable& table = run.table();
    findArtists(table, run.names().get(), results.tracks, words, results);
    findAlbums(table, results.tracks, words, results);
    std::vector<Row> ranked[3];
    for (Row row : results.tracks) {
        const std::string title(run.index().titleOf(row));
        ranked[title.starts_with(folded) ? 0 : holdsAll(title, words) ? 1 : 2].push_back(row);
    }
    results.tracks.clear();
    for (const std::vector<Row>& part : ranked)
        results.tracks.insert(results.tracks.end(), part.begin(), part.end());
    return results;
}

} // namespace segue::ui
