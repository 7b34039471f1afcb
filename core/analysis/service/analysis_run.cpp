// The executor; what is to be read is decided in analysis_plan. Each reading thread has a process
// of its own and takes one file after the other; run()'s own thread collects what they bring and
// hands batches to the database's writer.
#include "core/analysis/service/analysis_run.h"

#include "core/analysis/service/audio_reader.h"
#include "core/analysis/service/feature_store.h"
#include "core/db/store.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace segue::analysis {

namespace {

using Steady = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto progressEvery = 100ms;
constexpr auto batchAge = 1s;
constexpr std::int64_t usualMs = 240'000; // of tracks whose length is unknown

struct Finished {
    std::size_t task = 0;
    ReadSound read;
};

/// The plan's tasks, handed out one by one in order, a wished one first. Thread-safe.
class TaskList {
public:
    TaskList(std::vector<Task> tasks, const Wish& wish)
        : tasks_(std::move(tasks))
        , taken_(tasks_.size())
        , wish_(wish)
    {
        for (std::size_t i = 0; i < tasks_.size(); ++i)
            places_.emplace(tasks_[i].file.track.value, i);
    }
    std::optional<std::size_t> take()
    {
        const std::lock_guard lock(mutex_);
        const auto wished = places_.find(wish_.get().value);
        if (wished != places_.end() && !taken_[wished->second])
            return mark(wished->second);
        while (next_ < tasks_.size() && taken_[next_])
            ++next_;
        return next_ < tasks_.size() ? std::optional(mark(next_)) : std::nullopt;
    }
    const Task& operator[](std::size_t i) const { return tasks_[i]; }
    std::size_t size() const { return tasks_.size(); }

private:
    std::size_t mark(std::size_t i)
    {
        taken_[i] = true;
        return i;
    }

    std::mutex mutex_;
    std::vector<Task> tasks_;
    std::vector<bool> taken_;
    std::unordered_map<std::int64_t, std::size_t> places_;
    std::size_t next_ = 0;
    const Wish& wish_;
};

class Run {
public:
    Run(db::Store& store, const Clock& clock, const Options& options, const std::stop_token& stop,
        PauseGate& gate, const Wish& wish, const Callbacks& callbacks)
        : store_(store)
        , clock_(clock)
        , options_(options)
        , stop_(stop)
        , gate_(gate)
        , wish_(wish)
        , callbacks_(callbacks)
    {
    }

    Outcome run()
    {
        const auto began = Steady::now();
        const double closedBefore = gate_.closedSeconds();
        try {
            Plan plan;
            {
                const auto reader = store_.reader();
                plan = planAnalysis(
                    loadFileStates(*reader, options_.folders), featureVersion, options_.force);
            }
            outcome_.skipped = plan.skipped;
            renewVectors();
            if (!plan.tasks.empty() && !stop_.stop_requested())
                readAll(std::move(plan.tasks));
        } catch (const std::exception& e) {
            outcome_.broken = true;
            outcome_.problems.push_back(
                "The database " + store_.path().string() + " could not be read: " + e.what());
        }
        outcome_.cancelled = stop_.stop_requested();
        outcome_.seconds = std::chrono::duration<double>(Steady::now() - began).count()
            - (gate_.closedSeconds() - closedBefore);
        return std::move(outcome_);
    }

private:
    /// Vectors of an older form are made from the stored numbers: no file is read for it.
    void renewVectors()
    {
        constexpr std::int64_t atOnce = 500;
        std::int64_t made = atOnce;
        while (made == atOnce && !stop_.stop_requested() && !outcome_.broken) {
            check(store_.writeAndWait(db::Durability::normal,
                [&made](db::Connection& c) { made = renewSoundVectors(c, atOnce); }));
        }
    }

    void readAll(std::vector<Task> planned)
    {
        TaskList tasks(std::move(planned), wish_);
        tasks_ = &tasks;
        for (std::size_t i = 0; i < tasks.size(); ++i)
            leftMs_ += msOf(tasks[i].file);
        began_ = Steady::now();
        closedBefore_ = gate_.closedSeconds();
        const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
        const int workers = std::clamp(options_.workers > 0 ? options_.workers : cores, 1,
            static_cast<int>(std::min<std::size_t>(tasks.size(), 64)));
        working_ = workers;
        std::vector<std::jthread> threads;
        std::stop_callback forward(stop_, [this] { stopReaders_.request_stop(); });
        for (int i = 0; i < workers; ++i)
            threads.emplace_back([this] { readSome(); });
        collect();
        threads.clear();
        flush();
        for (auto& written : writing_)
            settle(written);
    }

    /// A reading thread: until the list is empty, or a stop.
    void readSome()
    {
        AudioReader reader(options_.patience, options_.memory);
        const std::stop_token stop = stopReaders_.get_token();
        while (!stop.stop_requested()) {
            if (!gate_.isOpen()) {
                reader.rest();
                if (!gate_.pass(stop))
                    break;
            }
            const auto place = tasks_->take();
            if (!place)
                break;
            const Task& task = (*tasks_)[*place];
            Finished finished{*place,
                reader.read(task.file.absolutePath(),
                    task.way == Task::Way::compareKey ? task.file.features.audioKey : std::string(),
                    stop)};
            const std::lock_guard lock(mutex_);
            finished_.push_back(std::move(finished));
            wake_.notify_one();
        }
        const std::lock_guard lock(mutex_);
        --working_;
        wake_.notify_one();
    }

