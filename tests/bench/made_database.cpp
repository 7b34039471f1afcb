#include "tests/bench/made_database.h"

#include "core/analysis/service/feature_store.h"
#include "core/base/random.h"
#include "core/db/connection.h"
#include "core/library/root_repository.h"
#include "core/library/scan/scan_store.h"
#include "tests/bench/made_sound.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <string>

namespace segue::bench {

void fillMade(db::Store& store, long tracks, const Clock& clock)
{
    static constexpr const char* words[] = {"Night", "River", "Silver", "Broken", "Été", "Cœur",
        "Straße", "Ночь", "Город", "夜", "東京", "Ghost", "Golden", "Paper", "Moon", "Ocean",
        "Velvet", "Dream", "Light", "Sleep", "Desert", "Train", "Radio", "Bird"};
    Random random(7);
    const auto phrase = [&](std::uint64_t most) {
        std::string text;
        for (std::uint64_t n = 1 + random.below(most), i = 0; i < n; ++i)
            text += (i == 0 ? "" : " ") + std::string(words[random.below(std::size(words))]);
        return text;
    };
    std::string artist, album, genre;
    RootId root;
    const auto filled = store.writeAndWait(db::Durability::normal, [&](db::Connection& connection) {
        root = addStoredRoot(connection, "/music", clock.now());
        for (long i = 0; i < tracks; ++i) {
            if (i % 120 == 0)
                artist = phrase(2) + ' ' + std::to_string(i / 120);
            if (i % 12 == 0) {
                album = phrase(3);
                genre = phrase(1);
            }
            scan::ReadFile file;
            file.root = root;
            file.read.tags.title = phrase(4);
            file.read.tags.artist = file.read.tags.albumArtist = artist;
            file.read.tags.album = album;
            file.read.tags.genres = genre;
            file.read.tags.year = static_cast<std::uint16_t>(1960 + random.below(60));
            file.read.tags.track = static_cast<std::uint16_t>(i % 12 + 1);
            file.read.audio.durationMs = static_cast<std::uint32_t>(120000 + random.below(240000));
            file.path = artist + '/' + album + '/' + std::to_string(i % 12 + 1) + ' '
                + file.read.tags.title + " " + std::to_string(i) + ".mp3";
            file.size = 4'000'000;
            file.mtimeNs = i;
            scan::writeFile(connection, file, clock.now());
        }
    });
    if (!filled)
        std::exit(1);
}

void fillMadeSound(db::Store& store, const Clock& clock)
{
    const std::array<std::uint8_t, 1> noBlob{};
    const auto filled = store.writeAndWait(db::Durability::normal, [&](db::Connection& connection) {
        auto files = analysis::loadFileStates(connection, {});
        for (analysis::FileState& file : files) {
            if (file.features.version != 0)
                return;
            auto features = madeSound(static_cast<long>(file.track.value) - 1);
            features.source.hasAudioKey = false;
            analysis::writeFeatures(connection, file, features, noBlob, clock.now());
        }
    });
    if (!filled) {
        std::fprintf(stderr, "%s\n", filled.error().message.c_str());
        std::exit(1);
    }
}

void makeData(const std::string& folder, long tracks)
{
    const std::filesystem::path path = std::filesystem::path(folder) / "segue.db";
    if (std::filesystem::exists(path))
        return;
    const SystemClock clock;
    auto opened = db::Store::open(path, clock);
    if (!opened) {
        std::fprintf(stderr, "%s\n", opened.error().message.c_str());
        std::exit(1);
    }
    fillMade(*opened->store, tracks, clock);
}

} // namespace segue::bench
