#include "core/recommend/service/catalogue_builder.h"

#include "core/analysis/service/sound_map.h"
#include "core/library/artist_names.h"
#include "core/library/health/clean_view.h"
#include "core/library/years.h"
#include "core/text/genres.h"
#include "core/text/text_fold.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace segue {

namespace {

using reco::Item;

int currentYear()
{
    using namespace std::chrono;
    return static_cast<int>(year_month_day(floor<days>(system_clock::now())).year());
}

/// Dense ids from 0 for texts; the empty text is -1.
class Ids {
public:
    std::int32_t of(const std::string& text)
    {
        if (text.empty())
            return -1;
        return ids_.try_emplace(text, static_cast<std::int32_t>(ids_.size())).first->second;
    }

private:
    std::unordered_map<std::string, std::int32_t> ids_;
};

/// Folds each interned text once: artists, albums and genres repeat.
class Folded {
public:
    explicit Folded(const TrackTable& table)
        : table_(table)
    {
    }
    const std::string& of(TextRef ref)
    {
        const auto key = (std::uint64_t{ref.offset} << 32) | ref.size;
        const auto [it, isNew] = cache_.try_emplace(key);
        if (isNew)
            it->second = foldText(table_.text(ref));
        return it->second;
    }

private:
    const TrackTable& table_;
    std::unordered_map<std::uint64_t, std::string> cache_;
};

/// What the genre text of a track says; each text is looked at once.
struct GenreIds {
    std::vector<std::int32_t> ids;
    bool classical = false, seasonal = false;
};

/// Numbers the genres, and the wider ones of each (core/text/genres.h).
class Genres {
public:
    explicit Genres(const TrackTable& table)
        : table_(table)
    {
    }
    const GenreIds& of(TextRef ref);
    /// Hands parents and names over to the catalogue.
    void moveTo(reco::Catalogue& catalogue)
    {
        catalogue.genreParent = std::move(parents_);
        catalogue.genreName = std::move(names_);
    }

private:
    std::int32_t idOf(const Genre& genre);

    const TrackTable& table_;
    Ids ids_;
    std::vector<std::int32_t> parents_;
    std::vector<std::string> names_;
    std::unordered_map<std::uint32_t, GenreIds> cache_; // by place: genre texts are interned
};

bool containsWord(std::string_view text, std::string_view word)
{
    const auto isLetter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
            || static_cast<unsigned char>(c) >= 0x80;
    };
    for (std::size_t at = text.find(word); at != std::string_view::npos;
         at = text.find(word, at + 1)) {
        const bool startsWord = at == 0 || !isLetter(text[at - 1]);
        const std::size_t end = at + word.size();
        if (startsWord && (end == text.size() || !isLetter(text[end])))
            return true;
    }
    return false;
}

bool isInterlude(std::string_view foldedTitle, std::uint32_t durationMs)
{
    static constexpr std::array words{std::string_view("skit"), std::string_view("interlude"),
        std::string_view("intro"), std::string_view("outro"), std::string_view("applause"),
        std::string_view("silence")};
    return durationMs > 0 && durationMs < 90'000
        && std::ranges::any_of(words, [&](auto word) { return containsWord(foldedTitle, word); });
}

std::int32_t Genres::idOf(const Genre& genre)
{
    const std::int32_t id = ids_.of(genre.key);
    if (static_cast<std::size_t>(id) == parents_.size()) {
        parents_.push_back(-1);
        names_.push_back(genre.name);
        if (const auto wider = knownGenre(genre.wider)) {
            const std::int32_t parent = idOf(*wider);
            parents_[static_cast<std::size_t>(id)] = parent;
        }
    }
    return id;
}

const GenreIds& Genres::of(TextRef ref)
{
    const auto [it, isNew] = cache_.try_emplace(ref.size ? ref.offset + 1 : 0);
    GenreIds& genres = it->second;
    if (!isNew)
        return genres;
    static const std::string classical = genreKey("Classical"), holiday = genreKey("Holiday");
    std::string_view rest = table_.text(ref);
    while (!rest.empty()) {
        const auto cut = rest.find('\x1f');
        const std::string_view tagged = rest.substr(0, cut);
        for (const Genre& one : genresIn(tagged)) {
            if (const auto id = idOf(one); std::ranges::find(genres.ids, id) == genres.ids.end())
                genres.ids.push_back(id);
            genres.classical |= isWithin(one, classical);
            genres.seasonal |= isWithin(one, holiday);
        }
        genres.seasonal |= hasSeasonalWord(foldText(tagged));
        rest = cut == std::string_view::npos ? std::string_view() : rest.substr(cut + 1);
    }
    return genres;
}

/// "Symphony No. 5: I. Allegro" -> "symphony no. 5"; empty without a colon.
std::string workFromTitle(std::string_view foldedTitle)
{
    const auto colon = foldedTitle.find(": ");
    return colon == std::string_view::npos || colon < 6 ? std::string()
                                                        : std::string(foldedTitle.substr(0, colon));
}

void fillSound(reco::Catalogue& c, const TrackTable& table, const analysis::SoundMap& sound)
{
    const std::size_t dimension = sound.space.dimension();
    if (dimension == 0)
        return;
    c.sound = reco::UnitVectors(table.size(), dimension);
    for (std::size_t i = 0; i < sound.tracks.size(); ++i) {
        if (const auto row = table.rowOf(sound.tracks[i]))
            c.sound.set(*row, std::span(sound.vectors).subspan(i * dimension, dimension));
    }
}

} // namespace

