// Playlist files are written in the plainest form of each kind, so that other players read them.
#include "core/playlist/playlist_file.h"
#include "core/text/display_path.h"

#include <QByteArray>
#include <QFile>
#include <QSaveFile>
#include <QString>
#include <QUrl>
#include <QXmlStreamWriter>

#include <algorithm>

namespace segue {

using namespace Qt::StringLiterals;

namespace {

std::string oneLine(std::string_view text)
{
    std::string line(text);
    std::ranges::replace_if(
        line, [](char c) { return c == '\n' || c == '\r' || c == '\0'; }, ' ');
    return line;
}

std::string relativeTo(std::string_view path, std::string_view folder)
{
    while (folder.ends_with('/'))
        folder.remove_suffix(1);
    if (!folder.empty() && path.size() > folder.size() + 1 && path.starts_with(folder)
        && path[folder.size()] == '/')
        path.remove_prefix(folder.size() + 1);
    return std::string(path);
}

std::string titleLine(const PlaylistFileEntry& entry)
{
    return oneLine(entry.artist.empty() ? entry.title : entry.artist + " - " + entry.title);
}

/// As a line's end would be: reading takes it off.
bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

bool canBeALine(std::string_view path)
{
    return !path.empty() && path.find_first_of(std::string_view("\r\n\0", 3)) == path.npos
        && !isBlank(path.front()) && !isBlank(path.back());
}

std::string writeM3u(const PlaylistFile& playlist, std::string_view folder)
{
    std::string out = "#EXTM3U\n";
    if (!playlist.name.empty())
        out += "#PLAYLIST:" + oneLine(playlist.name) + '\n';
    for (const PlaylistFileEntry& entry : playlist.entries) {
        std::string path = relativeTo(entry.path, folder);
        if (!canBeALine(path))
            continue;
        if (path.front() == '#')
            path.insert(0, "./"); // else it were a comment
        const std::string seconds
            = entry.durationMs == 0 ? "-1" : std::to_string((entry.durationMs + 500) / 1000);
        out += "#EXTINF:" + seconds + ',' + titleLine(entry) + '\n';
        if (!entry.album.empty())
            out += "#EXTALB:" + oneLine(entry.album) + '\n';
        out += path + '\n';
    }
    return out;
}

std::string writePls(const PlaylistFile& playlist, std::string_view folder)
{
    std::string out = "[playlist]\n";
    int n = 0;
    for (const PlaylistFileEntry& entry : playlist.entries) {
        const std::string path = relativeTo(entry.path, folder);
        if (!canBeALine(path))
            continue;
        const std::string number = std::to_string(++n);
        out += "File" + number + '=' + path + '\n';
        out += "Title" + number + '=' + titleLine(entry) + '\n';
        out += "Length" + number + '='
            + (entry.durationMs == 0 ? "-1" : std::to_string((entry.durationMs + 500) / 1000))
            + '\n';
    }
    return out + "NumberOfEntries=" + std::to_string(n) + "\nVersion=2\n";
}

std::string writeXspf(const PlaylistFile& playlist, std::string_view folder)
{
    // What XML cannot hold at all (control characters) becomes a blank.
    const auto text = [](std::string_view utf8) {
        QString plain = QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
        for (QChar& c : plain) {
            if (c < u' ' || c == QChar(0xfffe) || c == QChar(0xffff))
                c = u' ';
        }
        return plain;
    };
    QByteArray out;
    QXmlStreamWriter xml(&out);
    xml.setAutoFormatting(true);
    xml.setAutoFormattingIndent(2);
    xml.writeStartDocument();
    xml.writeStartElement(u"playlist"_s);
    xml.writeAttribute(u"version"_s, u"1"_s);
    xml.writeDefaultNamespace(u"http://xspf.org/ns/0/"_s);
    if (!playlist.name.empty())
        xml.writeTextElement(u"title"_s, text(playlist.name));
    xml.writeStartElement(u"trackList"_s);
    for (const PlaylistFileEntry& entry : playlist.entries) {
        xml.writeStartElement(u"track"_s);
        if (!entry.path.empty()) {
            const std::string path = relativeTo(entry.path, folder);
            const QByteArray encoded
                = QByteArray::fromStdString(path).toPercentEncoding("/!$&'()*+,;=:@");
            xml.writeTextElement(u"location"_s,
                hasScheme(path)             ? text(path)
                    : path.starts_with('/') ? u"file://"_s + QString::fromLatin1(encoded)
                                            : QString::fromLatin1(encoded));
        }
        for (const auto& [name, value] : {std::pair(u"title"_s, &entry.title),
                 std::pair(u"creator"_s, &entry.artist), std::pair(u"album"_s, &entry.album)}) {
            if (!value->empty())
                xml.writeTextElement(name, text(*value));
        }
        if (entry.durationMs > 0)
            xml.writeTextElement(u"duration"_s, QString::number(entry.durationMs));
        xml.writeEndElement();
    }
    xml.writeEndDocument();
    return out.toStdString();
}

} // namespace

std::string writePlaylistFile(
    const PlaylistFile& playlist, PlaylistFormat format, std::string_view folder)
{
    switch (format) {
    case PlaylistFormat::xspf:
        return writeXspf(playlist, folder);
    case PlaylistFormat::pls:
        return writePls(playlist, folder);
    default:
        return writeM3u(playlist, folder);
    }
}

Result<void> saveAtomically(const std::string& path, std::string_view bytes)
{
    QSaveFile file(QFile::decodeName(path.c_str()));
    const auto failed = [&] {
        return Error{"The file " + displayPath(QByteArray::fromStdString(path)).toStdString()
            + " could not be written: " + file.errorString().toStdString()
            + ". Check the folder, its permissions and the space on its disk."};
    };
    if (!file.open(QIODevice::WriteOnly))
        return failed();
    if (file.write(bytes.data(), static_cast<qint64>(bytes.size()))
            != static_cast<qint64>(bytes.size())
        || !file.commit())
        return failed();
    return {};
}

} // namespace segue
