// Listening histories of other players, of all formats. What is read has to be within its limits.
#include "core/history/import/history_reader.h"
#include "core/history/import/listenbrainz_history.h"
#include "core/history/import/spotify_history.h"
#include "core/history/import/table_history.h"

#include <array>
#include <cstdint>
#include <cstdlib>

using namespace segue;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    static constexpr std::array readers{
        spotify::readHistory, listenbrainz::readHistory, readLastFm, readPlayTable};
    std::string bytes(reinterpret_cast<const char*>(data + 1), size - 1);
    (void)detectHistory(bytes);
    bool guessed = false;
    ListeningHistory history;
    (void)readers[*data % readers.size()](historyText(std::move(bytes), guessed), history);
    for (const HistoryPlay& play : history.plays) {
        if (play.track >= history.tracks.size() || play.msHeard < -1
            || play.msHeard > longestPlayMs)
            std::abort();
    }
    for (const HistoryTrack& track : history.tracks) {
        if (track.artist.empty() || track.title.empty() || track.title.size() > longestSourceText)
            std::abort();
    }
    return 0;
}
