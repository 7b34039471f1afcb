// The executor of a scan; what is to be done is decided in scan_diff and scan_plan. Order: walk all
// roots; compare; move what is recognisable by name alone; read tags on several threads while this
// thread hands batches to the database's writer. Files wait for the end only when they may be lost
// ones in another place (scan_moves).
#include "core/library/scan/scan_job.h"

#include "core/library/cue/cue_step.h"
#include "core/library/merges.h"
#include "core/library/scan/batch_writer.h"
#include "core/library/scan/file_reader.h"
#include "core/library/scan/read_pool.h"
#include "core/library/scan/scan_moves.h"
#include "core/library/scan/scan_plan.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

namespace segue::scan {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr auto progressEvery = std::chrono::milliseconds(100);

class Job {
public:
    Job(db::Store& store, const Clock& clock, const Options& options, const std::stop_token& stop,
        const Callbacks& callbacks)
        : store_(store)
        , clock_(clock)
        , options_(options)
        , stop_(stop)
        , callbacks_(callbacks)
        , writer_(store)
    {
    }

    Outcome run()
    {
        const auto began = SteadyClock::now();
        try {
            const auto reader = store_.reader();
            walkRoots(*reader);
            if (!stop_.stop_requested())
                scanFiles(*reader);
            updateCueSheets(*reader);
            finish();
            mergeWhatIsSure(*reader);
            const Counts counts = countFiles(*reader);
            outcome_.tracks = counts.available;
            outcome_.unavailable = counts.unavailable;
            outcome_.quarantined = counts.quarantined;
        } catch (const std::exception& e) {
            outcome_.failed = true;
            outcome_.problems.push_back(
                "The database " + store_.path().string() + " could not be read: " + e.what());
        }
        outcome_.cancelled = stop_.stop_requested();
        outcome_.seconds = std::chrono::duration<double>(SteadyClock::now() - began).count();
        return std::move(outcome_);
    }

private:
    void walkRoots(db::Connection& reader)
    {
        for (ScanRoot& root : loadRoots(reader)) {
            if (stop_.stop_requested())
                return;
            std::vector<Place> places;
            if (!isAsked(root, places))
                continue;
            tell(root.path);
            // The database is read while the disk is.
            auto walking = std::async(std::launch::async, [&] {
                return places.empty() ? walkFolder(root.path, stop_, &found_)
                                      : walkPlaces(root.path, places, stop_, &found_);
            });
            KnownRoot known{root, places, loadKnown(reader, root.id, places),
                loadProblems(reader, root.id, places), 0};
            if (!places.empty())
                known.presentElsewhere = static_cast<std::size_t>(countPresent(reader, root.id)
                    - std::ranges::count(known.files, false, &KnownFile::missing));
            while (walking.wait_for(progressEvery) != std::future_status::ready)
                tell(root.path);
            WalkResult walked = walking.get();
            if (walked.cancelled)
                return;
            plans_.push_back(planRoot(std::move(known), std::move(walked)));
            const RootPlan& plan = plans_.back();
            outcome_.problems.insert(
                outcome_.problems.end(), plan.problems.begin(), plan.problems.end());
            if (plan.frozen)
                outcome_.frozen.push_back(plan.root.id);
        }
    }

    /// What lies in a root that is gone now may be found elsewhere in this very scan.
    void writeFrozen()
    {
        std::vector<RootId> frozen;
        for (const RootPlan& plan : plans_) {
            if (plan.frozen && !plan.root.frozen)
                frozen.push_back(plan.root.id);
        }
        if (frozen.empty())
            return;
        writer_.write([frozen, now = clock_.now()](db::Connection& connection) {
            for (const RootId root : frozen)
                finishRoot(connection, root, true, now);
        });
        writer_.finish();
    }

    /// Whether the root is to be scanned; `places` stays empty when the whole of it is.
    bool isAsked(const ScanRoot& root, std::vector<Place>& places) const
    {
        if (options_.roots.empty() && options_.places.empty())
            return true;
        if (std::ranges::find(options_.roots, root.id) != options_.roots.end())
            return true;
        for (const Place& place : options_.places) {
            if (place.root == root.id)
                places.push_back(place);
        }
        const bool asked = !places.empty();
        places = simplified(std::move(places));
        // Thawing concerns all of it.
        if (root.frozen || std::ranges::find(places, Place{root.id, {}, true}) != places.end())
            places.clear();
        return asked;
    }

