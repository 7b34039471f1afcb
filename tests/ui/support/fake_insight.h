#pragma once

#include "core/recommend/service/insight.h"

namespace segue::test {

/// Made reports, delivered at once.
class FakeInsight : public Insight {
    Q_OBJECT

public:
    explicit FakeInsight(const TrackTablePtr& table);

    void request(ReportPeriod period) override;
    void startReplay() override { replaying_ = true; }
    void stopReplay() override;
    bool isReplaying() const override { return replaying_; }

    /// Ends the replay with these figures.
    void finish(const ReplayReport& report);
    static ReplayReport madeReplay();

    TasteReport report; ///< delivered for every period
    std::vector<ReportPeriod> asked;

private:
    bool replaying_ = false;
};

} // namespace segue::test
