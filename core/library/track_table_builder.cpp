#include "core/library/track_table_builder.h"

#include "core/library/album_index.h"
#include "core/library/album_loudness.h"
#include "core/text/text_fold.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <thread>

namespace segue {

namespace {

constexpr std::string_view variousArtists = "Various Artists";

/// Numbers for folded texts, asked for by the place of the original in the pool.
class FoldedIds {
public:
    template <class Fold>
    std::uint32_t of(TextRef text, Fold fold)
    {
        if (text.size == 0)
            return 0;
        const auto [it, isNew] = byPlace_.try_emplace(text.offset, 0);
        if (isNew) {
            const std::string folded = fold(text);
            it->second = folded.empty()
                ? 0
                : byText_.try_emplace(folded, static_cast<std::uint32_t>(byText_.size() + 1))
                      .first->second;
        }
        return it->second;
    }

private:
    std::unordered_map<std::uint32_t, std::uint32_t> byPlace_;
    std::unordered_map<std::string, std::uint32_t> byText_;
};

/// Sort keys in one block, with the first eight bytes beside each entry, which decide most
/// comparisons.
class KeyBlock {
public:
    explicit KeyBlock(std::size_t expected) { entries_.reserve(expected); }
    void add(std::uint32_t value, std::string_view text)
    {
        const std::string key = sortKey(text);
        Entry entry{0, static_cast<std::uint32_t>(bytes_.size()),
            static_cast<std::uint32_t>(key.size()), value};
        for (std::size_t i = 0; i < 8; ++i)
            entry.head
                = entry.head << 8 | (i < key.size() ? static_cast<unsigned char>(key[i]) : 0u);
        bytes_ += key;
        entries_.push_back(entry);
    }
    /// Calls put(value, rank) for all, in order; equal keys share a rank.
    template <class Put>
    void rank(Put put)
    {
        const auto view
            = [this](const Entry& e) { return std::string_view(bytes_).substr(e.offset, e.size); };
        std::ranges::sort(entries_, [&](const Entry& a, const Entry& b) {
            return a.head != b.head ? a.head < b.head : view(a) < view(b);
        });
        std::uint32_t rank = 0;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            if (i > 0 && view(entries_[i]) != view(entries_[i - 1]))
                ++rank;
            put(entries_[i].value, rank);
        }
    }

private:
    struct Entry {
        std::uint64_t head;
        std::uint32_t offset, size, value;
    };
    std::vector<Entry> entries_;
    std::string bytes_;
};

/// "X feat. Y" -> "X": the artist whose album it is.
std::string_view leadArtist(std::string_view artist)
{
    for (const std::string_view word :
        {" feat. ", " feat ", " ft. ", " featuring ", "; ", " Feat. "}) {
        if (const std::size_t at = artist.find(word); at != std::string_view::npos && at > 0)
            artist = artist.substr(0, at);
    }
    return artist;
}

} // namespace

void TrackTableBuilder::reserve(std::size_t tracks)
{
    tracks_.reserve(tracks);
    extras_.reserve(tracks);
}

// Neighbours mostly share their artist, album and genre: the last text is compared before hashing.
TextRef TrackTableBuilder::internColumn(Column column, std::string_view text)
{
    TextRef& last = last_[column];
    if (last.size != text.size() || table_.pool_.view(last) != text)
        last = table_.pool_.intern(text);
    return last;
}

std::uint32_t TrackTableBuilder::folderOf(std::string_view path)
{
    const std::string_view folder = albumFolder(path);
    if (lastFolderId_ != 0 && folder == lastFolder_)
        return lastFolderId_;
    const auto number = [this](std::string_view name) {
        const auto [it, isNew] = folders_.try_emplace(
            std::string(name), static_cast<std::uint32_t>(parentOfFolder_.size()));
        if (isNew)
            parentOfFolder_.push_back(0);
        return it->second;
    };
    lastFolder_ = folder;
    lastFolderId_ = number(folder);
    if (parentOfFolder_[lastFolderId_] == 0) {
        const std::size_t slash = folder.rfind('/');
        if (slash != std::string_view::npos && slash > 0) {
            const std::uint32_t parent = number(folder.substr(0, slash));
            parentOfFolder_[lastFolderId_] = parent;
        }
    }
    return lastFolderId_;
}

