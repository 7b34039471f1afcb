#include "core/library/health/health_service.h"

#include "core/library/library_service.h"
#include "core/tasks/task_runner.h"

#include <QElapsedTimer>
#include <QPointer>

#include <algorithm>

namespace segue {

namespace {

QString nameOfFinding(const Finding& finding)
{
    return QString::fromStdString(
        finding.items.empty() ? finding.what : finding.items.front().text);
}

} // namespace

HealthReport lookAtHealth(db::Connection& connection, const TrackTable& table, UtcMs now)
{
    QElapsedTimer timer;
    timer.start();
    HealthReport report = examine(table, remedies::readInput(connection, now));
    report.seconds = static_cast<double>(timer.nsecsElapsed()) * 1e-9;
    return report;
}

HealthService::HealthService(db::Store& store, LibraryService& library, const Clock& clock)
    : store_(store)
    , library_(library)
    , clock_(clock)
{
}

HealthService::~HealthService()
{
    // A barrier: the writer works in order, so after this nothing calls back.
    (void)store_.writeAndWait(db::Durability::normal, [](db::Connection&) {});
}

void HealthService::write(db::Store::Job job, std::function<void(const Result<void>&)> then)
{
    ++unwritten_;
    store_.write(db::Durability::full, std::move(job),
        [this, then = std::move(then)](const Result<void>& result) {
            QMetaObject::invokeMethod(
                this,
                [this, then, result] {
                    --unwritten_;
                    then(result);
                    // What was refused is to be shown again; and no look may have missed this.
                    if (looking_ || !result
                        || (unwritten_ == 0 && std::exchange(overtaken_, false)))
                        lookAgain();
                },
                Qt::QueuedConnection);
        });
}

void HealthService::look()
{
    if (looking_) {
        again_ |= seen_ != library_.tracks();
        return;
    }
    if (report_ && seen_ == library_.tracks())
        return;
    lookAgain();
}

void HealthService::lookAgain()
{
    if (looking_) {
        again_ = true;
        return;
    }
    looking_ = true;
    seen_ = library_.tracks();
    runThen(
        this,
        [&store = store_, table = seen_, now = clock_.now()]() -> Result<HealthReportPtr> {
            try {
                return std::make_shared<const HealthReport>(
                    lookAtHealth(*store.reader(), *table, now));
            } catch (const std::exception& e) {
                return Error{"The collection could not be looked through, in "
                    + store.path().string() + ": " + e.what()};
            }
        },
        [this](const Result<HealthReportPtr>& report) {
            looking_ = false;
            if (report && unwritten_ > 0)
                overtaken_ = true; // it would show again what was withdrawn
            else if (report)
                report_ = *report;
            else
                Q_EMIT problem(QString::fromStdString(report.error().message));
            Q_EMIT changed();
            if (std::exchange(again_, false))
                lookAgain();
        });
    Q_EMIT changed();
}

/// Shows at once what the next look will: these are found no more.
void HealthService::withdraw(const std::vector<Finding>& findings)
{
    if (!report_)
        return;
    auto next = std::make_shared<HealthReport>(*report_);
    for (const Finding& gone : findings) {
        auto& list = next->findings[static_cast<std::size_t>(gone.kind)];
        std::erase_if(list, [&](const Finding& one) { return one.key == gone.key; });
    }
    report_ = std::move(next);
    Q_EMIT changed();
}

void HealthService::apply(const std::vector<Finding>& findings)
{
    if (findings.empty() || !hasRemedy(findings.front().kind))
        return;
    const bool merges = findings.front().kind == HealthKind::copies;
    const QString what = findings.size() == 1
        ? tr("“%1” counts as one now.").arg(nameOfFinding(findings.front()))
        : tr("%1 were made one.").arg(findings.size());
    auto remedy = std::make_shared<std::int64_t>(0);
    write([remedy, findings, now = clock_.now()](
              db::Connection& c) { *remedy = remedies::apply(c, findings, now); },
        [this, remedy, merges, what](const Result<void>& done) {
            if (done)
                steps_.emplace_back(std::in_place_type<std::int64_t>, *remedy);
            written(done, merges, what);
        });
    withdraw(findings);
}

void HealthService::dismiss(const Finding& finding)
{
    write([finding, now = clock_.now()](db::Connection& c) { remedies::dismiss(c, finding, now); },
        [this, finding](const Result<void>& done) {
            if (done)
                steps_.push_back(finding);
            done ? Q_EMIT decided(tr("“%1” stays as it is.").arg(nameOfFinding(finding)))
                 : Q_EMIT problem(QString::fromStdString(done.error().message));
        });
    withdraw({finding});
}

void HealthService::written(const Result<void>& result, bool merged, const QString& what)
{
    if (!result) {
        Q_EMIT problem(QString::fromStdString(result.error().message));
        return;
    }
    if (merged)
        library_.refresh();
    else
        library_.refreshNames();
    Q_EMIT cleaned(merged);
    Q_EMIT decided(what);
}

std::optional<QString> HealthService::undo()
{
    if (steps_.empty())
        return std::nullopt;
    const Step step = std::move(steps_.back());
    steps_.pop_back();
    if (const auto* remedy = std::get_if<std::int64_t>(&step)) {
        undoRemedy(*remedy, this, [this](const Result<void>& undone) {
            if (!undone)
                Q_EMIT problem(QString::fromStdString(undone.error().message));
        });
        return tr("Cleaning up");
    }
    write([finding = std::get<Finding>(step)](db::Connection& c) { remedies::recall(c, finding); },
        [this](const Result<void>& done) {
            if (!done)
                Q_EMIT problem(QString::fromStdString(done.error().message));
            lookAgain();
        });
    return tr("“Leave it”");
}

void HealthService::undoRemedy(
    std::int64_t remedy, QObject* context, std::function<void(const Result<void>&)> then)
{
    auto refusal = std::make_shared<Result<void>>();
    write([refusal, remedy, now = clock_.now()](
              db::Connection& c) { *refusal = remedies::undo(c, remedy, now); },
        [this, refusal, asker = QPointer(context), then = std::move(then)](
            const Result<void>& result) {
            const Result<void>& done = result ? *refusal : result;
            if (done) {
                library_.refresh(); // names, too
                Q_EMIT cleaned(true);
            }
            lookAgain();
            if (asker)
                then(done);
        });
}

} // namespace segue

#include "moc_health_service.cpp"
