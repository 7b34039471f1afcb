#include "tests/ui/support/fake_analysis.h"

#include <array>

namespace segue::test {

void FakeAnalysis::setProgress(const AnalysisProgress& progress)
{
    progress_ = progress;
    Q_EMIT progressed(progress_);
}

void FakeAnalysis::setPaused(bool paused)
{
    progress_.pause = paused ? analysis::Pause::byUser : analysis::Pause::none;
    Q_EMIT progressed(progress_);
}

void FakeAnalysis::loadWaveform(TrackId, QObject*, std::function<void(WaveformPtr)> then)
{
    ++loads;
    then(waveform);
}

WaveformPtr makeWaveform()
{
    auto made = std::make_shared<analysis::Waveform>();
    constexpr std::array<std::array<int, 3>, 3> parts{
        {{80, 20, 5}, {150, 120, 40}, {200, 150, 180}}};
    for (std::size_t i = 0; i < analysis::waveformBuckets; ++i) {
        const auto& part = parts[i * parts.size() / analysis::waveformBuckets];
        const double swing = .7 + .3 * double(i * 37 % 29) / 28;
        for (std::size_t band = 0; band < part.size(); ++band)
            made->bytes[i * part.size() + band]
                = static_cast<std::uint8_t>(double(part[band]) * swing);
    }
    return made;
}

} // namespace segue::test

#include "moc_fake_analysis.cpp"