void TrackTableBuilder::noteSortName(
    std::vector<SortName>& to, TextRef text, std::string_view sortName)
{
    if (!sortName.empty() && text.size != 0 && (to.empty() || !(to.back().text == text)))
        to.push_back({text, table_.pool_.intern(sortName)});
}

void TrackTableBuilder::add(const TrackInput& in)
{
    TrackRecord r;
    r.id = in.id;
    r.title = table_.pool_.append(in.title);
    r.artist = internColumn(artistColumn, in.artist);
    r.albumArtist = internColumn(albumArtistColumn, in.albumArtist);
    r.album = internColumn(albumColumn, in.album);
    r.composer = internColumn(composerColumn, in.composer);
    r.genres = internColumn(genreColumn, in.genres);
    r.work = internColumn(workColumn, in.work);
    r.label = internColumn(labelColumn, in.label);
    r.path = table_.pool_.append(in.path);
    r.recordingMbid = in.recordingMbid.empty() ? TextRef{} : table_.pool_.append(in.recordingMbid);
    r.durationMs = in.durationMs;
    r.startMs = in.startMs;
    r.endMs = in.endMs;
    r.addedAt = in.addedAt;
    r.sampleRate = in.sampleRate;
    r.gain = in.gain;
    r.year = in.originalYear != 0 ? in.originalYear : in.year;
    r.releaseYear = in.year;
    r.disc = in.disc;
    r.trackNumber = in.trackNumber;
    r.bpm = in.bpm;
    r.bitrateKbps = in.bitrateKbps;
    r.kind = in.kind;
    r.available = in.available;
    r.lossless = in.lossless;
    r.compilation = in.compilation;
    r.format = in.format;
    r.fromNames = in.fromNames;
    r.sound = in.sound;

    Extra extra;
    extra.taggedAlbumArtist = r.albumArtist;
    extra.titleSort = in.titleSort.empty() ? TextRef{} : table_.pool_.append(in.titleSort);
    extra.releaseId
        = in.releaseMbid.empty() ? 0 : internColumn(releaseColumn, in.releaseMbid).offset + 1;
    extra.folder = folderOf(in.path);
    extra.hasCover = in.hasCover;
    noteSortName(artistSorts_, r.artist, in.artistSort);
    noteSortName(artistSorts_, r.albumArtist, in.albumArtistSort);
    noteSortName(albumSorts_, r.album, in.albumSort);
    tracks_.push_back(r);
    extras_.push_back(extra);
}

std::vector<std::uint32_t> TrackTableBuilder::group()
{
    const auto& pool = table_.pool_;
    FoldedIds artists, albums;
    const auto fold = [&](TextRef text) { return foldText(pool.view(text)); };
    const auto foldAlbum
        = [&](TextRef text) { return foldText(withoutDiscSuffix(pool.view(text)).first); };
    std::vector<AlbumClue> clues(tracks_.size());
    for (std::size_t i = 0; i < tracks_.size(); ++i) {
        const TrackRecord& r = tracks_[i];
        AlbumClue& clue = clues[i];
        clue.folder = extras_[i].folder;
        clue.album = albums.of(r.album, foldAlbum);
        clue.albumArtist = artists.of(extras_[i].taggedAlbumArtist, fold);
        clue.artist = artists.of(r.artist, fold);
        clue.release = extras_[i].releaseId;
        clue.disc = r.disc;
        clue.track = r.trackNumber;
        clue.year = r.releaseYear;
        clue.compilation = r.compilation;
    }
    return groupAlbums(clues, parentOfFolder_);
}

