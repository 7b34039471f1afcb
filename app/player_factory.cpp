#include "app/player_factory.h"

#include "app/app_context.h"
#include "app/audio_output_qt.h"

#include "core/audio/decoder.h"
#include "core/audio/null_output.h"
#include "core/audio/wav_output.h"
#include "core/library/library_service.h"
#include "core/playback/engine_player.h"

#include <cmath>
#include <random>

namespace segue::app {

namespace {

constexpr int usualRate = 48000;

std::optional<double> known(float value)
{
    return std::isnan(value) ? std::nullopt : std::optional<double>(value);
}

/// Looks a track up in the library as it is at that moment.
TrackResolver resolverOf(AppContext& context)
{
    return [&library = context.library()](TrackId id) -> std::optional<PlayableTrack> {
        const TrackTablePtr tracks = library.tracks();
        const auto row = tracks->rowOf(id);
        if (!row || !(*tracks)[*row].available)
            return std::nullopt;
        const TrackRecord& track = (*tracks)[*row];
        const TrackGain& gain = track.gain;
        return PlayableTrack{std::string(tracks->text(track.path)), track.durationMs,
            {known(gain.track), known(gain.trackPeak), known(gain.album), known(gain.albumPeak)},
            track.startMs, track.endMs};
    };
}

std::unique_ptr<EnginePlayer> makePlayer(AppContext& context, std::unique_ptr<audio::Output> output)
{
    std::random_device seed; // for shuffle, which should differ from day to day
    return std::make_unique<EnginePlayer>(
        std::move(output), resolverOf(context), context.clock(), seed());
}

} // namespace

std::unique_ptr<EnginePlayer> makeWindowPlayer(AppContext& context)
{
    return makePlayer(context, std::make_unique<AudioOutputQt>());
}

std::unique_ptr<EnginePlayer> makeHeadlessPlayer(
    AppContext& context, const std::string& wavFile, const std::string& firstFile, bool fast)
{
    const auto pace = fast ? audio::Pace::asFastAsPossible : audio::Pace::realTime;
    if (wavFile.empty())
        return makePlayer(context, std::make_unique<audio::NullOutput>(usualRate, pace));
    // The first file's own rate, so that its samples come out as they are.
    int rate = usualRate;
    if (const auto decoder = audio::Decoder::open(firstFile); decoder)
        rate = (*decoder)->info().sampleRate;
    return makePlayer(context,
        std::make_unique<audio::WavOutput>(wavFile, rate, audio::WavFormat::float32, pace));
}

} // namespace segue::app
