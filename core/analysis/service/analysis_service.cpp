#include "core/analysis/service/analysis_service.h"

#include "core/analysis/service/feature_store.h"
#include "core/db/connection.h"
#include "core/db/store.h"
#include "core/tasks/task_runner.h"
#include "core/text/display_path.h"

#include <QMetaObject>

#include <chrono>
#include <cmath>

namespace segue {

namespace {

using namespace std::chrono_literals;

constexpr auto lookEvery = 10s;

QString shown(const std::string& text)
{
    return displayPath(QByteArray::fromStdString(text));
}

AnalysisSummary summaryOf(const analysis::Outcome& outcome)
{
    AnalysisSummary summary;
    summary.analysed = outcome.analysed;
    summary.failed = outcome.failed;
    summary.skipped = outcome.skipped;
    summary.seconds = outcome.seconds;
    summary.timesRealtime = outcome.timesRealtime();
    summary.cancelled = outcome.cancelled;
    summary.broken = outcome.broken;
    for (const std::string& line : outcome.problems)
        summary.problems.push_back(shown(line));
    return summary;
}

WaveformPtr readWaveform(const db::Store& store, TrackId track)
{
    try {
        if (const auto features = analysis::loadFeatures(*store.reader(), track))
            return std::make_shared<const analysis::Waveform>(features->waveform);
    } catch (const std::exception&) {
        // A bar without a waveform is no loss; the database's trouble is told elsewhere.
    }
    return nullptr;
}

} // namespace

AnalysisService::AnalysisService(db::Store& store, const Clock& clock)
    : store_(store)
    , clock_(clock)
{
    readers_.setMaxThreadCount(1);
    look_.setInterval(lookEvery);
    connect(&look_, &QTimer::timeout, this, [this] {
        onBattery_ = analysis::isOnBattery();
        lookWhetherToPause();
    });
}

AnalysisService::~AnalysisService()
{
    thread_.request_stop();
    if (thread_.joinable())
        thread_.join();
    readers_.clear();
    readers_.waitForDone();
}

void AnalysisService::start(AnalysisRequest request)
{
    requests_.push_back(std::move(request));
    if (requests_.size() == 1)
        startNext();
    else
        lookWhetherToPause();
}

void AnalysisService::startNext()
{
    if (requests_.empty())
        return;
    progress_ = {};
    progress_.running = true;
    analysis::Options options = options_;
    options.folders = requests_.front().folders;
    options.force = requests_.front().force;
    onBattery_ = analysis::isOnBattery();
    look_.start();
    lookWhetherToPause();
    Q_EMIT progressed(progress_);
    thread_ = std::jthread(
        [this, options](const std::stop_token& stop) { runInBackground(stop, options); });
}

void AnalysisService::runInBackground(const std::stop_token& stop, const analysis::Options& options)
{
    analysis::Callbacks callbacks;
    callbacks.progress = [this](const analysis::Progress& progress) {
        QMetaObject::invokeMethod(
            this, [this, progress] { take(progress); }, Qt::QueuedConnection);
    };
    callbacks.written
        = [this] { QMetaObject::invokeMethod(this, &Analysis::analysed, Qt::QueuedConnection); };
    const analysis::Outcome outcome
        = analysis::run(store_, clock_, options, stop, gate_, wish_, callbacks);
    QMetaObject::invokeMethod(
        this, [this, outcome] { finishRun(outcome); }, Qt::QueuedConnection);
}

void AnalysisService::take(const analysis::Progress& progress)
{
    progress_.total = progress.total;
    progress_.done = progress.done;
    progress_.failed = progress.failed;
    progress_.secondsLeft = progress.secondsLeft
        ? std::optional<qint64>(std::llround(*progress.secondsLeft))
        : std::nullopt;
    Q_EMIT progressed(progress_);
}

void AnalysisService::finishRun(const analysis::Outcome& outcome)
{
    requests_.pop_front();
    progress_.running = false;
    look_.stop();
    Q_EMIT progressed(progress_);
    const AnalysisSummary summary = summaryOf(outcome);
    if (outcome.broken && !summary.problems.empty())
        Q_EMIT problem(summary.problems.back());
    Q_EMIT finished(summary);
    startNext();
}

void AnalysisService::cancel()
{
    thread_.request_stop();
    setPaused(false); // what is asked for next begins
}

void AnalysisService::setPaused(bool paused)
{
    paused_ = paused;
    lookWhetherToPause();
}

void AnalysisService::setPlaying(bool playing, TrackId track)
{
    playing_ = playing;
    wish_.set(track);
    lookWhetherToPause();
}

void AnalysisService::lookWhetherToPause()
{
    analysis::Conditions now;
    for (const AnalysisRequest& request : requests_)
        now.asked = now.asked || request.asked;
    now.pausedByUser = paused_;
    now.onBattery = onBattery_;
    now.playing = playing_;
    now.cores = static_cast<int>(std::thread::hardware_concurrency());
    const analysis::Pause pause = analysis::pauseFor(now);
    gate_.setOpen(pause == analysis::Pause::none);
    if (std::exchange(progress_.pause, pause) != pause && progress_.running)
        Q_EMIT progressed(progress_);
}

void AnalysisService::loadWaveform(
    TrackId track, QObject* context, std::function<void(WaveformPtr)> then)
{
    runThen(
        readers_, context, [this, track] { return readWaveform(store_, track); }, std::move(then));
}

} // namespace segue

#include "moc_analysis_service.cpp"