void TrackTableBuilder::describeAlbums(const std::vector<std::uint32_t>& albumOf, std::size_t count)
{
    auto& pool = table_.pool_;
    struct Facts {
        TextRef firstArtist;
        bool oneArtist = true, oneTitle = true, compilation = false, hasCover = false;
    };
    std::vector<Facts> facts(count);
    table_.albums_.assign(count, AlbumRecord{});
    for (std::size_t i = 0; i < tracks_.size(); ++i) {
        TrackRecord& r = tracks_[i];
        const std::uint32_t number = r.albumIndex = albumOf[i];
        AlbumRecord& a = table_.albums_[number];
        Facts& f = facts[number];
        if (a.trackCount == 0) {
            a.title = r.album;
            f.firstArtist = r.artist;
        }
        ++a.trackCount;
        f.compilation = f.compilation || r.compilation;
        f.oneTitle = f.oneTitle && a.title == r.album;
        if (a.artist.size == 0)
            a.artist = extras_[i].taggedAlbumArtist;
        if (f.oneArtist && !(f.firstArtist == r.artist))
            f.oneArtist = foldText(leadArtist(pool.view(f.firstArtist)))
                == foldText(leadArtist(pool.view(r.artist)));
        a.durationMs += r.durationMs;
        a.addedAt = std::max(a.addedAt, r.addedAt);
        if (a.year == 0 || (r.year != 0 && r.year < a.year))
            a.year = r.year;
    }
    const TextRef various = pool.intern(variousArtists);
    for (std::size_t n = 0; n < count; ++n) {
        AlbumRecord& a = table_.albums_[n];
        const Facts& f = facts[n];
        if (!f.oneTitle)
            a.title = pool.intern(withoutDiscSuffix(std::string(pool.view(a.title))).first);
        if (a.artist.size != 0)
            continue;
        if (a.title.size != 0 && (!f.oneArtist || f.compilation))
            a.artist = various;
        else if (f.oneArtist)
            a.artist = f.firstArtist.size == 0
                ? TextRef{}
                : pool.intern(std::string(leadArtist(pool.view(f.firstArtist))));
    }
    for (std::size_t i = 0; i < tracks_.size(); ++i) {
        TrackRecord& r = tracks_[i];
        if (r.albumArtist.size == 0) {
            const AlbumRecord& a = table_.albums_[r.albumIndex];
            r.albumArtist = a.artist.size != 0 ? a.artist : r.artist;
        }
    }
}

void TrackTableBuilder::rank()
{
    const auto& pool = table_.pool_;
    // Titles on a thread of their own: they are the many.
    std::jthread titles([&] {
        KeyBlock keys(tracks_.size());
        for (std::size_t i = 0; i < tracks_.size(); ++i) {
            const TextRef sort = extras_[i].titleSort;
            keys.add(
                static_cast<std::uint32_t>(i), pool.view(sort.size != 0 ? sort : tracks_[i].title));
        }
        keys.rank([&](std::uint32_t row, std::uint32_t rank) { tracks_[row].titleRank = rank; });
    });

    const auto rankTexts = [&](auto& ranks, const std::vector<SortName>& sortNames) {
        std::unordered_map<std::uint32_t, TextRef> sortOf;
        for (const SortName& name : sortNames)
            sortOf.try_emplace(name.text.offset, name.sortName);
        KeyBlock keys(ranks.size());
        for (const auto& [place, size] : ranks) {
            const auto sort = sortOf.find(place);
            keys.add(place, pool.view(sort != sortOf.end() ? sort->second : TextRef{place, size}));
        }
        // Empty texts come last.
        keys.rank([&](std::uint32_t place, std::uint32_t rank) { ranks[place] = rank; });
    };
    const auto collect = [](auto& to, TextRef text) {
        if (text.size != 0)
            to.try_emplace(text.offset, text.size);
    };
    TextRef lastArtist, lastAlbumArtist, lastAlbum;
    for (const TrackRecord& r : tracks_) {
        if (!(r.artist == lastArtist))
            collect(artistRanks_, lastArtist = r.artist);
        if (!(r.albumArtist == lastAlbumArtist))
            collect(artistRanks_, lastAlbumArtist = r.albumArtist);
        if (!(r.album == lastAlbum))
            collect(albumRanks_, lastAlbum = r.album);
    }
    for (const AlbumRecord& a : table_.albums_) {
        collect(artistRanks_, a.artist);
        collect(albumRanks_, a.title);
    }
    rankTexts(artistRanks_, artistSorts_);
    rankTexts(albumRanks_, albumSorts_);
}

