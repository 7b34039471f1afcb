#include "core/history/import/source_reader.h"

#include "core/history/import/foobar2000.h"
#include "core/history/import/itunes.h"
#include "core/history/import/quod_libet.h"
#include "core/history/import/rhythmbox.h"
#include "core/history/import/song_database.h"
#include "core/history/import/source_file.h"
#include "core/playlist/playlist_file.h"
#include "core/text/display_path.h"

#include <QFile>

#include <algorithm>
#include <filesystem>

namespace segue {

namespace {

namespace fs = std::filesystem;

constexpr qint64 mostXmlBytes = qint64{4} << 30, mostPickleBytes = qint64{1} << 30,
                 mostListBytes = qint64{64} << 20;
constexpr qint64 headBytes = 8192;
constexpr std::size_t mostLists = 5000;

std::string nameIn(const std::string& path)
{
    return fs::path(path).filename().string();
}

bool isPlaylistsFile(const std::string& path)
{
    QFile file(QFile::decodeName(path.c_str()));
    return file.open(QIODevice::ReadOnly) && file.read(headBytes).contains("<rhythmdb-playlists");
}

Result<SourceLibrary> readRhythmbox(const std::string& path)
{
    SourceLibrary library;
    library.source = ImportSource::rhythmbox;
    std::string lists = path;
    QFile file;
    if (!isPlaylistsFile(path)) {
        if (const auto opened = openSource(file, path, mostXmlBytes); !opened)
            return opened.error();
        auto read = rhythmbox::readDatabase(file);
        if (!read)
            return aboutFile(path, read.error().message);
        library = std::move(*read);
        lists = (fs::path(path).parent_path() / "playlists.xml").string();
        std::error_code error;
        if (!fs::exists(lists, error))
            return library;
    }
    QFile listFile;
    if (const auto opened = openSource(listFile, lists, mostXmlBytes); !opened)
        return opened.error();
    if (const auto read = rhythmbox::readPlaylists(listFile, library); !read)
        return aboutFile(lists, read.error().message);
    return library;
}

Result<SourceLibrary> readQuodLibet(const std::string& path)
{
    const auto bytes = bytesOfSource(path, mostPickleBytes);
    if (!bytes)
        return bytes.error();
    auto library = quodlibet::readSongs(*bytes);
    if (!library)
        return aboutFile(path, library.error().message);
    std::error_code error;
    std::vector<std::string> lists;
    for (const auto& entry :
        fs::directory_iterator(fs::path(path).parent_path() / "playlists", error)) {
        if (entry.is_regular_file(error) && !entry.path().filename().string().starts_with('.')
            && lists.size() < mostLists)
            lists.push_back(entry.path().string());
    }
    std::ranges::sort(lists);
    for (const std::string& list : lists) {
        const auto content = bytesOfSource(list, mostListBytes);
        const auto added = content ? quodlibet::addPlaylist(*content, nameIn(list), *library)
                                   : Result<void>(content.error());
        if (!added) // one bad list does not cost the others
            library->notes.push_back("The playlist "
                + displayPath(QByteArray::fromStdString(list)).toStdString()
                + " is left out: " + added.error().message);
    }
    return library;
}

template <class Read>
Result<SourceLibrary> readXml(const std::string& path, Read read)
{
    QFile file;
    if (const auto opened = openSource(file, path, mostXmlBytes); !opened)
        return opened.error();
    auto library = read(file);
    if (!library)
        return aboutFile(path, library.error().message);
    return library;
}

/// A playlist file as a library of its entries without figures.
Result<SourceLibrary> readList(const std::string& path)
{
    const auto bytes = bytesOfSource(path, mostListBytes);
    if (!bytes)
        return bytes.error();
    const std::string name = nameIn(path);
    const auto format = playlistFormatOf(name);
    const auto file = readPlaylistFile(
        *bytes, format ? *format : PlaylistFormat::m3u, fs::path(path).parent_path().string());
    if (!file)
        return aboutFile(path, "could not be used: " + file.error().message);
    SourceLibrary library;
    library.source = ImportSource::m3u;
    SourceList list;
    list.name = file->name.empty() ? utf8OfPath(fs::path(name).stem().string()) : file->name;
    for (const PlaylistFileEntry& entry : file->entries) {
        SourceTrack track;
        track.path = entry.path;
        track.title = entry.title;
        track.artist = entry.artist;
        track.album = entry.album;
        track.durationMs = entry.durationMs;
        list.tracks.push_back(library.add(std::move(track)));
    }
    if (list.tracks.empty())
        return aboutFile(path, "holds no tracks.");
    library.lists.push_back(std::move(list));
    return library;
}

Result<SourceLibrary> readOne(const std::string& path, ImportSource source)
{
    switch (source) {
    case ImportSource::strawberry:
    case ImportSource::clementine: {
        QFile file; // for its words when it is not there
        if (const auto opened = openSource(file, path, INT64_MAX); !opened)
            return opened.error();
        auto library = songdatabase::read(path);
        if (!library)
            return aboutFile(path, library.error().message);
        library->source = source;
        return library;
    }
    case ImportSource::rhythmbox:
        return readRhythmbox(path);
    case ImportSource::quodLibet:
        return readQuodLibet(path);
    case ImportSource::foobar2000:
        return readXml(path, foobar2000::readStatistics);
    case ImportSource::itunes:
        return readXml(path, itunes::readLibrary);
    case ImportSource::m3u:
    case ImportSource::spotify: // histories are read by readHistories()
    case ImportSource::listenBrainz:
    case ImportSource::lastFm:
    case ImportSource::playTable:
        break;
    }
    return readList(path);
}

Result<ImportSource> detect(const std::string& path)
{
    QFile file;
    if (const auto opened = openSource(file, path, INT64_MAX); !opened)
        return opened.error();
    const QByteArray head = file.read(headBytes);
    const auto source
        = detectSource({head.constData(), static_cast<std::size_t>(head.size())}, nameIn(path));
    if (!source)
        return aboutFile(path, source.error().message);
    // The two of one family differ by their tables.
    if (*source == ImportSource::strawberry) {
        const auto library = songdatabase::read(path);
        if (!library)
            return aboutFile(path, library.error().message);
        return library->source;
    }
    return source;
}

/// A folder stands for the library in it.
std::string inFolder(const std::string& path)
{
    std::error_code error;
    if (!fs::is_directory(path, error))
        return path;
    for (const char* name : {"strawberry.db", "clementine.db", "rhythmdb.xml", "songs",
             "iTunes Library.xml", "iTunes Music Library.xml", "Library.xml"}) {
        const fs::path file = fs::path(path) / name;
        if (fs::is_regular_file(file, error))
            return file.string();
    }
    return path;
}

void append(SourceLibrary& to, SourceLibrary from)
{
    const auto shift = static_cast<std::uint32_t>(to.tracks.size());
    std::ranges::move(from.tracks, std::back_inserter(to.tracks));
    for (SourceList& list : from.lists) {
        for (std::uint32_t& track : list.tracks)
            track += shift;
        to.lists.push_back(std::move(list));
    }
    std::ranges::move(from.notes, std::back_inserter(to.notes));
}

} // namespace

Result<ImportSource> detectSource(std::string_view head, std::string_view fileName)
{
    if (songdatabase::isDatabase(head))
        return ImportSource::strawberry;
    std::string plain(head); // UTF-16 as the ASCII in it
    std::erase(plain, '\0');
    const auto has = [&](const char* text) { return plain.find(text) != plain.npos; };
    if (has("<rhythmdb"))
        return ImportSource::rhythmbox;
    if (has("<PlaybackStatistics"))
        return ImportSource::foobar2000;
    if (has("<plist"))
        return ImportSource::itunes;
    if (head.size() > 2 && head[0] == '\x80' && head[1] >= 0 && head[1] <= 5)
        return ImportSource::quodLibet;
    if (plain.starts_with("hdfm") || plain.starts_with("hfma") || fileName.ends_with(".itl")
        || fileName.ends_with(".musicdb")) {
        return Error{
            "is the library in Apple's own format, which cannot be read. Export it: in Music "
            "or iTunes, File > Library > Export Library."};
    }
    if (playlistFormatOf(fileName) || plain.starts_with("#EXTM3U")
        || plain.starts_with("\xef\xbb\xbf#EXTM3U"))
        return ImportSource::m3u;
    return Error{
        "is of no player that can be imported: Strawberry and Clementine (strawberry.db, "
        "clementine.db), Rhythmbox (rhythmdb.xml), Quod Libet (songs), foobar2000 (the export "
        "of Playback Statistics), iTunes and Music (the exported library), playlists (m3u, "
        "m3u8, xspf, pls), and listening histories of Spotify, ListenBrainz (json) and Last.fm "
        "(csv). An archive has to be unpacked first."};
}

bool holdsLibrary(const std::string& folder)
{
    const std::string file = inFolder(folder);
    return file != folder && detect(file).ok();
}

Result<SourceLibrary> readSource(
    const std::vector<std::string>& files, std::optional<ImportSource> from)
{
    std::optional<SourceLibrary> all;
    for (const std::string& given : files) {
        const std::string path = inFolder(given);
        const auto source = from ? Result<ImportSource>(*from) : detect(path);
        if (!source)
            return source.error();
        if (all && all->source != *source) {
            return aboutFile(path,
                "is of " + std::string(nameOf(*source)) + ", another one of "
                    + std::string(nameOf(all->source)) + ". Import them one after the other.");
        }
        auto library = readOne(path, *source);
        if (!library)
            return library.error();
        if (all)
            append(*all, std::move(*library));
        else
            all = std::move(*library);
    }
    if (!all)
        return Error{"No file was given."};
    return std::move(*all);
}

std::vector<ImportPlace> findImportPlaces(
    const std::string& home, const std::string& dataHome, const std::string& configHome)
{
    const std::string data = dataHome.empty() ? home + "/.local/share" : dataHome;
    const std::string config = configHome.empty() ? home + "/.config" : configHome;
    const std::string flatpak = home + "/.var/app/";
    const std::vector<std::pair<ImportSource, std::string>> usual{
        {ImportSource::strawberry, data + "/strawberry/strawberry/strawberry.db"},
        {ImportSource::strawberry,
            flatpak
                + "org.strawberrymusicplayer.strawberry/data/strawberry/strawberry/strawberry.db"},
        {ImportSource::clementine, config + "/Clementine/clementine.db"},
        {ImportSource::clementine,
            flatpak + "org.clementine_player.Clementine/config/Clementine/clementine.db"},
        {ImportSource::rhythmbox, data + "/rhythmbox/rhythmdb.xml"},
        {ImportSource::rhythmbox, flatpak + "org.gnome.Rhythmbox3/data/rhythmbox/rhythmdb.xml"},
        {ImportSource::quodLibet, config + "/quodlibet/songs"},
        {ImportSource::quodLibet, home + "/.quodlibet/songs"},
        {ImportSource::quodLibet, flatpak + "io.github.quodlibet.QuodLibet/config/quodlibet/songs"},
        {ImportSource::itunes, home + "/Music/iTunes/iTunes Library.xml"},
        {ImportSource::itunes, home + "/Music/iTunes/iTunes Music Library.xml"},
        {ImportSource::itunes, home + "/Music/Library.xml"}};
    std::vector<ImportPlace> places;
    for (const auto& [source, path] : usual) {
        std::error_code error;
        if (!fs::is_regular_file(path, error))
            continue;
        const auto changed
            = std::chrono::file_clock::to_sys(fs::last_write_time(path, error)).time_since_epoch();
        places.push_back(
            {source, path, std::chrono::duration_cast<std::chrono::milliseconds>(changed).count()});
    }
    std::ranges::stable_sort(places, [](const ImportPlace& a, const ImportPlace& b) {
        return a.source != b.source ? a.source < b.source : a.changedAt > b.changedAt;
    });
    return places;
}

std::vector<ImportPlace> findImportPlaces()
{
    const auto variable = [](const char* name) { return qEnvironmentVariable(name).toStdString(); };
    return findImportPlaces(
        variable("HOME"), variable("XDG_DATA_HOME"), variable("XDG_CONFIG_HOME"));
}

} // namespace segue
