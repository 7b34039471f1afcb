#pragma once

#include "core/analysis/features.h"
#include "core/analysis/service/pause_policy.h"
#include "core/base/ids.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace segue {

struct AnalysisRequest {
    std::vector<std::string> folders; ///< absolute, bytes; empty: the whole library
    bool force = false; ///< also what is known, and what failed before
    bool asked = false; ///< by the user: battery and playing do not hold it up
};

struct AnalysisProgress {
    bool running = false;
    qint64 total = 0, done = 0, failed = 0; ///< tracks
    std::optional<qint64> secondsLeft; ///< while it is known
    analysis::Pause pause = analysis::Pause::none;
};

/// The figures of `segue analyse --json`.
struct AnalysisSummary {
    qint64 analysed = 0, failed = 0, skipped = 0; ///< tracks
    double seconds = 0; ///< pauses left out
    double timesRealtime = 0; ///< music over wall clock, all cores
    bool cancelled = false;
    bool broken
        = false; ///< no file can be read, or the database refused: the last problem says why
    std::vector<QString> problems; ///< one clear line a file that could not be analysed
};

using WaveformPtr = std::shared_ptr<const analysis::Waveform>;

/// Analysis of the collection's sound in the background, as the rest of the program sees it. Main
/// thread; the work is done elsewhere.
class Analysis : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    virtual AnalysisProgress progress() const = 0;
    /// Analyses what is new or changed; behind a run that goes on.
    virtual void start(AnalysisRequest request) = 0;
    /// Ends the run; what is done is kept.
    virtual void cancel() = 0;
    virtual void setPaused(bool paused) = 0;
    /// Runs `then` with the track's waveform, null while there is none; not when `context` is gone.
    virtual void loadWaveform(
        TrackId track, QObject* context, std::function<void(WaveformPtr)> then)
        = 0;

Q_SIGNALS:
    void progressed(const segue::AnalysisProgress& progress);
    void finished(const segue::AnalysisSummary& summary);
    /// More tracks have numbers and waveforms; about once a second while it runs.
    void analysed();
    void problem(const QString& message);
};

} // namespace segue
