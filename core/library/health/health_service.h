#pragma once

#include "core/base/clock.h"
#include "core/db/store.h"
#include "core/library/health/health.h"

#include <variant>

namespace segue {

class LibraryService;

/// Health over the database. Main thread.
class HealthService final : public Health {
    Q_OBJECT

public:
    HealthService(db::Store& store, LibraryService& library, const Clock& clock);
    /// Waits for what it writes.
    ~HealthService() override;

    HealthReportPtr report() const override { return report_; }
    bool isLooking() const override { return looking_; }
    void look() override;
    void apply(const std::vector<Finding>& findings) override;
    void dismiss(const Finding& finding) override;
    std::optional<QString> undo() override;

    /// Takes a remedy of any time back; `then` with the reason when that is refused, unless
    /// `context` is gone by then.
    void undoRemedy(
        std::int64_t remedy, QObject* context, std::function<void(const Result<void>&)> then);

Q_SIGNALS:
    /// What counts as one is different now: models are to be rebuilt; after merges the library is.
    void cleaned(bool merged);

private:
    using Step = std::variant<std::int64_t, Finding>; ///< a remedy, or a dismissal
    void written(const Result<void>& result, bool merged, const QString& what);
    void lookAgain();
    /// In order of the calls, and done even when the program ends; `then` on the main thread.
    void write(db::Store::Job job, std::function<void(const Result<void>&)> then);
    void withdraw(const std::vector<Finding>& findings);

    db::Store& store_;
    LibraryService& library_;
    const Clock& clock_;
    HealthReportPtr report_;
    TrackTablePtr seen_; ///< that the report is of
    bool looking_ = false, again_ = false;
    int unwritten_ = 0; ///< decisions on their way to the database
    bool overtaken_ = false; ///< a look ended while there were such
    std::vector<Step> steps_; ///< that undo() takes back, the newest last
};

/// The same at once, for commands: throws SQLite::Exception.
HealthReport lookAtHealth(db::Connection& connection, const TrackTable& table, UtcMs now);

} // namespace segue
