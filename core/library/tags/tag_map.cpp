#include "core/library/tags/tag_map.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace segue::tags {

namespace {

struct OtherName {
    std::string_view name, is;
};

/// What other taggers call the same, where a format keeps free names.
constexpr std::array otherNames{OtherName{"ALBUM ARTIST", "ALBUMARTIST"},
    OtherName{"ALBUM_ARTIST", "ALBUMARTIST"}, OtherName{"YEAR", "DATE"},
    OtherName{"TOTALTRACKS", "TRACKTOTAL"}, OtherName{"TOTALDISCS", "DISCTOTAL"},
    OtherName{"TRACK", "TRACKNUMBER"}, OtherName{"DISC", "DISCNUMBER"},
    OtherName{"PUBLISHER", "LABEL"}, OtherName{"ORGANIZATION", "LABEL"},
    OtherName{"ITUNESCOMPILATION", "COMPILATION"}, OtherName{"TEMPO", "BPM"},
    OtherName{"KEY", "INITIALKEY"}};

struct Counted {
    std::string_view number, total;
};
constexpr std::array counted{
    Counted{"TRACKNUMBER", "TRACKTOTAL"}, Counted{"DISCNUMBER", "DISCTOTAL"}};

const Counted* countedOf(std::string_view name)
{
    const auto found = std::ranges::find_if(
        counted, [&](const Counted& c) { return c.number == name || c.total == name; });
    return found == counted.end() ? nullptr : &*found;
}

std::string usualName(const TagLib::String& key)
{
    std::string name = key.to8Bit(true);
    const auto other = std::ranges::find(otherNames, name, &OtherName::name);
    return other == otherNames.end() ? name : std::string(other->is);
}

void eraseAll(TagLib::PropertyMap& map, std::string_view name)
{
    map.erase(toTagLib(name));
    for (const OtherName& other : otherNames) {
        if (other.is == name)
            map.erase(toTagLib(other.name));
    }
}

/// "3/12" -> "3", "12".
std::pair<std::string, std::string> splitCount(const std::string& text)
{
    const std::size_t slash = text.find('/');
    if (slash == std::string::npos)
        return {text, {}};
    return {text.substr(0, slash), text.substr(slash + 1)};
}

std::string firstOf(const FieldMap& fields, std::string_view name)
{
    const auto found = fields.find(std::string(name));
    return found == fields.end() || found->second.empty() ? std::string() : found->second.front();
}

const Field* find(std::span<const Field> changes, std::string_view name)
{
    const auto found = std::ranges::find(changes, name, &Field::name);
    return found == changes.end() ? nullptr : &*found;
}

void applyCount(TagLib::PropertyMap& map, const Counted& names, std::span<const Field> changes,
    bool totalsApart)
{
    const Field* number = find(changes, names.number);
    const Field* total = find(changes, names.total);
    if (!number && !total)
        return;
    FieldMap now;
    takeFields(map, now);
    const auto valueOf = [&](const Field* change, std::string_view name) {
        if (!change)
            return firstOf(now, name);
        return change->values.empty() ? std::string() : change->values.front();
    };
    std::string first = valueOf(number, names.number);
    const std::string second = valueOf(total, names.total);
    eraseAll(map, names.number);
    eraseAll(map, names.total);
    if (!totalsApart && !second.empty())
        first = (first.empty() ? "0" : first) + '/' + second;
    else if (!second.empty())
        map.insert(toTagLib(names.total), TagLib::StringList(toTagLib(second)));
    if (!first.empty())
        map.insert(toTagLib(names.number), TagLib::StringList(toTagLib(first)));
}

} // namespace

TagLib::String toTagLib(std::string_view utf8)
{
    return {std::string(utf8), TagLib::String::UTF8};
}

TagLib::StringList toTagLib(const std::vector<std::string>& values)
{
    TagLib::StringList list;
    for (const std::string& value : values)
        list.append(toTagLib(value));
    return list;
}

void takeFields(const TagLib::PropertyMap& properties, FieldMap& to)
{
    FieldMap found;
    for (const auto& [key, values] : properties) {
        const std::string name = usualName(key);
        if (name.empty() || found.contains(name) || to.contains(name))
            continue;
        std::vector<std::string> texts;
        for (const TagLib::String& value : values)
            texts.push_back(value.to8Bit(true));
        if (!texts.empty())
            found.emplace(name, std::move(texts));
    }
    for (const Counted& names : counted) {
        auto [number, total] = splitCount(firstOf(found, names.number));
        if (total.empty())
            continue;
        if (number.empty() || number == "0")
            found.erase(std::string(names.number));
        else
            found[std::string(names.number)] = {number};
        found.emplace(names.total, std::vector<std::string>{total});
    }
    to.merge(found);
}

void applyFields(TagLib::PropertyMap& map, std::span<const Field> changes, bool totalsApart)
{
    for (const Field& change : changes) {
        if (change.name == ratingField || change.name == playsField || countedOf(change.name))
            continue;
        eraseAll(map, change.name);
        if (!change.values.empty())
            map.insert(toTagLib(change.name), toTagLib(change.values));
    }
    for (const Counted& names : counted)
        applyCount(map, names, changes, totalsApart);
}

std::optional<int> numberOf(std::span<const Field> changes, std::string_view name)
{
    const Field* field = find(changes, name);
    if (!field)
        return std::nullopt;
    int number = 0;
    if (!field->values.empty()) {
        const std::string& text = field->values.front();
        std::from_chars(text.data(), text.data() + text.size(), number);
    }
    return std::max(0, number);
}

std::vector<Field> ratingProperties(std::span<const Field> changes, bool withPlainRating)
{
    std::vector<Field> fields;
    const auto add = [&fields](std::string_view name, bool there, const std::string& value) {
        fields.push_back({std::string(name), {}});
        if (there)
            fields.back().values.push_back(value);
    };
    if (const auto rating = numberOf(changes, ratingField)) {
        const int halfStars = std::min(*rating, 10);
        add("FMPS_RATING", halfStars > 0,
            halfStars == 10 ? "1.0" : "0." + std::to_string(halfStars));
        if (withPlainRating)
            add("RATING", halfStars > 0, std::to_string(halfStars * 10));
    }
    if (const auto plays = numberOf(changes, playsField))
        add("FMPS_PLAYCOUNT", *plays > 0, std::to_string(*plays) + ".0");
    return fields;
}

} // namespace segue::tags
