#pragma once

#include "core/db/store.h"
#include "core/library/root_repository.h"
#include "core/library/scan/scan_job.h"
#include "core/library/track_repository.h"
#include "core/tasks/worker/worker_process.h"
#include "tests/core/library/made_files.h"

#include <QString>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>

namespace segue::test {

/// A music folder and a database, both empty at first.
class Collection {
public:
    Collection()
        : store_(open())
    {
        writeFile(music / ".keep", "");
        addRoot(music.path());
    }

    RootId addRoot(const std::string& path)
    {
        RootId id;
        const auto done = store().writeAndWait(db::Durability::full,
            [&](db::Connection& c) { id = addStoredRoot(c, path, clock.now()); });
        if (!done)
            throw std::runtime_error(done.error().message);
        return id;
    }

    scan::Outcome scan(const scan::Callbacks& callbacks = {}, const std::stop_token& stop = {})
    {
        return scan::run(store(), clock, options, stop, callbacks);
    }

    TrackTablePtr table() { return loadTrackTable(*store().reader()); }

    /// "title1 title2 …" of the available tracks, sorted.
    QByteArray titles()
    {
        const auto t = table();
        std::vector<std::string> all;
        for (const TrackRecord& r : t->tracks()) {
            if (r.available)
                all.emplace_back(t->text(r.title));
        }
        std::ranges::sort(all);
        std::string out;
        for (const std::string& title : all)
            out += (out.empty() ? "" : " ") + title;
        return QByteArray::fromStdString(out);
    }

    /// The track with this title; its id is 0 when there is none.
    TrackRecord track(std::string_view title)
    {
        const auto t = table();
        for (const TrackRecord& r : t->tracks()) {
            if (t->text(r.title) == title)
                return r;
        }
        return {};
    }
    std::int64_t idOf(std::string_view title) { return track(title).id.value; }

    std::int64_t number(const std::string& sql)
    {
        return store().reader()->database().execAndGet(sql).getInt64();
    }

    db::Store& store() { return *store_; }

    TempFolder music, data;
    ManualClock clock{1'700'000'000'000};
    scan::Options options = twoThreads();

private:
    /// Through the worker process, as in the program, where it is built.
    static scan::Options twoThreads()
    {
        scan::Options options;
        options.threads = 2;
        if (auto worker = worker::findWorker("segue-tagworker"))
            options.tagWorker = std::move(*worker);
        return options;
    }
    std::unique_ptr<db::Store> open()
    {
        auto opened = db::Store::open(data / "segue.db", clock);
        if (!opened)
            throw std::runtime_error(opened.error().message);
        return std::move(opened->store);
    }
    std::unique_ptr<db::Store> store_;
};

inline Tags tagsOf(
    const std::string& title, const std::string& artist = "A", const std::string& album = "X")
{
    return {{"TITLE", {title}}, {"ARTIST", {artist}}, {"ALBUM", {album}}};
}

} // namespace segue::test
