#include "core/library/filter/filter_completion.h"

#include "core/library/artist_names.h"
#include "core/text/musical_key.h"
#include "core/text/text_fold.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace segue {

namespace {

constexpr std::array textFields{FilterField::artist, FilterField::albumArtist, FilterField::album,
    FilterField::composer, FilterField::genre, FilterField::label, FilterField::work};

TextRef TrackRecord::*memberOf(FilterField field)
{
    switch (field) {
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
    default:
        return &TrackRecord::work;
    }
}

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// Where the token at `cursor` begins, behind brackets and a minus.
std::size_t tokenStart(std::string_view text, std::size_t cursor)
{
    bool quoted = false;
    std::size_t start = 0;
    for (std::size_t i = 0; i < cursor; ++i) {
        if (text[i] == '"')
            quoted = !quoted;
        else if (!quoted && isBlank(text[i]))
            start = i + 1;
    }
    while (start < cursor && (text[start] == '(' || text[start] == '-'))
        ++start;
    return start;
}

std::string asValue(std::string_view text)
{
    std::string plain(text);
    std::erase(plain, '"');
    if (plain.empty() || plain.find_first_of(" \t()") != std::string::npos)
        return '"' + plain + '"';
    return plain;
}

/// Whether a word of `text` begins with `prefix`; both folded.
bool hasWord(std::string_view text, std::string_view prefix)
{
    const auto isInside = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
            || static_cast<unsigned char>(c) >= 0x80;
    };
    for (std::size_t at = text.find(prefix, 1); at != std::string_view::npos;
         at = text.find(prefix, at + 1)) {
        if (!isInside(text[at - 1]))
            return true;
    }
    return false;
}

void addValues(FilterCompletion& to, const std::vector<FilterVocabulary::Value>& values,
    const std::string& prefix, std::size_t most)
{
    // What begins with the prefix before what has a word that does.
    for (const bool atStart : {true, false}) {
        for (const FilterVocabulary::Value& value : values) {
            if (to.items.size() >= most)
                return;
            const bool starts = value.folded.starts_with(prefix);
            if (atStart ? starts : !starts && hasWord(value.folded, prefix))
                to.items.push_back({asValue(value.text), value.text,
                    std::to_string(value.tracks) + (value.tracks == 1 ? " track" : " tracks")});
        }
    }
}

void addExamples(FilterCompletion& to, FilterField field, const std::string& prefix)
{
    struct Example {
        std::string_view text, about;
    };
    const auto add = [&](std::initializer_list<Example> examples) {
        for (const Example& e : examples) {
            if (e.text.starts_with(prefix))
                to.items.push_back(
                    {std::string(e.text), std::string(e.text), std::string(e.about)});
        }
    };
    switch (infoOf(field).type) {
    case FilterType::kind:
        add({{"music", ""}, {"spoken", "audio books, podcasts"}, {"other", ""}});
        break;
    case FilterType::flag:
        add({{"yes", ""}, {"no", ""}});
        break;
    case FilterType::is:
        for (const FilterField flag : filterFlags())
            add({{infoOf(flag).name, infoOf(flag).about}});
        for (const std::string_view kind : filterKinds())
            add({{kind, "kind of track"}});
        break;
    case FilterType::has:
        for (const FilterFieldInfo& info : filterFields()) {
            if (info.type == FilterType::text || info.type == FilterType::number
                || info.type == FilterType::rating || info.type == FilterType::date
                || info.type == FilterType::key)
                add({{info.name, info.about}});
        }
        break;
    case FilterType::date:
        add({{"today", ""}, {"7d", "within the last 7 days"}, {"30d", "within the last 30 days"},
            {"1y", "within the last year"}});
        if (field == FilterField::played)
            add({{"never", "not played yet"}});
        break;
    case FilterType::rating:
        add({{"5", ""}, {"4..5", "four stars or more"}, {"3.5", ""}, {"none", "not rated"}});
        break;
    case FilterType::length:
        add({{"3:00..4:30", "from three to four and a half minutes"},
            {"4", "four minutes and some seconds"}});
        break;
    case FilterType::key:
        for (MusicalKey key = 1; key <= 24; ++key) {
            const std::string name = musicalKeyName(key);
            if (foldText(name).starts_with(prefix))
                to.items.push_back({name, name, isMinor(key) ? "minor" : "major"});
        }
        break;
    case FilterType::number:
    case FilterType::text:
        break;
    }
}

