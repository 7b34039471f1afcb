#include "core/recommend/service/insight_service.h"

#include "core/recommend/model/evaluate.h"
#include "core/recommend/service/evaluation_table.h"
#include "core/tasks/task_runner.h"

#include <algorithm>

namespace segue {

using namespace Qt::StringLiterals;

namespace {

/// Tenths of the sessions that a replay foretells: one alone is a few dozen sessions, too few to
/// tell anything apart.
constexpr int replayedTenths = 5;

} // namespace

ReplayReport replayReport(const reco::Evaluation& evaluation)
{
    ReplayReport report;
    report.plays = static_cast<std::int64_t>(evaluation.plays);
    report.sessions = evaluation.sessions;
    report.tenths = evaluation.tenths;
    for (const reco::MethodResult& method : evaluation.methods) {
        const auto& all = method.figures[static_cast<std::size_t>(reco::Cut::all)];
        const auto& left = method.figures[static_cast<std::size_t>(reco::Cut::departures)];
        if (all.hr20 <= 0 && method.method != "blend")
            continue; // had nothing to go by
        report.rows.push_back({QString::fromStdString(method.method),
            static_cast<std::int64_t>(all.n), all.hr20, all.hr20Low, all.hr20High,
            static_cast<std::int64_t>(left.n), left.hr20, left.hr20Low, left.hr20High});
    }
    std::stable_partition(report.rows.begin(), report.rows.end(),
        [](const ReplayRow& row) { return row.method != u"blend"; });
    for (const reco::Comparison& one : evaluation.compared) {
        if (one.n > 0)
            report.compared.push_back(
                {QString::fromStdString(one.cut), QString::fromStdString(one.rule),
                    static_cast<std::int64_t>(one.n), one.difference, one.low, one.high});
    }
    return report;
}

InsightService::InsightService(
    db::Store& store, Library& library, ListenerId listener, const Clock& clock)
    : store_(store)
    , library_(library)
    , listener_(listener)
    , clock_(clock)
{
    pool_.setMaxThreadCount(2); // a report need not wait for a replay
    pool_.setThreadPriority(QThread::LowPriority);
}

InsightService::~InsightService()
{
    stopReplay();
    pool_.waitForDone();
}

void InsightService::request(ReportPeriod period)
{
    const int asked = ++asked_;
    struct Made {
        std::shared_ptr<const TasteReport> report;
        QString problem;
    };
    const UtcMs now = clock_.now();
    runThen(
        pool_, this,
        [&store = store_, table = library_.tracks(), listener = listener_, period, now]() -> Made {
            try {
                const auto reader = store.reader();
                const auto plays = history::readPlays(*reader, listener);
                const auto log = suggestions::readLog(*reader, listener);
                return {std::make_shared<const TasteReport>(makeTasteReport(*table, plays,
                            history::readRatings(*reader, listener), log, period, now)),
                    {}};
            } catch (const std::exception& e) {
                return {nullptr,
                    u"Plays could not be read from %1: %2"_s.arg(
                        QString::fromStdString(store.path().string()),
                        QString::fromUtf8(e.what()))};
            }
        },
        [this, asked](const Made& made) {
            if (!made.report)
                Q_EMIT problem(made.problem);
            else if (asked == asked_)
                Q_EMIT reportReady(made.report);
        });
}

void InsightService::startReplay()
{
    if (replaying_)
        return;
    replaying_ = true;
    stop_ = std::make_shared<std::atomic<bool>>(false);
    runThen(
        pool_, this,
        [this, &store = store_, table = library_.tracks(), listener = listener_, stop = stop_] {
            auto report = std::make_shared<ReplayReport>();
            try {
                const auto reader = store.reader();
                const auto own = readEvaluationTable(*reader, listener, *table);
                const auto options = [this, stop] {
                    reco::EvaluateOptions one;
                    one.progress = [this, stop](double share) {
                        // Queued: signals are emitted on the main thread; this waits for the pool.
                        QMetaObject::invokeMethod(
                            this, [this, share] { Q_EMIT replayProgressed(share); },
                            Qt::QueuedConnection);
                        return !stop->load();
                    };
                    return one;
                };
                const auto evaluation = reco::evaluateTenths(own, replayedTenths, options);
                if (evaluation.cancelled)
                    report.reset();
                else
                    *report = replayReport(evaluation);
            } catch (const std::exception& e) {
                report->problem = u"Plays could not be read from %1: %2"_s.arg(
                    QString::fromStdString(store.path().string()), QString::fromUtf8(e.what()));
            }
            return std::shared_ptr<const ReplayReport>(report);
        },
        [this](const std::shared_ptr<const ReplayReport>& report) {
            replaying_ = false;
            Q_EMIT replayReady(report);
        });
}

void InsightService::stopReplay()
{
    if (stop_)
        stop_->store(true);
}

} // namespace segue

#include "moc_insight_service.cpp"
