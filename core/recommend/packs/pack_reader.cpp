// Listeners become numbers as they come, items the hashes of what they are called; a pair of
// numbers is all that is held of a line. When there are more pairs (or items) than fit, repetitions
// go, and if that is not enough half of the listeners, by the hash of their ids: what stays is a
// sample of whole listeners, in whatever order the lines come.
#include "core/recommend/packs/pack_reader.h"

#include "core/base/random.h"
#include "core/recommend/model/triplets.h"
#include "core/recommend/packs/pack_names.h"
#include "core/recommend/packs/text_lines.h"
#include "core/recommend/service/checked_bytes.h"
#include "core/text/display_path.h"

#include <QByteArray>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace segue {

namespace {

using enum PackColumn;
using reco::TripletPair;

constexpr std::int64_t tellEvery = 1 << 12; // lines between two words of progress
constexpr int mostHalvings = 40;

struct KeyHash {
    std::size_t operator()(const PackKey& key) const
    {
        return splitmix64Mix(key.recording * 31 + key.name);
    }
};

/// A number above 0; anything else is none.
bool isCount(std::string_view text)
{
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    return read.ec == std::errc() && read.ptr == text.data() + text.size() && std::isfinite(value)
        && value > 0;
}

class Gathering {
public:
    explicit Gathering(const PackOptions& options)
        : options_(options)
    {
    }
    bool keeps(std::uint64_t listener) const
    {
        return halvings_ == 0 || listener >> (64 - halvings_) == 0;
    }
    void add(std::uint64_t listener, const PackKey& key)
    {
        if (!keeps(listener))
            return;
        const auto row = number(listeners_, listener), column = number(items_, key);
        // The same again is often the line before, and costs nothing then.
        if (!pairs_.empty() && pairs_.back() == TripletPair(row, column))
            return;
        pairs_.emplace_back(row, column);
        if (isFull() && halvings_ < mostHalvings)
            makeRoom();
    }
    void moveTo(Pack& pack);

private:
    template <class Key, class Hash>
    static std::int32_t number(std::unordered_map<Key, std::int32_t, Hash>& of, const Key& key)
    {
        return of.try_emplace(key, static_cast<std::int32_t>(of.size())).first->second;
    }
    bool isFull() const
    {
        return pairs_.size() > options_.mostTriplets || items_.size() > options_.mostItems;
    }
    void makeRoom();
    void halve();

    const PackOptions& options_;
    int halvings_ = 0;
    std::unordered_map<std::uint64_t, std::int32_t, std::hash<std::uint64_t>> listeners_;
    std::unordered_map<PackKey, std::int32_t, KeyHash> items_;
    std::vector<TripletPair> pairs_;
};

/// Forgets the names whose number `now` has as -1, and gives the others their new one.
template <class Map>
void renumber(Map& names, const std::vector<std::int32_t>& now)
{
    for (auto it = names.begin(); it != names.end();) {
        it->second = now[static_cast<std::size_t>(it->second)];
        it = it->second < 0 ? names.erase(it) : std::next(it);
    }
}

/// A list of single plays has the same pairs many times: they go first, unless it hardly helps.
void Gathering::makeRoom()
{
    std::ranges::sort(pairs_);
    pairs_.erase(std::unique(pairs_.begin(), pairs_.end()), pairs_.end());
    if (pairs_.size() > options_.mostTriplets / 4 * 3 && !isFull())
        halve();
    while (isFull() && halvings_ < mostHalvings)
        halve();
}

void Gathering::halve()
{
    ++halvings_;
    std::vector<std::uint8_t> stays(listeners_.size(), 0);
    for (const auto& [hash, row] : listeners_)
        stays[static_cast<std::size_t>(row)] = keeps(hash) ? 1 : 0;
    std::vector<std::int32_t> row(listeners_.size(), -1), column(items_.size(), -1);
    std::int32_t rows = 0, columns = 0;
    std::erase_if(pairs_, [&](TripletPair& pair) {
        const auto listener = static_cast<std::size_t>(pair.first);
        const auto thing = static_cast<std::size_t>(pair.second);
        if (stays[listener] == 0)
            return true;
        if (row[listener] < 0)
            row[listener] = rows++;
        if (column[thing] < 0)
            column[thing] = columns++;
        pair = {row[listener], column[thing]};
        return false;
    });
    renumber(listeners_, row);
    renumber(items_, column);
}

void Gathering::moveTo(Pack& pack)
{
    const auto all = reco::rowsOf(pairs_, listeners_.size(), items_.size());
    pairs_ = {};
    listeners_ = {};
    // Who has a single item tells nothing; items that only such listeners have go with them.
    std::vector<std::int32_t> column(items_.size(), -1);
    std::int32_t columns = 0;
    std::vector<std::int32_t> row;
    pack.rows.columns = std::numeric_limits<std::int32_t>::max();
    for (std::int32_t listener = 0; listener < all.rows(); ++listener) {
        const auto held = all.of(listener);
        if (held.size() < 2)
            continue;
        row.clear();
        for (const std::int32_t thing : held) {
            auto& now = column[static_cast<std::size_t>(thing)];
            if (now < 0)
                now = columns++;
            row.push_back(now);
        }
        pack.rows.add(row);
    }
    pack.rows.columns = columns;
    pack.items.resize(static_cast<std::size_t>(columns));
    for (const auto& [key, was] : items_) {
        if (const auto now = column[static_cast<std::size_t>(was)]; now >= 0)
            pack.items[static_cast<std::size_t>(now)] = key;
    }
    pack.info.oneListenerIn = std::int64_t{1} << halvings_;
    pack.info.listeners = pack.rows.rows();
    pack.info.triplets = std::ssize(pack.rows.item);
    pack.info.items = columns;
}

/// What is where on a line.
struct Places {
    std::vector<PackColumn> columns;
    std::optional<std::size_t> listener, artist, title, recording, item, count;

