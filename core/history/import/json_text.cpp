#include "core/history/import/json_text.h"

#include <QByteArray>
#include <QJsonDocument>

#include <charconv>

namespace segue {

namespace {

constexpr std::size_t longestObject = 16u << 20;

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

Error damagedAt(std::size_t at)
{
    return Error{"is damaged or incomplete at byte " + std::to_string(at)
        + ": it does not end as JSON. Export or download it again."};
}

/// The end of the object, array or text that begins at `from`; npos when it has none.
std::size_t endOfValue(std::string_view json, std::size_t from)
{
    std::size_t depth = 0;
    bool inText = false;
    for (std::size_t i = from; i < json.size() && i - from < longestObject; ++i) {
        const char c = json[i];
        if (inText) {
            if (c == '\\')
                ++i;
            else if (c == '"' && depth == 0)
                return i + 1;
            else if (c == '"')
                inText = false;
        } else if (c == '"') {
            inText = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            if (--depth == 0)
                return i + 1;
        }
    }
    return std::string_view::npos;
}

/// The end of the number or word (null, true, false) that begins at `from`; npos when it is none.
std::size_t endOfWord(std::string_view json, std::size_t from)
{
    std::size_t end = from;
    while (end < json.size() && !isBlank(json[end]) && json[end] != ',' && json[end] != ']')
        ++end;
    const std::string_view word = json.substr(from, end - from);
    double number = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
    const bool isNumber
        = read.ec != std::errc::invalid_argument && read.ptr == word.data() + word.size();
    return isNumber || word == "null" || word == "true" || word == "false" ? end
                                                                           : std::string_view::npos;
}

} // namespace

std::string textOf(const QJsonValue& value)
{
    if (value.isString())
        return value.toString().toStdString();
    if (value.isDouble()) {
        constexpr qint64 none = std::numeric_limits<qint64>::min();
        const qint64 number = value.toInteger(none);
        return number == none ? std::string() : std::to_string(number);
    }
    return {};
}

Result<void> forEachObject(
    std::string_view json, const std::function<bool(const QJsonObject&)>& use)
{
    std::size_t at = 0;
    const auto skip = [&](char alsoSkip) {
        while (at < json.size() && (isBlank(json[at]) || json[at] == alsoSkip))
            ++at;
    };
    skip(' ');
    if (at == json.size() || json[at] != '[')
        return Error{"is no list of plays in JSON. Check that it is what the player exported."};
    ++at;
    while (true) {
        skip(',');
        if (at < json.size() && json[at] == ']')
            return {};
        if (at == json.size())
            return damagedAt(at);
        if (json[at] != '{') {
            const bool isLong = json[at] == '[' || json[at] == '"';
            const std::size_t end = isLong ? endOfValue(json, at) : endOfWord(json, at);
            if (end == std::string_view::npos)
                return damagedAt(at);
            if (!use({}))
                return {};
            at = end;
            continue;
        }
        const std::size_t end = endOfValue(json, at);
        if (end == std::string_view::npos)
            return damagedAt(json.size());
        QJsonParseError error;
        const auto document = QJsonDocument::fromJson(
            QByteArray::fromRawData(json.data() + at, static_cast<qsizetype>(end - at)), &error);
        if (error.error != QJsonParseError::NoError)
            return damagedAt(at + static_cast<std::size_t>(std::max(error.offset, 0)));
        if (!use(document.object()))
            return {};
        at = end;
    }
}

} // namespace segue
