#include "core/library/search.h"

#include "core/text/text_fold.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <thread>

namespace segue {

namespace {

constexpr char betweenFields = '\x1f'; // never in a folded text, so no word spans two fields

std::vector<std::string> wordsOf(std::string_view folded)
{
    std::vector<std::string> words;
    while (!folded.empty()) {
        const std::size_t blank = folded.find(' ');
        if (blank != 0)
            words.emplace_back(folded.substr(0, blank));
        folded = blank == std::string_view::npos ? std::string_view() : folded.substr(blank + 1);
    }
    return words;
}

/// The last two names of a path without the extension: "Album", "03 Title".
std::pair<std::string_view, std::string_view> lastNames(std::string_view path)
{
    const std::size_t slash = path.rfind('/');
    std::string_view file = slash == std::string_view::npos ? path : path.substr(slash + 1);
    if (const std::size_t dot = file.rfind('.'); dot != std::string_view::npos && dot > 0)
        file = file.substr(0, dot);
    if (slash == std::string_view::npos || slash == 0)
        return {{}, file};
    const std::string_view folders = path.substr(0, slash);
    const std::size_t up = folders.rfind('/');
    return {up == std::string_view::npos ? folders : folders.substr(up + 1), file};
}

/// The folded texts of consecutive rows, and where each row's begin.
struct FoldedRows {
    std::string block;
    std::vector<std::uint32_t> starts;
};

FoldedRows foldRows(const TrackTable& t, std::span<const TrackRecord> rows)
{
    // Texts that many tracks share are folded once; the newest of each column is at hand.
    struct Folded {
        TextRef of;
        std::string text;
    };
    enum { artist, albumArtist, album, composer, genres, work, folder, columns };
    Folded last[columns];
    std::string_view lastFolder;
    FoldedRows folded;
    std::string& block = folded.block;
    folded.starts.reserve(rows.size() + 1);
    block.reserve(rows.size() * 80);
    for (const TrackRecord& r : rows) {
        folded.starts.push_back(static_cast<std::uint32_t>(block.size()));
        appendFolded(block, t.text(r.title));
        const std::size_t titleEnd = block.size();
        const auto put = [&](Folded& column, TextRef text) {
            if (text.size == 0)
                return;
            if (!(column.of == text)) {
                column.of = text;
                column.text = foldText(t.text(text));
            }
            block += betweenFields;
            block += column.text;
        };
        put(last[artist], r.artist);
        if (!(r.albumArtist == r.artist))
            put(last[albumArtist], r.albumArtist);
        put(last[album], r.album);
        put(last[composer], r.composer);
        put(last[genres], r.genres);
        put(last[work], r.work);
        // Names of the path only where they say more than the tags.
        const auto [folderName, fileName] = lastNames(t.text(r.path));
        const std::size_t from = block.size();
        block += betweenFields;
        appendFolded(block, fileName);
        const std::string_view title(
            block.data() + folded.starts.back(), titleEnd - folded.starts.back());
        if (std::string_view(block).substr(from).find(title) != std::string_view::npos)
            block.resize(from);
        if (folderName != lastFolder) {
            lastFolder = folderName;
            last[folder].text = foldText(folderName);
        }
        const std::string& albumText = r.album.size != 0 ? last[album].text : std::string();
        if (albumText.empty() || last[folder].text.find(albumText) == std::string::npos) {
            block += betweenFields;
            block += last[folder].text;
        }
    }
    return folded;
}

} // namespace

SearchIndex::SearchIndex(TrackTablePtr table)
    : table_(std::move(table))
{
    const std::span<const TrackRecord> tracks = table_->tracks();
    // Below a few thousand tracks a thread costs more than it saves.
    constexpr std::size_t leastShare = 8192;
    const std::size_t shares = std::clamp<std::size_t>(
        tracks.size() / leastShare, 1, std::max(1U, std::thread::hardware_concurrency()));
    std::vector<FoldedRows> parts(shares);
    {
        std::vector<std::jthread> helpers;
        const auto fold = [&](std::size_t i) {
            const std::size_t from = tracks.size() * i / shares;
            parts[i]
                = foldRows(*table_, tracks.subspan(from, tracks.size() * (i + 1) / shares - from));
        };
        for (std::size_t i = 1; i < shares; ++i)
            helpers.emplace_back(fold, i);
        fold(0);
    }
    block_ = std::move(parts.front().block);
    starts_ = std::move(parts.front().starts);
    std::size_t bytes = 0;
    for (const FoldedRows& part : parts)
        bytes += part.block.size();
    block_.reserve(bytes + block_.size());
    starts_.reserve(tracks.size() + 1);
    for (std::size_t i = 1; i < shares; ++i) {
        const auto shift = static_cast<std::uint32_t>(block_.size());
        block_ += parts[i].block;
        for (const std::uint32_t start : parts[i].starts)
            starts_.push_back(shift + start);
        parts[i] = {};
    }
    starts_.push_back(static_cast<std::uint32_t>(block_.size()));
    block_.shrink_to_fit();
}

SearchIndex::~SearchIndex() = default;

std::string_view SearchIndex::textOf(Row row) const
{
    return std::string_view(block_).substr(starts_[row], starts_[row + 1] - starts_[row]);
}

std::string_view SearchIndex::titleOf(Row row) const
{
    const std::string_view text = textOf(row);
    return text.substr(0, text.find(betweenFields));
}

std::vector<Row> SearchIndex::find(std::string_view query) const
{
    return findAll(wordsOf(foldText(query)));
}

std::vector<Row> SearchIndex::findAll(std::span<const std::string> needles) const
{
    std::vector<std::string_view> words(needles.begin(), needles.end());
    const std::size_t rows = starts_.size() - 1;
    std::vector<Row> found;
    if (words.empty()) {
        found.resize(rows);
        std::iota(found.begin(), found.end(), 0u);
        return found;
    }
    // The longest word is the rarest guess: it is looked for in the block, the others in its rows.
    std::ranges::sort(words, std::ranges::greater{}, &std::string_view::size);
    const std::string_view needle = words.front();
    std::size_t at = 0;
    Row row = 0;
    while (at < block_.size()) {
        const void* hit
            = ::memmem(block_.data() + at, block_.size() - at, needle.data(), needle.size());
        if (!hit)
            break;
        const auto place
            = static_cast<std::uint32_t>(static_cast<const char*>(hit) - block_.data());
        if (place >= starts_[row + 1]) {
            const auto next = std::upper_bound(starts_.begin() + row + 1, starts_.end(), place);
            row = static_cast<Row>(next - starts_.begin() - 1);
        }
        // A hit across the border of two rows is none.
        if (place + needle.size() > starts_[row + 1]) {
            at = starts_[row + 1];
            if (++row >= rows)
                break;
            continue;
        }
        const std::string_view text = textOf(row);
        if (std::all_of(words.begin() + 1, words.end(),
                [&](std::string_view w) { return text.find(w) != std::string_view::npos; }))
            found.push_back(row);
        at = starts_[row + 1];
        if (++row >= rows)
            break;
    }
    return found;
}

} // namespace segue
