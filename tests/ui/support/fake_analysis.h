#pragma once

#include "core/analysis/service/analysis.h"

namespace segue::test {

/// An analysis whose progress and waveform are set by the test.
class FakeAnalysis : public Analysis {
    Q_OBJECT

public:
    void setProgress(const AnalysisProgress& progress);

    AnalysisProgress progress() const override { return progress_; }
    void start(AnalysisRequest) override { ++starts; }
    void cancel() override { ++cancels; }
    void setPaused(bool paused) override;
    void loadWaveform(
        TrackId track, QObject* context, std::function<void(WaveformPtr)> then) override;

    WaveformPtr waveform; ///< of every track
    int starts = 0, cancels = 0, loads = 0;

private:
    AnalysisProgress progress_;
};

/// Three parts: bass alone, mids over bass, highs; louder from part to part.
WaveformPtr makeWaveform();

} // namespace segue::test
