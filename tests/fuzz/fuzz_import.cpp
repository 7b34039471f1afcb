// What is read of other players: one program, built once for each format with FORMAT set. What
// comes out has to be within its limits, and to survive being matched and planned.
#include "core/history/import/foobar2000.h"
#include "core/history/import/import_plan.h"
#include "core/history/import/itunes.h"
#include "core/history/import/quod_libet.h"
#include "core/history/import/rhythmbox.h"
#include "core/history/import/song_database.h"

#include <QBuffer>

#include <sqlite3.h>

#include <cstdlib>
#include <cstring>

using namespace segue;

namespace {

enum Format { rhythmboxSongs, rhythmboxLists, foobar, itunesXml, quodLibetSongs, songDatabase };

Result<SourceLibrary> readDatabase(std::string_view bytes)
{
    sqlite3* database = nullptr;
    sqlite3_open(":memory:", &database);
    auto* copy = static_cast<unsigned char*>(sqlite3_malloc64(bytes.size() + 1));
    std::memcpy(copy, bytes.data(), bytes.size());
    const auto size = static_cast<sqlite3_int64>(bytes.size());
    sqlite3_deserialize(database, "main", copy, size, size,
        SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY);
    auto library = songdatabase::read(database);
    sqlite3_close_v2(database);
    return library;
}

Result<SourceLibrary> readBytes(std::string_view bytes)
{
    QByteArray data(bytes.data(), static_cast<qsizetype>(bytes.size()));
    QBuffer buffer(&data);
    buffer.open(QIODevice::ReadOnly);
    switch (Format(FORMAT)) {
    case rhythmboxSongs:
        return rhythmbox::readDatabase(buffer);
    case rhythmboxLists: {
        SourceLibrary library;
        if (const auto read = rhythmbox::readPlaylists(buffer, library); !read)
            return read.error();
        return library;
    }
    case foobar:
        return foobar2000::readStatistics(buffer);
    case itunesXml:
        return itunes::readLibrary(buffer);
    case quodLibetSongs:
        return quodlibet::readSongs(bytes);
    case songDatabase:
        break;
    }
    return readDatabase(bytes);
}

void check(bool holds)
{
    if (!holds)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto library = readBytes({reinterpret_cast<const char*>(data), size});
    if (!library) {
        check(!library.error().message.empty());
        return 0;
    }
    for (const SourceTrack& track : library->tracks) {
        check(!track.rating || (*track.rating >= 1 && *track.rating <= 10));
        check(track.plays >= 0 && track.plays <= 1'000'000 && track.skips >= 0
            && track.durationMs >= 0);
        check(track.lastPlayed >= 0 && track.addedAt >= 0);
    }
    for (const SourceList& list : library->lists) {
        for (const std::uint32_t entry : list.tracks)
            check(entry < library->tracks.size());
    }
    static const TrackTable empty;
    const ImportPlan plan = planImport(*library, empty, {}, 0);
    check(plan.found() == 0 && plan.lists.size() == library->lists.size());
    return 0;
}