    void collect()
    {
        auto lastBatch = Steady::now();
        tell();
        for (bool more = true; more;) {
            std::vector<Finished> finished;
            {
                std::unique_lock lock(mutex_);
                wake_.wait_for(lock, progressEvery,
                    [this] { return working_ == 0 || finished_.size() > 7; }); // few wake-ups
                finished.swap(finished_);
                more = working_ > 0;
            }
            for (Finished& one : finished)
                take(std::move(one));
            if (batch_.size() >= options_.batchTracks || Steady::now() - lastBatch >= batchAge) {
                flush();
                lastBatch = Steady::now();
            }
            tell();
        }
        std::vector<Finished> rest;
        {
            const std::lock_guard lock(mutex_);
            rest.swap(finished_);
        }
        for (Finished& one : rest)
            take(std::move(one));
        tell();
    }

    void take(Finished one)
    {
        const FileState& file = (*tasks_)[one.task].file;
        using Ending = ReadSound::Ending;
        if (one.read.ending == Ending::cancelled)
            return;
        if (one.read.ending == Ending::noWorker) {
            if (!std::exchange(outcome_.broken, true))
                outcome_.problems.push_back(one.read.reason);
            stopReaders_.request_stop();
            return;
        }
        leftMs_ -= msOf(file);
        doneMs_ += msOf(file);
        ++done_;
        if (one.read.ending == Ending::unreadable) {
            ++failed_;
            // Messages of the decoder name the file already.
            const std::string path = file.absolutePath();
            const bool named = one.read.reason.find(path) != std::string::npos;
            outcome_.problems.push_back(named ? one.read.reason : path + ' ' + one.read.reason);
        } else if (one.read.features) {
            outcome_.audioSeconds += double(one.read.features->source.seconds);
        }
        batch_.push_back(std::move(one));
    }

    void flush()
    {
        if (batch_.empty())
            return;
        auto batch = std::make_shared<std::vector<Finished>>(std::move(batch_));
        batch_.clear();
        writing_.push_back(store_.write(db::Durability::normal,
            [batch, tasks = tasks_, now = clock_.now()](db::Connection& connection) {
                for (const Finished& one : *batch)
                    write(connection, (*tasks)[one.task].file, one.read, now);
            }));
        // At most one batch waits: what failed is known soon.
        if (writing_.size() > 1) {
            settle(writing_.front());
            writing_.erase(writing_.begin());
        }
    }

    static void write(
        db::Connection& connection, const FileState& file, const ReadSound& read, UtcMs now)
    {
        switch (read.ending) {
        case ReadSound::Ending::features:
            writeFeatures(connection, file, *read.features, read.blob, now);
            break;
        case ReadSound::Ending::sameKey:
            confirmFeatures(connection, file);
            break;
        default:
            writeProblem(connection, file, read.reason, now);
        }
    }

    void settle(std::future<Result<void>>& written)
    {
        if (check(written.get()) && callbacks_.written)
            callbacks_.written();
    }

    /// Notes that the database refused; then nothing more is read.
    bool check(const Result<void>& result)
    {
        if (result.ok())
            return true;
        if (!std::exchange(outcome_.broken, true))
            outcome_.problems.push_back(result.error().message);
        stopReaders_.request_stop();
        return false;
    }

    void tell()
    {
        outcome_.analysed = done_ - failed_;
        outcome_.failed = failed_;
        if (!callbacks_.progress)
            return;
        Progress progress;
        progress.total = static_cast<std::int64_t>(tasks_->size());
        progress.done = done_;
        progress.failed = failed_;
        const double seconds = std::chrono::duration<double>(Steady::now() - began_).count()
            - (gate_.closedSeconds() - closedBefore_);
        if (doneMs_ > 0 && seconds > 2)
            progress.secondsLeft = seconds * double(leftMs_) / double(doneMs_);
        callbacks_.progress(progress);
    }

    static std::int64_t msOf(const FileState& file)
    {
        return file.durationMs > 0 ? file.durationMs : usualMs;
    }

    db::Store& store_;
    const Clock& clock_;
    const Options& options_;
    const std::stop_token stop_;
    PauseGate& gate_;
    const Wish& wish_;
    const Callbacks& callbacks_;
    Outcome outcome_;
    TaskList* tasks_ = nullptr;
    std::stop_source stopReaders_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<Finished> finished_; // under mutex_
    int working_ = 0; // under mutex_
    std::vector<Finished> batch_;
    std::vector<std::future<Result<void>>> writing_;
    std::int64_t done_ = 0, failed_ = 0, leftMs_ = 0, doneMs_ = 0;
    Steady::time_point began_;
    double closedBefore_ = 0;
};

} // namespace

Outcome run(db::Store& store, const Clock& clock, const Options& options,
    const std::stop_token& stop, PauseGate& gate, const Wish& wish, const Callbacks& callbacks)
{
    return Run(store, clock, options, stop, gate, wish, callbacks).run();
}

} // namespace segue::analysis
