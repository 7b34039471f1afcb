#include "core/library/edit/edit_fields.h"

#include <algorithm>
#include <array>
#include <map>

namespace segue {

namespace {

constexpr std::array fields{EditField{"TITLE", "title"}, EditField{"ARTIST", "artist", true},
    EditField{"ALBUM", "album"}, EditField{"ALBUMARTIST", "albumartist", true},
    EditField{"COMPOSER", "composer", true}, EditField{"GENRE", "genre", true},
    EditField{"DATE", "date"}, EditField{"ORIGINALDATE", "originaldate"},
    EditField{"TRACKNUMBER", "track", false, true},
    EditField{"TRACKTOTAL", "tracktotal", false, true},
    EditField{"DISCNUMBER", "disc", false, true}, EditField{"DISCTOTAL", "disctotal", false, true},
    EditField{"BPM", "bpm", false, true}, EditField{"INITIALKEY", "key"},
    EditField{"COMPILATION", "compilation"}, EditField{"LABEL", "label"},
    EditField{"CONDUCTOR", "conductor", true}, EditField{"WORK", "work"},
    EditField{"COMMENT", "comment"}, EditField{"LYRICS", "lyrics"},
    EditField{"TITLESORT", "titlesort"}, EditField{"ARTISTSORT", "artistsort"},
    EditField{"ALBUMSORT", "albumsort"}, EditField{"ALBUMARTISTSORT", "albumartistsort"},
    EditField{"COMPOSERSORT", "composersort"}};

struct OtherName {
    std::string_view name, property;
};
constexpr std::array otherNames{OtherName{"YEAR", "DATE"}, OtherName{"TRACKNO", "TRACKNUMBER"},
    OtherName{"DISCNO", "DISCNUMBER"}, OtherName{"ALBUM-ARTIST", "ALBUMARTIST"},
    OtherName{"ALBUM_ARTIST", "ALBUMARTIST"}, OtherName{"ORIGINALYEAR", "ORIGINALDATE"},
    OtherName{"TEMPO", "BPM"}};

std::string upper(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(),
        [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; });
    return result;
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool mayHaveSeveral(std::string_view property)
{
    const auto known = std::ranges::find(fields, property, &EditField::property);
    return known != fields.end() && known->several;
}

bool isNumber(std::string_view text)
{
    return !text.empty() && text.size() <= 5
        && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

std::span<const EditField> editFields()
{
    return fields;
}

std::string propertyOf(std::string_view name)
{
    std::string property = upper(trimmed(name));
    if (const auto known = std::ranges::find_if(
            fields, [&](const EditField& f) { return upper(f.name) == property; });
        known != fields.end())
        return std::string(known->property);
    if (const auto other = std::ranges::find(otherNames, property, &OtherName::name);
        other != otherNames.end())
        return std::string(other->property);
    const bool plain = !property.empty() && std::ranges::all_of(property, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ' ';
    });
    return plain && !property.starts_with("SEGUE_") ? property : std::string();
}

std::string joinedValues(std::span<const std::string> values)
{
    std::string text;
    for (const std::string& value : values)
        text += (text.empty() ? "" : "; ") + value;
    return text;
}

std::vector<std::string> valuesOfText(std::string_view property, std::string_view text)
{
    std::vector<std::string> values;
    const auto add = [&values](std::string_view value) {
        value = trimmed(value);
        if (!value.empty())
            values.emplace_back(value);
    };
    if (!mayHaveSeveral(property)) {
        add(text);
        return values;
    }
    while (!text.empty()) {
        const std::size_t end = text.find(';');
        add(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return values;
}

Result<std::vector<tags::Field>> parseSetting(std::string_view text)
{
    const std::size_t equals = text.find('=');
    const std::string property
        = equals == std::string_view::npos ? std::string() : propertyOf(text.substr(0, equals));
    if (property.empty())
        return Error{"\"" + std::string(text)
            + "\" sets no field. Write FIELD=VALUE, as in artist=\"Kate Bush\"."};
    const std::string_view value = trimmed(text.substr(equals + 1));
    const bool isTrack = property == "TRACKNUMBER";
    if (isTrack || property == "DISCNUMBER") {
        const std::size_t slash = value.find('/');
        std::vector<tags::Field> both{{property, valuesOfText(property, value.substr(0, slash))}};
        if (slash != std::string_view::npos)
            both.push_back({isTrack ? "TRACKTOTAL" : "DISCTOTAL",
                valuesOfText(property, value.substr(slash + 1))});
        for (const tags::Field& field : both) {
            if (!field.values.empty() && !isNumber(field.values.front()))
                return Error{
                    "\"" + std::string(text) + "\" is no number. Write a number, or number/total."};
        }
        return both;
    }
    return std::vector<tags::Field>{{property, valuesOfText(property, value)}};
}

std::vector<std::vector<tags::Field>> numbersFor(std::span<const std::string> paths, int first)
{
    const auto folderOf
        = [](const std::string& path) { return path.substr(0, path.rfind('/') + 1); };
    std::map<std::string, int> counts, next;
    for (const std::string& path : paths)
        ++counts[folderOf(path)];
    std::vector<std::vector<tags::Field>> numbers;
    for (const std::string& path : paths) {
        const std::string folder = folderOf(path);
        const int number = first + next[folder]++;
        numbers.push_back({{"TRACKNUMBER", {std::to_string(number)}},
            {"TRACKTOTAL", {std::to_string(first + counts[folder] - 1)}}});
    }
    return numbers;
}

std::vector<std::string> valuesIn(const tags::FileFields& file, std::string_view property)
{
    const auto found = std::ranges::find(file.fields, property, &tags::Field::name);
    return found == file.fields.end() ? std::vector<std::string>() : found->values;
}

std::vector<FieldDifference> differencesOf(
    const tags::FileFields& file, std::span<const tags::Field> changes)
{
    std::vector<FieldDifference> differences;
    for (const tags::Field& change : changes) {
        std::vector<std::string> now = valuesIn(file, change.name);
        if (now != change.values)
            differences.push_back({change.name, std::move(now), change.values});
    }
    return differences;
}

} // namespace segue