    void scanFiles(db::Connection& reader)
    {
        todo_ = filesToRead(plans_);
        writeFrozen();
        moves_.load(reader);
        std::uint32_t order = 0;
        for (ReadFile& file :
            moves_.takeByName([&](const Todo& todo) { return fileOf(todo, order++); }))
            batch_.push_back(std::move(file));
        flush();
        writeReturned();
        done_ = 0;
        found_ = static_cast<std::int64_t>(todo_.size());
        readAll();
        if (stop_.stop_requested() || writer_.failed())
            return;
        if (!held_.empty()) {
            moves_.resolve(held_, options_.audioKeyOf, options_.keyPatience, stop_);
            if (!moves_.displaced().empty())
                writer_.write([files = moves_.displaced()](db::Connection& connection) {
                    for (const FileId file : files)
                        displace(connection, file);
                });
        }
        for (ReadFile& file : held_)
            batch_.push_back(std::move(file));
        held_.clear();
        flush();
        writeMissing();
    }

    void updateCueSheets(db::Connection& reader)
    {
        if (stop_.stop_requested() || writer_.failed())
            return;
        const bool any
            = cues_.run(reader, writer_, plans_, outcome_.changed, clock_.now(), outcome_.problems);
        outcome_.changed = outcome_.changed || any;
    }

    ReadFile fileOf(const Todo& todo, std::uint32_t order) const
    {
        const RootPlan& plan = plans_[todo.plan];
        ReadFile file;
        file.root = plan.root.id;
        file.path = plan.found.path(todo.found);
        file.size = plan.found[todo.found].size;
        file.mtimeNs = plan.found[todo.found].mtimeNs;
        file.order = order;
        file.hadProblem = !plan.problemPaths.empty() && plan.problemPaths.contains(file.path);
        if (todo.known >= 0) {
            file.change = ReadFile::Change::updated;
            file.known = plan.known[static_cast<std::size_t>(todo.known)];
        }
        return file;
    }

    std::vector<ReadFile> readTodo(FileReader& reader, std::size_t first, std::size_t last) const
    {
        std::vector<ReadFile> files;
        std::vector<FileToRead> paths;
        for (std::size_t place = first; place < last; ++place) {
            files.push_back(fileOf(todo_[place], static_cast<std::uint32_t>(place)));
            std::string path = joinPath(plans_[todo_[place].plan].root.path, files.back().path);
            const std::size_t rootBytes = path.size() - files.back().path.size();
            paths.push_back({std::move(path), rootBytes});
        }
        std::vector<tags::FileTags> read = reader.readTags(paths, stop_);
        for (std::size_t i = 0; i < files.size(); ++i)
            files[i].read = std::move(read[i]);
        return files;
    }

    int threadCount() const
    {
        if (options_.threads > 0)
            return options_.threads;
        int threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
        for (const RootPlan& plan : plans_)
            threads = std::max(threads, threadsForStorage(plan.root.path));
        return threads;
    }

    void readAll()
    {
        if (todo_.empty())
            return;
        const auto makeRead = [this] {
            auto reader = std::make_shared<FileReader>(options_.tagWorker, options_.limits);
            return [this, reader = std::move(reader)](std::size_t first, std::size_t last) {
                auto files = readTodo(*reader, first, last);
                if (!reader->fallbackReason().empty()) {
                    const std::lock_guard lock(fallbackMutex_);
                    fallback_ = reader->fallbackReason();
                }
                return files;
            };
        };
        ReadPool pool(todo_.size(), threadCount(), makeRead, stop_, options_.batchFiles);
        auto lastBatch = SteadyClock::now();
        for (bool more = true; more;) {
            std::vector<ReadFile> ready;
            more = pool.take(
                ready, progressEvery, SteadyClock::now() - lastBatch >= options_.batchAge);
            if (!ready.empty())
                lastBatch = SteadyClock::now();
            take(std::move(ready));
            done_ = static_cast<std::int64_t>(pool.done());
            tell(folderOf(pool.begun()));
            if (writer_.failed())
                pool.abandon();
        }
        const std::lock_guard lock(fallbackMutex_);
        if (!fallback_.empty())
            outcome_.problems.push_back("Tags were read without protection: " + fallback_);
    }

    /// The folder of the file at `place`, absolute.
    std::string folderOf(std::size_t place) const
    {
        const Todo& todo = todo_[place == 0 ? 0 : place - 1];
        std::string path
            = joinPath(plans_[todo.plan].root.path, plans_[todo.plan].found.path(todo.found));
        path.resize(std::max<std::size_t>(path.rfind('/'), 1));
        return path;
    }

    /// Sorts what was read into what is written now and what waits for the end.
    void take(std::vector<ReadFile> files)
    {
        for (ReadFile& file : files)
            (moves_.holds(file) ? held_ : batch_).push_back(std::move(file));
        flush();
    }

