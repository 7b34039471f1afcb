#pragma once

#include "core/recommend/service/taste_report.h"

#include <QObject>

#include <memory>

namespace segue {

/// One method of a replay evaluation: HR@20 with its 95 % interval.
struct ReplayRow {
    QString method; ///< random, count, …, sticky, blend
    std::int64_t n = 0;
    double hr20 = 0, low = 0, high = 0;
    std::int64_t departures = 0; ///< predictions where the listener leaves the artists just heard
    double departuresHr20 = 0, departuresLow = 0, departuresHigh = 0;
};

/// The blend's share of hits minus that of the best plain rule on the same trials, with its 95 %
/// interval.
struct ReplayComparison {
    QString cut; ///< all, departures, first_ever, page_session, page_day
    QString rule;
    std::int64_t n = 0;
    double difference = 0, low = 0, high = 0;
};

/// The listener's own history replayed (RECOMMENDER.md 7).
struct ReplayReport {
    static constexpr std::int64_t enough = 100; ///< predictions, for intervals that say something
    std::int64_t plays = 0, sessions = 0;
    int tenths = 1; ///< of the sessions that were foretold, the last so many
    std::vector<ReplayRow> rows; ///< those with a hit, as evaluated; the blend last
    std::vector<ReplayComparison> compared; ///< those with trials
    QString problem; ///< why there is none
    bool isEnough() const { return !rows.empty() && rows.back().n >= enough; }
};

/// What Your Taste shows: made on background threads, delivered as signals. Main thread.
class Insight : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// reportReady() follows; of several requests the last one counts.
    virtual void request(ReportPeriod period) = 0;
    /// Replays the listener's history against plain rules, at low priority. Nothing while one runs.
    virtual void startReplay() = 0;
    virtual void stopReplay() = 0;
    virtual bool isReplaying() const = 0;

Q_SIGNALS:
    void reportReady(std::shared_ptr<const segue::TasteReport> report);
    void replayProgressed(double share); ///< 0..1
    /// Done, or stopped: then null.
    void replayReady(std::shared_ptr<const segue::ReplayReport> report);
    void problem(const QString& message);
};

} // namespace segue