bool hasSeasonalWord(std::string_view folded)
{
    static constexpr std::array words{std::string_view("christmas"), std::string_view("xmas"),
        std::string_view("x-mas"), std::string_view("santa claus"),
        std::string_view("jingle bells"), std::string_view("silent night"),
        std::string_view("weihnacht"), std::string_view("weihnachten"),
        std::string_view("stille nacht"), std::string_view("noel"), std::string_view("navidad"),
        std::string_view("villancico"), std::string_view("natale"), std::string_view("natal"),
        std::string_view("jul"), std::string_view("julsang"), std::string_view("kerst"),
        std::string_view("kerstmis"), std::string_view("hanukkah"), std::string_view("halloween"),
        std::string_view("advent"), std::string_view("carol of the bells")};
    return std::ranges::any_of(words, [&](auto word) { return containsWord(folded, word); });
}

std::string songTitle(std::string_view title)
{
    std::string folded = foldText(title);
    for (std::size_t open = folded.find_first_of("([", 1); open != std::string::npos;
         open = folded.find_first_of("([", 1)) {
        const auto close = folded.find_first_of(")]", open);
        folded.erase(open, close == std::string::npos ? std::string::npos : close - open + 1);
    }
    for (std::string_view mark : {" - ", " feat. ", " feat ", " ft. ", " featuring "}) {
        const auto at = folded.find(mark);
        if (at != std::string::npos && at > 0)
            folded.resize(at);
    }
    while (!folded.empty() && folded.back() == ' ')
        folded.pop_back();
    return folded;
}

std::shared_ptr<const reco::Catalogue> buildCatalogue(
    const TrackTable& table, const analysis::SoundMap* sound, const CleanView* clean)
{
    static const CleanView nothing;
    const CleanView& view = clean ? *clean : nothing;
    auto catalogue = std::make_shared<reco::Catalogue>(table.size());
    auto& c = *catalogue;
    const int thisYear = currentYear();
    const std::size_t n = table.size();
    for (auto* column :
        {&c.albumArtist, &c.album, &c.song, &c.work, &c.composer, &c.discTrack, &c.label})
        column->resize(n);
    for (auto* column : {&c.eligible, &c.seasonal, &c.interlude, &c.classical})
        column->resize(n);
    c.year.resize(n);
    c.durationS.resize(n);
    c.bpm.resize(n);
    c.key.resize(n, -1);
    c.addedAt.resize(n);
    Folded folded(table);
    Genres genresOf(table);
    Ids artists, composers, labels, works, songs;
    c.genreStart.reserve(table.size() + 1);
    c.genreStart.push_back(0);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const TrackRecord& t = table[static_cast<Row>(i)];
        const std::string& artist
            = view.artist(folded.of(t.artist.size ? t.artist : t.albumArtist));
        const std::string& albumArtist = view.artist(folded.of(t.albumArtist));
        c.artist[i] = isNoArtist(artist) ? -1 : artists.of(artist);
        c.albumArtist[i] = isNoArtist(albumArtist) ? -1 : artists.of(albumArtist);
        c.album[i] = t.album.size ? static_cast<std::int32_t>(t.albumIndex) : -1;
        c.discTrack[i] = t.disc * 1000 + t.trackNumber;
        c.year[i] = isPossibleYear(t.year, thisYear) ? static_cast<std::int16_t>(t.year) : 0;
        c.label[i] = labels.of(folded.of(t.label));
        c.durationS[i] = static_cast<float>(t.durationMs) / 1000;
        c.bpm[i] = static_cast<std::int16_t>(std::min<int>(t.bpm, INT16_MAX));
        if (t.sound.key != unknownKey)
            c.key[i] = static_cast<std::int8_t>(
                2 * circleOfFifths(t.sound.key) + (isMinor(t.sound.key) ? 1 : 0));
        c.addedAt[i] = t.addedAt / msPerSecond;

        const GenreIds& genreIds = genresOf.of(t.genres);
        c.genre.insert(c.genre.end(), genreIds.ids.begin(), genreIds.ids.end());
        c.genreStart.push_back(static_cast<std::uint32_t>(c.genre.size()));

        const std::string title = foldText(table.text(t.title));
        c.classical[i] = genreIds.classical ? 1 : 0;
        c.composer[i] = c.classical[i] ? composers.of(folded.of(t.composer)) : -1;
        std::string work = folded.of(t.work);
        if (work.empty() && c.classical[i])
            work = workFromTitle(title);
        c.work[i] = work.empty()
            ? -1
            : works.of(work + '\n' + artist + '\n' + std::to_string(c.album[i]));
        const std::string song = songTitle(table.text(t.title));
        c.song[i] = song.empty() || artist.empty() ? -1 : songs.of(artist + '\n' + song);
        c.eligible[i] = t.kind == TrackKind::music && t.available
                && !view.isDouble(table, static_cast<Row>(i))
            ? 1
            : 0;
        c.interlude[i] = isInterlude(title, t.durationMs) ? 1 : 0;
        c.seasonal[i]
            = hasSeasonalWord(title) || hasSeasonalWord(folded.of(t.album)) || genreIds.seasonal
            ? 1
            : 0;
    }
    genresOf.moveTo(c);
    if (sound)
        fillSound(c, table, *sound);
    c.complete();
    return catalogue;
}

} // namespace segue
