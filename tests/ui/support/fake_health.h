#pragma once

#include "core/library/health/health.h"

namespace segue::test {

/// Notes what it is asked for.
class FakeHealth : public Health {
public:
    HealthReportPtr report() const override { return made; }
    bool isLooking() const override { return false; }
    void look() override { ++looks; }
    void apply(const std::vector<Finding>& findings) override
    {
        applied.push_back(findings);
        Q_EMIT decided(QStringLiteral("made one"));
    }
    void dismiss(const Finding& finding) override { dismissed.push_back(finding.key); }
    std::optional<QString> undo() override
    {
        ++undos;
        return QStringLiteral("it");
    }
    void set(HealthReport report)
    {
        made = std::make_shared<const HealthReport>(std::move(report));
        Q_EMIT changed();
    }

    HealthReportPtr made;
    int looks = 0, undos = 0;
    std::vector<std::vector<Finding>> applied;
    std::vector<std::string> dismissed;
};

/// A report with so many artists in two spellings.
inline HealthReport reportOf(int artists)
{
    HealthReport report;
    report.tracks = 1000;
    for (int i = 0; i < artists; ++i) {
        Finding finding;
        finding.key = "k" + std::to_string(i);
        finding.items = {
            {"The Band " + std::to_string(i), "", 9, TrackId{1}}, {"Band, The", "", 2, TrackId{2}}};
        finding.tracks = 11;
        report.findings[0].push_back(finding);
    }
    return report;
}

} // namespace segue::test
