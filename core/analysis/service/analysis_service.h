#pragma once

#include "core/analysis/service/analysis.h"
#include "core/analysis/service/analysis_run.h"
#include "core/base/clock.h"

#include <QThreadPool>
#include <QTimer>

#include <deque>
#include <thread>

namespace segue {

/// Analysis over the database. Runs are made one after the other on a thread of their own.
/// Destroying it ends a run at once and waits for its thread; the store has to outlive it.
class AnalysisService final : public Analysis {
    Q_OBJECT

public:
    AnalysisService(db::Store& store, const Clock& clock);
    ~AnalysisService() override;

    AnalysisProgress progress() const override { return progress_; }
    /// How many runs that were asked for have not finished: each ends with finished(), in order.
    std::size_t unfinished() const { return requests_.size(); }
    void start(AnalysisRequest request) override;
    void cancel() override;
    void setPaused(bool paused) override;
    void loadWaveform(
        TrackId track, QObject* context, std::function<void(WaveformPtr)> then) override;

    /// Whether music plays, and which track: that one is analysed before the others.
    void setPlaying(bool playing, TrackId track);
    /// Limits of runs to come; folders and force are the requests'.
    void setOptions(analysis::Options options) { options_ = std::move(options); }

private:
    void startNext();
    void runInBackground(const std::stop_token& stop, const analysis::Options& options);
    void take(const analysis::Progress& progress);
    void finishRun(const analysis::Outcome& outcome);
    void lookWhetherToPause();

    db::Store& store_;
    const Clock& clock_;
    analysis::Options options_;
    AnalysisProgress progress_;
    std::deque<AnalysisRequest> requests_; // the first one runs
    bool paused_ = false, playing_ = false, onBattery_ = false;
    QTimer look_; // while a run goes on
    analysis::PauseGate gate_;
    analysis::Wish wish_;
    QThreadPool readers_; // of waveforms; one thread
    std::jthread thread_;
};

} // namespace segue
