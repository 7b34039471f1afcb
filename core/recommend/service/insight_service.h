#pragma once

#include "core/db/store.h"
#include "core/library/library.h"
#include "core/recommend/service/insight.h"

#include <QThreadPool>

#include <atomic>

namespace segue {

namespace reco {
struct Evaluation;
}

/// Insight over the database. Main thread.
class InsightService final : public Insight {
    Q_OBJECT

public:
    InsightService(db::Store& store, Library& library, ListenerId listener, const Clock& clock);
    /// Stops what runs and waits for it.
    ~InsightService() override;

    void request(ReportPeriod period) override;
    void startReplay() override;
    void stopReplay() override;
    bool isReplaying() const override { return replaying_; }

private:
    db::Store& store_;
    Library& library_;
    ListenerId listener_;
    const Clock& clock_;
    int asked_ = 0; ///< of the last request
    bool replaying_ = false;
    std::shared_ptr<std::atomic<bool>> stop_; ///< of the running replay
    QThreadPool pool_; ///< last: gone first
};

/// The figures that Your Taste shows of an evaluation. Pure.
ReplayReport replayReport(const reco::Evaluation& evaluation);

} // namespace segue