    void count(const ReadFile& file)
    {
        switch (file.read.problem) {
        case tags::ReadProblem::gone:
            return;
        case tags::ReadProblem::none:
            break;
        default:
            for (const RootPlan& plan : plans_) {
                if (plan.root.id == file.root)
                    outcome_.problems.push_back(
                        joinPath(plan.root.path, file.path) + " " + file.read.reason);
            }
            return;
        }
        if (file.mergeInto)
            ++outcome_.merged;
        if (file.change == ReadFile::Change::updated)
            ++outcome_.updated;
        else
            ++(file.change == ReadFile::Change::added && !file.mergeInto ? outcome_.added
                                                                         : outcome_.moved);
    }

    void flush()
    {
        if (batch_.empty())
            return;
        std::ranges::sort(batch_, {}, &ReadFile::order);
        for (const ReadFile& file : batch_) {
            count(file);
            cues_.note(file);
        }
        outcome_.changed = true;
        writer_.write([files = std::make_shared<std::vector<ReadFile>>(std::move(batch_)),
                          now = clock_.now()](db::Connection& connection) {
            for (const ReadFile& file : *files)
                writeFile(connection, file, now);
        });
        batch_.clear();
        if (callbacks_.written && !writer_.failed())
            callbacks_.written();
    }

    void writeReturned()
    {
        std::vector<FileId> returned;
        std::vector<std::pair<RootId, std::string>> solved;
        for (const RootPlan& plan : plans_) {
            if (plan.frozen)
                continue;
            for (const auto [known, found] : plan.diff.returned)
                returned.push_back(plan.known[known].file);
            if (plan.problemPaths.empty())
                continue;
            std::set<std::string> gone = plan.problemPaths;
            for (std::size_t i = 0; i < plan.found.size(); ++i)
                gone.erase(std::string(plan.found.path(i)));
            for (std::size_t i = 0; i < plan.cueSheets.size(); ++i)
                gone.erase(std::string(plan.cueSheets.path(i)));
            for (const std::string& path : gone)
                solved.emplace_back(plan.root.id, path);
        }
        if (returned.empty() && solved.empty())
            return;
        outcome_.changed = true;
        outcome_.updated += static_cast<std::int64_t>(returned.size());
        writer_.write([returned, solved](db::Connection& connection) {
            for (const FileId file : returned)
                markMissing(connection, file, false);
            for (const auto& [root, path] : solved)
                dropProblem(connection, root, path);
        });
    }

    void writeMissing()
    {
        const std::vector<FileId> missing = moves_.missing();
        if (missing.empty())
            return;
        outcome_.changed = true;
        writer_.write([missing](db::Connection& connection) {
            for (const FileId file : missing)
                markMissing(connection, file, true);
        });
    }

    /// Files that were copied before, and deleted now; and what has an audio key since.
    void mergeWhatIsSure(db::Connection& reader)
    {
        if (!outcome_.changed || stop_.stop_requested() || writer_.failed())
            return;
        const std::vector<SureMerge> merges = findSureMerges(reader, clock_.now());
        if (merges.empty())
            return;
        outcome_.merged += std::ssize(merges);
        outcome_.moved += std::ssize(merges);
        writer_.write([merges, now = clock_.now()](db::Connection& connection) {
            for (const SureMerge& merge : merges)
                mergeTracks(connection, merge.lost, merge.found, merge.by, now);
        });
        writer_.finish();
    }

    void finish()
    {
        if (!stop_.stop_requested() && !writer_.failed()) {
            std::vector<std::pair<RootId, bool>> states;
            for (const RootPlan& plan : plans_) {
                states.emplace_back(plan.root.id, plan.frozen);
                outcome_.changed = outcome_.changed || plan.frozen != plan.root.frozen;
            }
            if (!states.empty())
                writer_.write([states, now = clock_.now()](db::Connection& connection) {
                    for (const auto& [root, frozen] : states)
                        finishRoot(connection, root, frozen, now);
                });
        }
        writer_.finish();
        if (writer_.failed()) {
            outcome_.failed = true;
            outcome_.problems.push_back(writer_.error());
        }
    }

    void tell(const std::string& folder)
    {
        if (callbacks_.progress)
            callbacks_.progress({found_, done_, folder});
    }

    db::Store& store_;
    const Clock& clock_;
    const Options& options_;
    const std::stop_token& stop_;
    const Callbacks& callbacks_;
    Outcome outcome_;
    std::vector<RootPlan> plans_;
    std::vector<Todo> todo_;
    Moves moves_{plans_, todo_};
    std::vector<ReadFile> batch_, held_;
    CueStep cues_;
    BatchWriter writer_;
    std::mutex fallbackMutex_; // guards fallback_
    std::string fallback_; // why tags are read in this process
    std::atomic<std::int64_t> found_ = 0;
    std::int64_t done_ = 0;
};

} // namespace

Outcome run(db::Store& store, const Clock& clock, const Options& options,
    const std::stop_token& stop, const Callbacks& callbacks)
{
    return Job(store, clock, options, stop, callbacks).run();
}

} // namespace segue::scan
