// M3U and PLS are read line by line and forgive everything: what makes no sense is passed over.
// XSPF is XML and is read by Qt's reader, which stops at the first fault.
#include "core/playlist/playlist_file.h"

#include "core/text/display_path.h"
#include "core/text/encodings.h"

#include <QByteArray>
#include <QString>
#include <QUrl>
#include <QXmlStreamReader>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace segue {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostEntries = 200'000;
constexpr std::size_t mostBytes = 64u << 20;
constexpr std::size_t longestText = 8192;

std::string_view trimmed(std::string_view text)
{
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return text;
}

QByteArray asBytes(std::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

std::string asText(std::string_view bytes)
{
    bytes = bytes.substr(0, longestText);
    std::string text = isUtf8(bytes) ? std::string(bytes) : fromWindows1252(bytes);
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    return text;
}

bool startsWithNoCase(std::string_view text, std::string_view lowerCase)
{
    return text.size() >= lowerCase.size()
        && std::ranges::equal(text.substr(0, lowerCase.size()), lowerCase, {},
            [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
}

std::string percentDecoded(std::string_view text)
{
    return QByteArray::fromPercentEncoding(asBytes(text)).toStdString();
}

/// Without "." and "..", as far as they can be resolved by their text alone.
std::string normalised(std::string_view path)
{
    std::vector<std::string_view> parts;
    const bool absolute = path.starts_with('/');
    while (!path.empty()) {
        const std::size_t slash = std::min(path.find('/'), path.size());
        const std::string_view part = path.substr(0, slash);
        path.remove_prefix(std::min(slash + 1, path.size()));
        if (part == ".." && !parts.empty() && parts.back() != "..")
            parts.pop_back();
        else if (part == ".." && absolute)
            continue;
        else if (!part.empty() && part != ".")
            parts.push_back(part);
    }
    std::string out = absolute ? "/" : "";
    for (std::size_t i = 0; i < parts.size(); ++i)
        out.append(i == 0 ? "" : "/").append(parts[i]);
    return out;
}

std::uint32_t milliseconds(std::string_view seconds)
{
    double value = 0;
    seconds = trimmed(seconds);
    const auto parsed = std::from_chars(seconds.data(), seconds.data() + seconds.size(), value);
    if (parsed.ec != std::errc{} || !(value > 0) || value > 1e6)
        return 0;
    return static_cast<std::uint32_t>(value * 1000);
}

/// "Artist - Title"; a text without the dash is the title.
void takeTitle(std::string_view text, PlaylistFileEntry& to)
{
    const std::string whole = asText(trimmed(text));
    const std::size_t dash = whole.find(" - ");
    if (dash == std::string::npos) {
        to.title = whole;
    } else {
        to.artist = trimmed(std::string_view(whole).substr(0, dash));
        to.title = trimmed(std::string_view(whole).substr(dash + 3));
    }
}

template <class Line>
void eachLine(std::string_view text, Line line)
{
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
        if (!line(trimmed(text.substr(0, end))))
            return;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

PlaylistFile readM3u(std::string_view bytes, std::string_view folder)
{
    PlaylistFile file;
    PlaylistFileEntry next;
    eachLine(bytes, [&](std::string_view line) {
        if (line.empty())
            return true;
        if (line.front() != '#') {
            next.path = pathOfPlace(line, folder);
            if (!next.path.empty())
                file.entries.push_back(std::move(next));
            next = {};
            return file.entries.size() < mostEntries;
        }
        if (startsWithNoCase(line, "#extinf:")) {
            const std::string_view rest = line.substr(8);
            const std::size_t comma = rest.find(',');
            // "123 tvg-id=…,Title": attributes of other programs behind the length.
            next.durationMs = milliseconds(rest.substr(0, std::min(rest.find(' '), comma)));
            if (comma != std::string_view::npos)
                takeTitle(rest.substr(comma + 1), next);
        } else if (startsWithNoCase(line, "#extalb:")) {
            next.album = asText(trimmed(line.substr(8)));
        } else if (startsWithNoCase(line, "#extart:")) {
            next.artist = asText(trimmed(line.substr(8)));
        } else if (startsWithNoCase(line, "#playlist:")) {
            file.name = asText(trimmed(line.substr(10)));
        }
        return true;
    });
    return file;
}

PlaylistFile readPls(std::string_view bytes, std::string_view folder)
{
    PlaylistFile file;
    std::map<std::uint32_t, PlaylistFileEntry> entries; // by their numbers
    eachLine(bytes, [&](std::string_view line) {
        const std::size_t equals = line.find('=');
        if (equals == std::string_view::npos)
            return true;
        const std::string_view key = trimmed(line.substr(0, equals));
        const std::string_view value = trimmed(line.substr(equals + 1));
        const std::size_t digit = std::min(key.find_first_of("0123456789"), key.size());
        const std::string_view name = key.substr(0, digit), number = key.substr(digit);
        std::uint32_t n = 0;
        const auto parsed = std::from_chars(number.data(), number.data() + number.size(), n);
        if (parsed.ec != std::errc{} || parsed.ptr != number.data() + number.size())
            return true;
        if (startsWithNoCase(name, "file") && name.size() == 4)
            entries[n].path = pathOfPlace(value, folder);
        else if (startsWithNoCase(name, "title") && name.size() == 5)
            takeTitle(value, entries[n]);
        else if (startsWithNoCase(name, "length") && name.size() == 6)
            entries[n].durationMs = milliseconds(value);
        return entries.size() <= mostEntries;
    });
    for (auto& [number, entry] : entries) {
        if (!entry.path.empty())
            file.entries.push_back(std::move(entry));
    }
    return file;
}

Result<PlaylistFile> readXspf(std::string_view bytes, std::string_view folder)
{
    QXmlStreamReader xml(asBytes(bytes));
    xml.setEntityExpansionLimit(1000);
    PlaylistFile file;
    PlaylistFileEntry entry;
    bool inTrack = false, isPlaylist = false;
    const auto text = [&xml] {
        return xml.readElementText(QXmlStreamReader::SkipChildElements)
            .left(longestText)
            .simplified()
            .toStdString();
    };
    while (!xml.atEnd() && file.entries.size() < mostEntries) {
        const auto token = xml.readNext();
        const auto name = xml.name();
        if (token == QXmlStreamReader::EndElement && name == u"track") {
            if (!entry.path.empty() || !entry.title.empty())
                file.entries.push_back(std::move(entry));
            entry = {};
            inTrack = false;
        }
        if (token != QXmlStreamReader::StartElement)
            continue;
        if (name == u"playlist") {
            isPlaylist = true;
        } else if (name == u"track") {
            inTrack = true;
            entry = {};
        } else if (name == u"title") {
            (inTrack ? entry.title : file.name) = text();
        } else if (!inTrack) {
            continue;
        } else if (name == u"location" && entry.path.empty()) {
            std::string place
                = xml.readElementText(QXmlStreamReader::SkipChildElements).trimmed().toStdString();
            // A URI: relative ones are percent-encoded, too.
            if (!hasScheme(place) && !startsWithNoCase(place, "file:"))
                place = percentDecoded(place);
            entry.path = pathOfPlace(place, folder);
        } else if (name == u"creator") {
            entry.artist = text();
        } else if (name == u"album") {
            entry.album = text();
        } else if (name == u"duration") {
            entry.durationMs = static_cast<std::uint32_t>(
                std::clamp(QString::fromStdString(text()).toDouble(), 0.0, 1e9));
        }
    }
    if (xml.hasError() || !isPlaylist) {
        return Error{"This is no whole XSPF playlist: line " + std::to_string(xml.lineNumber())
            + ", column " + std::to_string(xml.columnNumber()) + ": "
            + (xml.hasError() ? xml.errorString() : u"there is no playlist in it"_s).toStdString()
            + ". Write it again with the program it came from."};
    }
    return file;
}

} // namespace

bool hasScheme(std::string_view text)
{
    const std::size_t colon = text.find("://");
    return colon != std::string_view::npos && colon > 1
        && std::ranges::all_of(text.substr(0, colon), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                   || c == '+' || c == '-' || c == '.';
           });
}

std::string pathOfPlace(std::string_view place, std::string_view folder)
{
    place = place.substr(0, longestText);
    std::string path(place);
    if (startsWithNoCase(place, "file:")) {
        std::string_view rest = place.substr(5);
        if (rest.starts_with("//")) {
            rest.remove_prefix(2);
            rest.remove_prefix(std::min(rest.find('/'), rest.size())); // "localhost"
        }
        path = percentDecoded(rest);
        if (path.size() > 2 && path[0] == '/' && path[2] == ':')
            path.erase(0, 1); // "/C:/Music"
    } else if (hasScheme(place)) {
        return path;
    }
    const bool drive = path.size() > 2 && path[1] == ':' && (path[2] == '\\' || path[2] == '/');
    // A backslash is a letter in names here; in paths of Windows it divides.
    if (drive || (path.find('\\') != std::string::npos && path.find('/') == std::string::npos))
        std::ranges::replace(path, '\\', '/');
    if (drive || path.starts_with('/') || folder.empty())
        return normalised(path);
    return normalised(std::string(folder) + '/' + path);
}

Result<PlaylistFormat> playlistFormatOf(std::string_view fileName)
{
    static constexpr std::array<std::pair<std::string_view, PlaylistFormat>, 4> formats{
        {{".m3u", PlaylistFormat::m3u}, {".m3u8", PlaylistFormat::m3u8},
            {".xspf", PlaylistFormat::xspf}, {".pls", PlaylistFormat::pls}}};
    for (const auto& [end, format] : formats) {
        if (fileName.size() > end.size()
            && startsWithNoCase(fileName.substr(fileName.size() - end.size()), end))
            return format;
    }
    return Error{displayPath(asBytes(fileName)).toStdString()
        + " is no playlist that can be read or written: its name has to end in .m3u, .m3u8, .xspf "
          "or .pls."};
}

Result<PlaylistFile> readPlaylistFile(
    std::string_view bytes, PlaylistFormat format, std::string_view folder)
{
    if (bytes.size() > mostBytes)
        return Error{"This playlist has more than 64 MiB: it is something else."};
    if (format == PlaylistFormat::xspf)
        return readXspf(bytes, folder);
    const std::string text = withoutByteOrderMark(bytes);
    return format == PlaylistFormat::pls ? readPls(text, folder) : readM3u(text, folder);
}

std::string utf8OfPath(std::string_view path)
{
    return isUtf8(path) ? std::string(path) : fromWindows1252(path);
}

} // namespace segue