void TrackTableBuilder::order()
{
    const auto rankIn = [](const auto& ranks, TextRef text) {
        return text.size == 0 ? UINT32_MAX : ranks.at(text.offset);
    };
    auto& albums = table_.albums_;
    struct Place {
        std::uint32_t artist, title, year, album;
        auto operator<=>(const Place&) const = default;
    };
    std::vector<Place> places(albums.size());
    for (std::uint32_t n = 0; n < albums.size(); ++n)
        places[n] = {rankIn(artistRanks_, albums[n].artist), rankIn(albumRanks_, albums[n].title),
            albums[n].year, n};
    std::ranges::sort(places);

    // Rows by album, then within each by disc, track, title, path.
    std::vector<std::uint32_t> albumPlace(albums.size());
    std::uint32_t firstTrack = 0;
    std::vector<AlbumRecord> sorted(albums.size());
    for (std::uint32_t n = 0; n < places.size(); ++n) {
        albumPlace[places[n].album] = n;
        sorted[n] = albums[places[n].album];
        sorted[n].firstTrack = firstTrack;
        firstTrack += sorted[n].trackCount;
    }
    std::vector<std::uint32_t> next(sorted.size());
    std::ranges::transform(sorted, next.begin(), &AlbumRecord::firstTrack);
    std::vector<std::uint32_t> rows(tracks_.size());
    for (std::uint32_t i = 0; i < tracks_.size(); ++i)
        rows[next[albumPlace[tracks_[i].albumIndex]]++] = i;
    const auto& pool = table_.pool_;
    const auto before = [&](std::uint32_t x, std::uint32_t y) {
        const TrackRecord &a = tracks_[x], &b = tracks_[y];
        const auto key = [](const TrackRecord& r) {
            return std::tuple(std::max<std::uint16_t>(r.disc, 1),
                r.trackNumber == 0 ? UINT32_MAX : std::uint32_t{r.trackNumber}, r.titleRank);
        };
        if (const auto ka = key(a), kb = key(b); ka != kb)
            return ka < kb;
        return pool.view(a.path) < pool.view(b.path);
    };
    for (const AlbumRecord& album : sorted)
        std::sort(rows.begin() + album.firstTrack,
            rows.begin() + album.firstTrack + album.trackCount, before);

    table_.tracks_.resize(tracks_.size());
    table_.albumRows_.resize(tracks_.size());
    table_.rowById_.resize(tracks_.size());
    std::vector<char> hasCover(sorted.size(), 0);
    for (Row row = 0; row < rows.size(); ++row) {
        TrackRecord& r = table_.tracks_[row] = tracks_[rows[row]];
        r.albumIndex = albumPlace[r.albumIndex];
        r.artistRank = rankIn(artistRanks_, r.artist);
        r.albumRank = rankIn(albumRanks_, r.album);
        table_.albumRows_[row] = row;
        table_.rowById_[row] = {r.id, row};
        AlbumRecord& album = sorted[r.albumIndex];
        if (row == album.firstTrack)
            album.coverRow = row;
        if (extras_[rows[row]].hasCover && !hasCover[r.albumIndex] && r.available) {
            hasCover[r.albumIndex] = 1;
            album.coverRow = row;
        }
    }
    std::ranges::sort(table_.rowById_);
    const std::size_t own = table_.rowById_.size();
    for (const auto& [merged, now] : merged_) {
        const auto end = table_.rowById_.begin() + static_cast<std::ptrdiff_t>(own);
        const auto at = std::lower_bound(table_.rowById_.begin(), end, now,
            [](const std::pair<TrackId, Row>& entry, TrackId id) { return entry.first < id; });
        if (at != end && at->first == now)
            table_.rowById_.emplace_back(merged, at->second);
    }
    if (table_.rowById_.size() > own)
        std::ranges::sort(table_.rowById_);
    table_.albums_ = std::move(sorted);
}

TrackTablePtr TrackTableBuilder::build()
{
    const std::vector<std::uint32_t> albumOf = group();
    const std::size_t count = albumOf.empty() ? 0 : *std::ranges::max_element(albumOf) + 1;
    describeAlbums(albumOf, count);
    levelAlbums(tracks_, table_.albums_);
    rank();
    order();
    table_.pool_.freeze();
    auto table = std::make_shared<const TrackTable>(std::move(table_));
    *this = TrackTableBuilder();
    return table;
}

// All texts are one text to the pool: it lies at the front, where the places of its parts count
// from.
TrackTablePtr TrackTableBuilder::assemble(TrackTableParts parts)
{
    auto table = std::make_shared<TrackTable>();
    table->pool_.append(parts.texts);
    table->tracks_ = std::move(parts.tracks);
    table->albums_ = std::move(parts.albums);
    table->albumRows_ = std::move(parts.albumRows);
    table->rowById_ = std::move(parts.rowById);
    return table;
}

std::string_view TrackTableBuilder::textsOf(const TrackTable& table)
{
    return table.pool_.view({0, static_cast<std::uint32_t>(table.pool_.bytes())});
}

} // namespace segue
