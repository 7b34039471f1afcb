// A mask of rows goes through the tree and loses rows on the way. Parts of a conjunction are taken
// cheapest first, so that the dear ones see few rows. A text that many tracks share, a folder among
// them, is looked at once.
#include "core/library/filter/filter_run.h"

#include "core/library/filter/filter_texts.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <unordered_map>

namespace segue {

namespace {

const TrackStats noStats;

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
    case FilterField::untagged:
        return r.fromNames != 0;
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
    if (field == FilterField::codec)
        return isCodec(r.format);
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

FilterRun::FilterRun(std::shared_ptr<const SearchIndex> index, TrackStatsPtr stats,
    const Clock& clock, CleanViewPtr names)
    : index_(std::move(index))
    , stats_(std::move(stats))
    , clock_(clock)
    , names_(names && !names->artists.empty() ? std::move(names) : nullptr)
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
    if (term.test == FilterTerm::Test::containsText || term.test == FilterTerm::Test::equalsText) {
        return term.field == FilterField::path ? narrowPath(term, mask)
            : term.field == FilterField::codec ? narrowCodec(term, mask)
                                               : narrowText(term, mask);
    }
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
            mask[row] = (equal ? title == term.text : title.find(term.text) != title.npos)
                != term.negated;
        }
        return;
    }
    const auto field = textField(term.field);
    if (!field)
        return; // no text: its conditions are others
    const MeantArtists meant(names_.get(), term);
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
                it->second
                    = (textFits(t.text(ref), term) || meant.has(t.text(ref))) != term.negated;
            lastFits = it->second;
        }
        mask[row] = lastFits;
    }
}

void FilterRun::narrowCodec(const FilterTerm& term, Mask& mask)
{
    constexpr std::size_t formats = static_cast<std::size_t>(tags::AudioFormat::notAudio) + 1;
    std::array<std::uint8_t, 2 * formats> fits{};
    for (std::size_t i = 0; i < fits.size(); ++i) {
        const auto format = static_cast<tags::AudioFormat>(i / 2);
        fits[i] = codecFits(format, i % 2 != 0, term) != term.negated;
    }
    for (Row row = 0; row < mask.size(); ++row) {
        const TrackRecord& track = table()[row];
        mask[row] &= fits[std::size_t{2} * static_cast<std::size_t>(track.format)
            + (track.lossless ? 1 : 0)];
    }
}

void FilterRun::narrowPath(const FilterTerm& term, Mask& mask)
{
    if (!paths_)
        paths_ = std::make_unique<const FoldedPaths>(table());
    paths_->narrow(term, mask);
}

} // namespace segue
