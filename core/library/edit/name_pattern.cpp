#include "core/library/edit/name_pattern.h"

#include "core/library/edit/edit_fields.h"

#include <algorithm>
#include <array>
#include <utility>

namespace segue {

namespace {

constexpr std::string_view skipped = "SKIP";
constexpr std::size_t longestPart = 200; // bytes, with room for extensions and " (2)"
constexpr int mostGroups = 6;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isNumeric(std::string_view property)
{
    static constexpr std::array numeric{
        "TRACKNUMBER", "TRACKTOTAL", "DISCNUMBER", "DISCTOTAL", "BPM"};
    return std::ranges::find(numeric, property) != numeric.end();
}

/// Whether `value` may be what a name says for the field.
bool fits(std::string_view property, std::string_view value)
{
    if (value.empty() || value.front() == ' ' || value.back() == ' ')
        return false;
    if (isNumeric(property))
        return value.size() <= 4 && std::ranges::all_of(value, isDigit);
    if (property == "DATE" || property == "ORIGINALDATE")
        return value.size() >= 4 && std::ranges::all_of(value.substr(0, 4), isDigit)
            && std::ranges::all_of(value, [](char c) { return isDigit(c) || c == '-'; });
    return value.find('/') == std::string_view::npos;
}

std::string valueIn(std::string_view property, std::string value)
{
    if (property == "DATE" || property == "ORIGINALDATE")
        value.resize(std::min<std::size_t>(value.size(), 4));
    if (property == "TRACKNUMBER" && value.size() == 1 && isDigit(value[0]))
        value.insert(0, 1, '0');
    std::ranges::replace(value, '/', '-');
    std::ranges::replace(value, '\\', '-');
    return value;
}

bool isReserved(std::string_view name)
{
    static constexpr std::array names{
        "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "LPT1", "LPT2", "LPT3", "LPT4"};
    std::string upper(name.substr(0, name.find('.')));
    std::ranges::transform(upper, upper.begin(),
        [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return std::ranges::find(names, upper) != names.end();
}

std::string withoutLeadingZeros(std::string value)
{
    const std::size_t first = value.find_first_not_of('0');
    return first == std::string::npos ? "0" : value.substr(first);
}

} // namespace

std::string cleanName(std::string_view text, std::size_t mostBytes)
{
    constexpr std::string_view forbidden = "/\\:*?\"<>|";
    std::string name;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            continue;
        name += forbidden.find(c) != std::string_view::npos ? '_' : c;
    }
    if (name.size() > mostBytes) {
        std::size_t end = mostBytes;
        while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80)
            --end;
        name.resize(end);
    }
    while (!name.empty() && (name.back() == ' ' || name.back() == '.'))
        name.pop_back();
    name.erase(0, std::min(name.find_first_not_of(' '), name.size()));
    if (name.starts_with('.'))
        name[0] = '_'; // would be hidden
    if (isReserved(name))
        name += '_';
    return name.empty() ? "_" : name;
}

Result<NamePattern> NamePattern::parse(std::string_view text)
{
    NamePattern pattern;
    std::string literal;
    bool inGroup = false, hasField = false;
    const auto wrong = [&](std::string_view what, std::size_t at) {
        return Error{"The pattern " + std::string(text) + " cannot be read: " + std::string(what)
            + " at character " + std::to_string(at + 1) + '.'};
    };
    const auto flush = [&] {
        if (!literal.empty())
            pattern.tokens_.push_back({{}, std::exchange(literal, {}), inGroup, pattern.groups_});
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '[' || c == ']') {
            if ((c == '[') == inGroup)
                return wrong(
                    inGroup ? "brackets within brackets" : "a bracket that closes nothing", at);
            flush();
            if (c == '[' && pattern.groups_ == mostGroups)
                return wrong("too many brackets", at);
            pattern.groups_ += c == '[' ? 1 : 0;
            inGroup = c == '[';
            continue;
        }
        if (c != '%') {
            literal += c;
            continue;
        }
        const std::size_t end = text.find('%', at + 1);
        if (end == std::string_view::npos)
            return wrong("a per cent sign that begins no field (write %% for the sign itself)", at);
        if (end == at + 1) {
            literal += '%';
        } else {
            const std::string property = propertyOf(text.substr(at + 1, end - at - 1));
            const bool known = property == skipped
                || std::ranges::find(editFields(), property, &EditField::property)
                    != editFields().end();
            if (!known)
                return wrong("there is no field %" + std::string(text.substr(at + 1, end - at - 1))
                        + "%; there are title, artist, albumartist, album, year, track, disc, "
                          "genre, composer and others",
                    at);
            flush();
            pattern.tokens_.push_back({property, {}, inGroup, pattern.groups_});
            hasField = true;
        }
        at = end;
    }
    if (inGroup)
        return wrong("a bracket that is not closed", text.size());
    flush();
    if (!hasField)
        return wrong("no field, as in %title%,", 0);
    if (text.starts_with('/') || text.ends_with('/') || text.find("//") != std::string_view::npos)
        return Error{"The pattern " + std::string(text)
            + " cannot be used: a folder or file in it would have no name."};
    return pattern;
}

std::string NamePattern::nameOf(const ValueOf& valueOf, std::string_view fallback) const
{
    std::vector<bool> shown(static_cast<std::size_t>(groups_) + 1, false);
    for (const Token& token : tokens_) {
        if (token.optional && !token.property.empty() && !valueOf(token.property).empty())
            shown[static_cast<std::size_t>(token.group)] = true;
    }
    std::string path, part;
    bool isNamed = false;
    const auto close = [&](bool last) {
        if (last && !isNamed)
            part = fallback;
        path += (path.empty() ? "" : "/") + cleanName(part, longestPart);
        part.clear();
        isNamed = false;
    };
    for (const Token& token : tokens_) {
        if (token.optional && !shown[static_cast<std::size_t>(token.group)])
            continue;
        if (!token.property.empty()) {
            const std::string value = valueIn(token.property, valueOf(token.property));
            isNamed = isNamed || !value.empty();
            part += value;
            continue;
        }
        for (const char c : token.text) {
            if (c == '/')
                close(false);
            else
                part += c;
        }
    }
    close(true);
    return path;
}

std::vector<NamePattern::Token> NamePattern::variant(unsigned groups) const
{
    std::vector<Token> tokens;
    for (const Token& token : tokens_) {
        if (token.optional && (groups >> (token.group - 1) & 1u) == 0)
            continue;
        if (token.property.empty() && !tokens.empty() && tokens.back().property.empty())
            tokens.back().text += token.text;
        else
            tokens.push_back(token);
    }
    return tokens;
}

std::optional<std::vector<tags::Field>> NamePattern::fieldsOf(std::string_view path) const
{
    std::vector<tags::Field> found;
    // Reads `rest` by the tokens from `at` on; the first way that fits, shortest values first.
    const auto match = [&found](const auto& self, const std::vector<Token>& tokens, std::size_t at,
                           std::string_view rest) -> bool {
        if (at == tokens.size())
            return rest.empty();
        const Token& token = tokens[at];
        if (token.property.empty())
            return rest.starts_with(token.text)
                && self(self, tokens, at + 1, rest.substr(token.text.size()));
        const bool last = at + 1 == tokens.size();
        for (std::size_t size = last ? rest.size() : 1; size <= rest.size(); ++size) {
            const std::string_view value = rest.substr(0, size);
            if (!fits(token.property, value))
                continue;
            if (self(self, tokens, at + 1, rest.substr(size))) {
                std::string text(value);
                if (isNumeric(token.property))
                    text = withoutLeadingZeros(std::move(text));
                if (token.property != skipped)
                    found.push_back({token.property, {std::move(text)}});
                return true;
            }
        }
        return false;
    };
    const unsigned all = (1u << groups_) - 1;
    for (unsigned groups = all + 1; groups-- > 0;) { // with as much as possible first
        const std::vector<Token> tokens = variant(groups);
        std::size_t slashes = 0;
        for (const Token& token : tokens)
            slashes += static_cast<std::size_t>(std::ranges::count(token.text, '/'));
        std::size_t start = path.size();
        for (std::size_t parts = 0; parts <= slashes && start != 0; ++parts) {
            const std::size_t slash = path.rfind('/', start - 1);
            start = slash == std::string_view::npos ? 0 : slash;
        }
        const std::string_view end
            = path.substr(start == 0 && !path.starts_with('/') ? 0 : start + 1);
        found.clear();
        if (match(match, tokens, 0, end)) {
            std::ranges::reverse(found);
            return found;
        }
    }
    return std::nullopt;
}

} // namespace segue