void addFields(FilterCompletion& to, std::string_view prefix)
{
    std::string wanted(prefix);
    for (char& c : wanted)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    for (const FilterFieldInfo& info : filterFields()) {
        const bool byAlias = !info.alias.empty() && info.alias.starts_with(wanted);
        if (!info.name.starts_with(wanted) && !byAlias)
            continue;
        const std::string name(info.name.starts_with(wanted) ? info.name : info.alias);
        to.items.push_back({name + ':', name + ':',
            std::string(info.about) + ", as in " + std::string(info.hint)});
    }
}

} // namespace

FilterVocabulary::FilterVocabulary(const TrackTable& table, const CleanView* names)
{
    for (const FilterField field : textFields) {
        const auto member = memberOf(field);
        std::unordered_map<std::uint32_t, std::pair<TextRef, std::uint32_t>> counts; // by place
        for (const TrackRecord& track : table.tracks()) {
            const TextRef ref = track.*member;
            if (ref.size != 0) {
                auto& entry = counts[ref.offset];
                entry.first = ref;
                ++entry.second;
            }
        }
        // Several values in one text are counted one by one.
        std::unordered_map<std::string_view, std::uint32_t> single;
        for (const auto& [place, entry] : counts) {
            std::string_view text = table.text(entry.first);
            if (field == FilterField::artist || field == FilterField::albumArtist) {
                for (const std::string_view artist : artistsIn(text))
                    single[names ? names->shownArtist(artist) : artist] += entry.second;
                continue;
            }
            while (!text.empty()) {
                const std::size_t end = std::min(text.find('\x1f'), text.size());
                if (end > 0)
                    single[text.substr(0, end)] += entry.second;
                text.remove_prefix(std::min(end + 1, text.size()));
            }
        }
        std::vector<Value>& values = values_[field];
        values.reserve(single.size());
        for (const auto& [text, tracks] : single)
            values.push_back({std::string(text), foldText(text), tracks});
        std::ranges::sort(values, [](const Value& a, const Value& b) {
            return a.tracks != b.tracks ? a.tracks > b.tracks : a.text < b.text;
        });
    }
}

const std::vector<FilterVocabulary::Value>& FilterVocabulary::of(FilterField field) const
{
    static const std::vector<Value> none;
    const auto found = values_.find(field);
    return found == values_.end() ? none : found->second;
}

FilterCompletion completeFilter(std::string_view text, std::size_t cursor,
    const FilterVocabulary* vocabulary, bool asked, std::size_t most)
{
    FilterCompletion result;
    cursor = std::min(cursor, text.size());
    const std::size_t start = tokenStart(text, cursor);
    const std::string_view token = text.substr(start, cursor - start);
    result.begin = start;
    result.end = cursor;
    std::size_t name = 0;
    while (name < token.size() && isLetter(token[name]))
        ++name;
    if (name == token.size()) {
        if (token.size() >= 2 || (asked && token.empty()) || (asked && token.size() == 1))
            addFields(result, token);
        if (!asked && result.items.size() > most)
            result.items.resize(most);
        return result;
    }
    const auto field = filterFieldNamed(token.substr(0, name));
    const std::size_t value = token.find_first_not_of(":=!<>", name);
    const std::size_t ops = (value == std::string_view::npos ? token.size() : value) - name;
    if (!field || ops == 0)
        return result;
    result.isValue = true;
    result.begin = start + name + ops;
    std::string_view typed = text.substr(result.begin, cursor - result.begin);
    if (typed.starts_with('"'))
        typed.remove_prefix(1);
    if (vocabulary && infoOf(*field).type == FilterType::text)
        addValues(result, vocabulary->of(*field), foldText(typed), most);
    else if (token.substr(name, ops) == ":" || token.substr(name, ops) == "=")
        addExamples(result, *field, foldText(typed));
    // Written out in full: nothing more to offer.
    if (result.items.size() == 1
        && result.items.front().insert == text.substr(result.begin, cursor - result.begin))
        result.items.clear();
    return result;
}

} // namespace segue
