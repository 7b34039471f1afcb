// A mask of rows goes through the tree and loses rows on the way. Parts of a conjunction are taken
// cheapest first, so that the dear ones (paths, which are folded on the spot) see few rows. A text
// that many tracks share is looked at once.
#include "core/library/filter/filter_run.h"

#include "core/library/artist_names.h"
#include "core/text/text_fold.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <unordered_map>

namespace segue {

namespace {

const TrackStats noStats;

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

TextRef TrackRecord::*textField(FilterField field)
{
    switch (field) {
    case FilterField::title:
        return &TrackRecord::title;
    case FilterField::artist:
        return &TrackRecord::artist;
    case FilterField::albumArtist:
        return &TrackRecord::albumArtist;
    case FilterField::album:
        return &TrackRecord::album;
    case FilterField::composer:
        return &TrackRecord::composer;
    case FilterField::genre:
        return &TrackRecord::genres;
    case FilterField::label:
        return &TrackRecord::label;
    case FilterField::work:
        return &TrackRecord::work;
    case FilterField::path:
        return &TrackRecord::path;
    default:
        return nullptr;
    }
}

/// One text or several separated by U+001F, against a folded value. An artist is also each one
/// that is named: "A feat. B" is A, and is B.
bool textFits(std::string_view text, const FilterTerm& term)
{
    if (term.test == FilterTerm::Test::equalsText
        && (term.field == FilterField::artist || term.field == FilterField::albumArtist)) {
        const auto artists = artistsIn(text);
        if (artists.size() > 1 && std::ranges::any_of(artists, [&](std::string_view one) {
                return foldText(one) == term.text;
            }))
            return true;
    }
    while (true) {
        const std::size_t end = std::min(text.find('\x1f'), text.size());
        const std::string folded = foldText(text.substr(0, end));
        if (term.test == FilterTerm::Test::equalsText ? folded == term.text
                                                      : contains(folded, term.text))
            return true;
        if (end == text.size())
            return false;
        text.remove_prefix(end + 1);
    }
}

bool needsStats(FilterField field)
{
    return field == FilterField::played || field == FilterField::rating
        || field == FilterField::plays || field == FilterField::skips || field == FilterField::loved
        || field == FilterField::never;
}

/// The value of a number; unknown is below zero.
double numberOf(const TrackRecord& r, const TrackStats& s, FilterField field)
{
    constexpr double unknown = -1;
    const auto known = [](auto value) { return value == 0 ? unknown : static_cast<double>(value); };
    switch (field) {
    case FilterField::year:
        return known(r.year);
    case FilterField::released:
        return known(r.releaseYear);
    case FilterField::rating:
        return s.rating ? *s.rating : unknown;
    case FilterField::plays:
        return s.plays;
    case FilterField::skips:
        return s.skips;
    case FilterField::bpm:
        return known(r.bpm);
    case FilterField::key:
        return known(r.sound.key);
    case FilterField::energy:
        return r.sound.energy == 0 ? unknown : TrackSound::share(r.sound.energy) * 100;
    case FilterField::brightness:
        return r.sound.brightness == 0 ? unknown : TrackSound::share(r.sound.brightness) * 100;
    case FilterField::length:
        return known(r.durationMs);
    case FilterField::bitrate:
        return known(r.bitrateKbps);
    case FilterField::sampleRate:
        return known(r.sampleRate);
    case FilterField::disc:
        return known(r.disc);
    case FilterField::track:
        return known(r.trackNumber);
    case FilterField::kind:
        return static_cast<double>(r.kind);
    default:
        return unknown;
    }
}

bool flagOf(const TrackRecord& r, const TrackStats& s, FilterField field)
{
    switch (field) {
    case FilterField::loved:
        return s.loved;
    case FilterField::never:
        return s.never;
    case FilterField::lossless:
        return r.lossless;
    case FilterField::compilation:
        return r.compilation;
    default:
        return !r.available;
    }
}

UtcMs timeOf(const TrackRecord& r, const TrackStats& s, FilterField field)
{
    return field == FilterField::played ? s.lastPlayed : r.addedAt;
}

bool isKnown(const TrackRecord& r, const TrackStats& s, FilterField field)
{
    if (const auto text = textField(field))
        return (r.*text).size != 0;
    switch (infoOf(field).type) {
    case FilterType::date:
        return timeOf(r, s, field) > 0;
    default:
        // Counts are always known; having plays means having some.
        return numberOf(r, s, field)
            > (field == FilterField::plays || field == FilterField::skips ? 0 : -1);
    }
}

/// The order in which parts are cheap.
int costOf(const FilterNode& node)
{
    switch (node.kind) {
    case FilterNode::Kind::word:
        return 1;
    case FilterNode::Kind::term:
        return node.term.field == FilterField::path ? 4
            : textField(node.term.field)            ? 2
            : needsStats(node.term.field)           ? 1
                                                    : 0;
    default: {
        int most = 0;
        for (const FilterNode& part : node.parts)
            most = std::max(most, costOf(part));
        return std::min(most + 1, 5);
    }
    }
}

} // namespace

FilterRun::FilterRun(
    std::shared_ptr<const SearchIndex> index, TrackStatsPtr stats, const Clock& clock)
    : index_(std::move(index))
    , stats_(std::move(stats))
    , clock_(clock)
{
}

FilterRun::~FilterRun() = default;

std::vector<Row> FilterRun::rows(const FilterQuery& query)
{
    const std::size_t size = table().size();
    std::vector<Row> found;
    if (query.isEmpty()) {
        found.resize(size);
        std::iota(found.begin(), found.end(), Row{0});
        return found;
    }
    if (query.isPlain()) { // the shortest way
        std::vector<std::string> words;
        const auto gather = [&words](const auto& self, const FilterNode& node) -> void {
            if (node.kind == FilterNode::Kind::word)
                words.push_back(node.word);
            for (const FilterNode& part : node.parts)
                self(self, part);
        };
        gather(gather, query.root());
        return index_->findAll(words);
    }
    Mask mask(size, 1);
    narrow(query.root(), mask);
    found.reserve(static_cast<std::size_t>(std::count(mask.begin(), mask.end(), 1)));
    for (Row row = 0; row < size; ++row) {
        if (mask[row])
            found.push_back(row);
    }
    return found;
}

void FilterRun::narrow(const FilterNode& node, Mask& mask)
{
    switch (node.kind) {
    case FilterNode::Kind::word:
        narrowWord(node.word, mask);
        break;
    case FilterNode::Kind::term:
        narrowTerm(node.term, mask);
        break;
    case FilterNode::Kind::all: {
        std::vector<const FilterNode*> parts;
        for (const FilterNode& part : node.parts)
            parts.push_back(&part);
        std::ranges::stable_sort(parts, {}, [](const FilterNode* part) { return costOf(*part); });
        for (const FilterNode* part : parts)
            narrow(*part, mask);
        break;
    }
    case FilterNode::Kind::any: {
        Mask any(mask.size(), 0), rest = mask; // rest: not found by a part before
        for (const FilterNode& part : node.parts) {
            Mask found = rest;
            narrow(part, found);
            for (std::size_t i = 0; i < mask.size(); ++i) {
                any[i] |= found[i];
                rest[i] &= static_cast<std::uint8_t>(found[i] ^ 1);
            }
        }
        mask = std::move(any);
        break;
    }
    case FilterNode::Kind::no: {
        Mask found = mask;
        narrow(node.parts.front(), found);
        for (std::size_t i = 0; i < mask.size(); ++i)
            mask[i] &= static_cast<std::uint8_t>(found[i] ^ 1);
        break;
    }
    }
}

void FilterRun::narrowWord(const std::string& word, Mask& mask)
{
    Mask found(mask.size(), 0);
    const std::vector<std::string> words{word};
    for (const Row row : index_->findAll(words))
        found[row] = 1;
    for (std::size_t i = 0; i < mask.size(); ++i)
        mask[i] &= found[i];
}

const TrackStats& FilterRun::statsOf(Row row)
{
    if (statsOfRow_.empty()) {
        statsOfRow_.reserve(table().size());
        for (const TrackRecord& track : table().tracks()) {
            const auto it = stats_->find(track.id);
            statsOfRow_.push_back(it == stats_->end() ? &noStats : &it->second);
        }
    }
    return *statsOfRow_[row];
}

void FilterRun::narrowTerm(const FilterTerm& term, Mask& mask)
{
    if (term.test == FilterTerm::Test::containsText || term.test == FilterTerm::Test::equalsText)
        return term.field == FilterField::path ? narrowPath(term, mask) : narrowText(term, mask);
    const bool stats = needsStats(term.field);
    const auto each = [&](auto fits) {
        for (Row row = 0; row < mask.size(); ++row) {
            if (mask[row])
                mask[row] = fits(table()[row], stats ? statsOf(row) : noStats) != term.negated;
        }
    };
    switch (term.test) {
    case FilterTerm::Test::inTime: {
        const UtcMs from = resolve(term.from, clock_, 1);
        const UtcMs until = resolve(term.until, clock_, std::numeric_limits<UtcMs>::max());
        each([&](const TrackRecord& r, const TrackStats& s) {
            const UtcMs at = timeOf(r, s, term.field);
            return at > 0 && at >= from && at < until;
        });
        break;
    }
    case FilterTerm::Test::inSpan:
        each([&](const TrackRecord& r, const TrackStats& s) {
            const double value = numberOf(r, s, term.field);
            return value >= 0 && value >= term.low && value < term.high;
        });
        break;
    case FilterTerm::Test::isTrue:
        each([&](const TrackRecord& r, const TrackStats& s) { return flagOf(r, s, term.field); });
        break;
    default:
        each([&](const TrackRecord& r, const TrackStats& s) { return isKnown(r, s, term.field); });
        break;
    }
}

void FilterRun::narrowText(const FilterTerm& term, Mask& mask)
{
    const TrackTable& t = table();
    if (term.field == FilterField::title) { // folded in the index already
        const bool equal = term.test == FilterTerm::Test::equalsText;
        for (Row row = 0; row < mask.size(); ++row) {
            if (!mask[row])
                continue;
            const std::string_view title = index_->titleOf(row);
            mask[row] = (equal ? title == term.text : contains(title, term.text)) != term.negated;
        }
        return;
    }
    const auto field = textField(term.field);
    std::unordered_map<std::uint32_t, std::uint8_t> fits; // by place of the text
    TextRef last;
    std::uint8_t lastFits = textFits({}, term) != term.negated;
    for (Row row = 0; row < mask.size(); ++row) {
        if (!mask[row])
            continue;
        const TextRef ref = t[row].*field;
        if (!(ref == last)) {
            last = ref;
            const auto [it, isNew] = fits.try_emplace(ref.size == 0 ? UINT32_MAX : ref.offset, 0);
            if (isNew)
                it->second = textFits(t.text(ref), term) != term.negated;
            lastFits = it->second;
        }
        mask[row] = lastFits;
    }
}

void FilterRun::narrowPath(const FilterTerm& term, Mask& mask)
{
    const TrackTable& t = table();
    const bool equal = term.test == FilterTerm::Test::equalsText;
    std::string_view lastFolder;
    std::string path; // folded: the folder up to `folderSize`, then the name
    std::size_t folderSize = 0;
    bool first = true, folderFits = false;
    for (Row row = 0; row < mask.size(); ++row) {
        if (!mask[row])
            continue;
        const std::string_view whole = t.text(t[row].path);
        const std::size_t slash = whole.rfind('/');
        const std::string_view folder
            = slash == std::string_view::npos ? std::string_view() : whole.substr(0, slash + 1);
        if (first || folder != lastFolder) {
            first = false;
            lastFolder = folder;
            path = foldText(folder);
            folderSize = path.size();
            folderFits = !equal && contains(path, term.text);
        }
        bool fits = folderFits;
        if (!fits) {
            path.resize(folderSize);
            path += foldText(whole.substr(folder.size()));
            fits = equal ? path == term.text : contains(path, term.text);
        }
        mask[row] = fits != term.negated;
    }
}

} // namespace segue