    void set(std::vector<PackColumn> wanted, bool withNames)
    {
        columns = std::move(wanted);
        listener = placeOf(columns, PackColumn::user);
        artist = placeOf(columns, PackColumn::artist);
        title = placeOf(columns, PackColumn::title);
        recording = placeOf(columns, PackColumn::recording);
        item = withNames ? placeOf(columns, PackColumn::item) : std::nullopt;
        count = placeOf(columns, PackColumn::count);
    }
    /// An artist stands alone: neither a title nor an id tells which track.
    bool isOfArtists() const { return artist && !title && !recording && !item; }
};

/// A file as it is read.
class Reading {
public:
    Reading(const std::string& path, const PackOptions& options)
        : path_(path)
        , options_(options)
        , gathering_(options)
    {
    }
    Result<ReadPack> run();

private:
    Error about(const std::string& what) const
    {
        return Error{
            "The file " + displayPath(QByteArray::fromStdString(path_)).toStdString() + ' ' + what};
    }
    /// Finds out what the columns are; whether the first line tells them.
    Result<bool> begin(std::string_view first);
    std::optional<LeftOut> take(std::string_view line, std::string& detail);
    void leaveOut(LeftOut why, std::int64_t line, const std::string& detail);

    const std::string& path_;
    const PackOptions& options_;
    Gathering gathering_;
    PackNames names_;
    Places places_;
    PackFields fields_;
    PackFields::Separator separator_ = PackFields::Separator::tab;
    std::string artistBuffer_, titleBuffer_;
    ReadPack out_;
};

Result<bool> Reading::begin(std::string_view first)
{
    separator_ = PackFields::separatorOf(first);
    fields_.split(first, separator_);
    const bool withNames = !options_.names.empty();
    std::vector<PackColumn> named;
    for (const std::string_view field : fields_.all())
        named.push_back(columnNamed(field));
    const bool isHeader
        = placeOf(named, user) && std::ranges::count(named, other) < std::ssize(named) - 1;
    std::vector<PackColumn> columns = options_.columns;
    if (columns.empty() && isHeader)
        columns = named;
    else if (columns.empty() && withNames && (fields_.count() == 2 || fields_.count() == 3))
        columns = fields_.count() == 2 ? std::vector{user, item}
                                       : std::vector{user, item, PackColumn::count};
    if (columns.empty())
        return about("does not say what its columns are: line 1 has "
            + std::to_string(fields_.count()) + (fields_.count() == 1 ? " column" : " columns")
            + " and no names that are known. Name them, as in --columns user,artist,title,count");
    places_.set(columns, withNames);
    if (const auto usable = canBeTriplets(places_.columns); !usable)
        return about("cannot be used: " + usable.error().message
            + ". Name them, as in --columns "
              "user,artist,title,count");
    if (!places_.artist && !places_.recording && !withNames)
        return about("tells ids alone: a file that names them is needed (--names FILE)");
    if (withNames && !places_.item)
        return about("has no column of ids that the file of names could explain. Name it id, as in "
                     "--columns user,id,count");
    if (!places_.recording && !places_.item && places_.title && !places_.artist)
        return about("tells titles without artists: nothing can be found by that");
    out_.pack.info.ofArtists = places_.item ? names_.ofArtists : places_.isOfArtists();
    return isHeader || (places_.count && !isCount(fields_.at(*places_.count)));
}

std::optional<LeftOut> Reading::take(std::string_view line, std::string& detail)
{
    if (line.find('\0') != std::string_view::npos)
        return LeftOut::noText;
    fields_.split(line, separator_);
    if (fields_.count() != places_.columns.size()) {
        detail = "has " + std::to_string(fields_.count())
            + (fields_.count() == 1 ? " column, " : " columns, ")
            + std::to_string(places_.columns.size()) + " were expected";
        return LeftOut::columns;
    }
    const std::string_view listener = fields_.at(*places_.listener);
    if (listener.empty())
        return LeftOut::noListener;
    if (places_.count && !isCount(fields_.at(*places_.count)))
        return LeftOut::count;
    // Those that are not kept are looked at no further.
    const std::uint64_t hash = splitmix64Mix(checked::hashOf(listener));
    if (!gathering_.keeps(hash))
        return std::nullopt;
    PackKey key;
    bool isNamed = false;
    if (places_.item) {
        const std::string_view id = fields_.at(*places_.item);
        if (id.empty())
            return LeftOut::noItem;
        const auto found = names_.of(id);
        if (!found)
            return LeftOut::unnamed;
        key = *found;
        isNamed = true;
    }
    if (places_.recording)
        key.recording = recordingKey(fields_.at(*places_.recording));
    if (places_.artist && key.name == 0) {
        const std::string_view by = textOf(fields_.at(*places_.artist), artistBuffer_);
        const std::string_view what
            = places_.title ? textOf(fields_.at(*places_.title), titleBuffer_) : std::string_view();
        isNamed = isNamed || (!by.empty() && (!what.empty() || out_.pack.info.ofArtists));
        key.name = out_.pack.info.ofArtists ? artistNameKey(by) : trackKey(by, what);
    }
    if (key == PackKey())
        return isNamed ? LeftOut::common : LeftOut::noItem;
    gathering_.add(hash, key);
    return std::nullopt;
}

void Reading::leaveOut(LeftOut why, std::int64_t line, const std::string& detail)
{
    ++out_.pack.info.leftOut[static_cast<std::size_t>(why)];
    // Titles that say nothing are no mistakes of the file.
    if (why == LeftOut::common || out_.complaints.size() >= ReadPack::mostComplaints)
        return;
    static constexpr std::array<std::string_view, leftOutKinds> words{"", "is too long",
        "has a byte 0 in it", "has no listener", "has no artist, title or id",
        "has a count that is no number above 0", "has an id without a name", ""};
    out_.complaints.push_back("line " + std::to_string(line) + ' '
        + (detail.empty() ? std::string(words[static_cast<std::size_t>(why)]) : detail));
}

Result<ReadPack> Reading::run()
{
    constexpr double namesPart = .2; // of the progress
    const bool withNames = !options_.names.empty();
    const auto report = [&](double from, double share) {
        if (options_.control.progress)
            options_.control.progress(from + (1 - from) * share);
    };
    if (withNames) {
        const auto named = readPackNames(options_.names,
            {1, options_.control.stop, [&](double share) { report(0, namesPart * share); }},
            names_);
        if (!named)
            return named.error();
        out_.pack.info.leftOut[static_cast<std::size_t>(LeftOut::columns)] = names_.linesLeftOut;
        if (names_.linesLeftOut > 0)
            out_.complaints.push_back(names_.complaint);
    }
    auto lines = TextLines::open(path_, options_.control.stop);
    if (!lines)
        return lines.error();
    std::string detail;
    while ((*lines)->next()) {
        const std::string_view line = (*lines)->line();
        if ((*lines)->number() % tellEvery == 0)
            report(withNames ? namesPart : 0, (*lines)->share());
        if (line.empty() && !(*lines)->isTooLong())
            continue;
        if (places_.columns.empty()) {
            const auto isHeader = begin(line);
            if (!isHeader)
                return isHeader.error();
            if (*isHeader)
                continue;
        }
        detail.clear();
        const auto why = (*lines)->isTooLong() ? LeftOut::tooLong : take(line, detail);
        why ? leaveOut(*why, (*lines)->number(), detail) : void(++out_.pack.info.lines);
    }
    if (const auto state = (*lines)->state(); !state)
        return state.error();
    gathering_.moveTo(out_.pack);
    if (out_.pack.info.listeners == 0)
        return about("has no listener of two or more items that could be looked for"
            + (out_.complaints.empty() ? std::string(".") : ": " + out_.complaints.front() + '.'));
    return std::move(out_);
}

} // namespace

Result<ReadPack> readPack(const std::string& path, const PackOptions& options)
{
    return Reading(path, options).run();
}

} // namespace segue
