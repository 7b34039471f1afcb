// bench_scan FOLDER… [--threads 2] [--runs 5] [--tracks 100000]
//
// For each folder: a first scan and a scan without changes, each held against the bare libraries in
// the same run, alternating, medians; the first scan also with the tags read in this process, to
// see what the worker processes cost. Then, on made tracks in a database of their own: loading the
// table, building the search, searching, sorting.
#include "core/db/store.h"
#include "core/library/root_repository.h"
#include "core/library/scan/scan_job.h"
#include "core/library/scan/scan_store.h"
#include "core/library/search.h"
#include "core/library/sort_order.h"
#include "core/library/track_repository.h"
#include "core/library/track_table_file.h"
#include "tests/bench/bench_report.h"
#include "tests/bench/made_database.h"
#include "tests/bench/scan_floor.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <numeric>
#include <sys/resource.h>
#include <unistd.h>

using namespace segue;
using namespace segue::bench;
namespace fs = std::filesystem;

namespace {

std::unique_ptr<db::Store> openStore(const fs::path& path, const Clock& clock)
{
    auto opened = db::Store::open(path, clock);
    if (!opened) {
        std::fprintf(stderr, "%s\n", opened.error().message.c_str());
        std::exit(1);
    }
    return std::move(opened->store);
}

/// Processor seconds of this process and of those that it started and that have ended.
double processorSeconds()
{
    double seconds = 0;
    for (const auto who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage usage{};
        ::getrusage(who, &usage);
        for (const timeval& time : {usage.ru_utime, usage.ru_stime})
            seconds += static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    }
    return seconds;
}

struct Times {
    std::vector<double> wall, processor;
};

/// A first scan into a new database.
void timeFirstScan(Times& times, const std::string& folder, const fs::path& database,
    const Clock& clock, const scan::Options& options)
{
    auto store = openStore(database, clock);
    if (!store->writeAndWait(db::Durability::full, [&](db::Connection& connection) {
            addStoredRoot(connection, normalPath(folder), clock.now());
        }))
        std::exit(1);
    const double processor = processorSeconds();
    const Stopwatch watch;
    scan::run(*store, clock, options, {});
    times.wall.push_back(watch.seconds());
    times.processor.push_back(processorSeconds() - processor);
}

void scanFolder(Report& report, const std::string& folder, const fs::path& scratch)
{
    const SystemClock clock;
    scan::Options options;
    options.threads = static_cast<int>(report.option("threads", 2));
    const long runs = report.option("runs", 5);
    const std::string name = fs::path(folder).filename().string();
    std::vector<double> floors, walks, again;
    Times firsts, inProcess;
    std::size_t files = 0;
    for (long run = 0; run < runs; ++run) {
        fs::remove_all(scratch);
        fs::create_directories(scratch);
        const Floor floor = bareScan(folder, options.threads, scratch / "floor.db");
        files = floor.files;
        floors.push_back(floor.total());
        options.tagWorker.clear();
        timeFirstScan(inProcess, folder, scratch / "in_process.db", clock, options);
        options.tagWorker = SEGUE_TAG_WORKER;
        timeFirstScan(firsts, folder, scratch / "segue.db", clock, options);
        auto store = openStore(scratch / "segue.db", clock);
        if (run == 0) {
            const scan::Counts counts = scan::countFiles(*store->reader());
            std::fprintf(stderr, "%s: %zu files, %lld tracks, %lld quarantined\n", name.c_str(),
                files, static_cast<long long>(counts.available),
                static_cast<long long>(counts.quarantined));
        }
        walks.push_back(bareWalk(folder));
        const Stopwatch watch;
        const scan::Outcome second = scan::run(*store, clock, options, {});
        again.push_back(watch.seconds());
        if (second.added + second.updated + second.moved != 0)
            std::fprintf(stderr, "the second scan found changes\n");
    }
    report.add("first scan of " + name, quantile(firsts.wall, .5), "s", quantile(floors, .5),
        "TagLib and SQLite alone", 1.25);
    report.add("the same, worker processes against none", quantile(firsts.wall, .5), "s",
        quantile(inProcess.wall, .5), "read in this process", 1.1);
    report.add("the same in processor time", quantile(firsts.processor, .5), "s",
        quantile(inProcess.processor, .5), "read in this process", 1.1);
    report.add("scan again, nothing changed", quantile(again, .5), "s", quantile(walks, .5),
        "walk and stat alone", 1.5);
    fs::remove_all(scratch);
}

void madeTable(Report& report, const fs::path& scratch)
{
    const long tracks = report.option("tracks", 100'000);
    const SystemClock clock;
    fs::remove_all(scratch);
    auto store = openStore(scratch / "segue.db", clock);
    fillMade(*store, tracks, clock);
    const std::string of = " of " + std::to_string(tracks);
    const double scale = static_cast<double>(tracks) / 100'000;

    TrackTablePtr table;
    const double before = residentMebibytes();
    const std::clock_t cpuBefore = std::clock();
    constexpr int loads = 3;
    const double load = medianMilliseconds(loads, [&] {
        table = nullptr;
        table = loadTrackTable(*store->reader());
    });
    const double cpu
        = static_cast<double>(std::clock() - cpuBefore) * 1000 / CLOCKS_PER_SEC / loads;
    report.add("load the table" + of, load, "ms", 300 * scale, "start budget");
    report.add("the same, processor time of all threads", cpu, "ms");
    const fs::path kept = scratch / "kept";
    report.add("keep the table" + of,
        medianMilliseconds(loads, [&] { (void)writeTableFile(kept, *table, 1); }), "ms");
    report.add("read the kept table" + of,
        medianMilliseconds(loads, [&] { table = readTableFile(kept)->table; }), "ms");
    report.add("memory of the table", static_cast<double>(table->bytes()) / (1 << 20), "MiB");
    std::unique_ptr<SearchIndex> index;
    report.add("build the search" + of,
        medianMilliseconds(3, [&] { index = std::make_unique<SearchIndex>(table); }), "ms");
    report.add("memory of the search", static_cast<double>(index->bytes()) / (1 << 20), "MiB");
    report.add("resident for both", residentMebibytes() - before, "MiB");
    for (const char* query : {"e", "moon", "velvet ocean", "cœur 777", "nothing like this"})
        report.add(std::string("search \"") + query + "\" in" + of.substr(3),
            medianMilliseconds(9, [&] { index->find(query); }), "ms", 16 * scale, "one frame");
    std::vector<Row> rows(table->size());
    std::iota(rows.begin(), rows.end(), 0u);
    for (const auto& [name, column] :
        {std::pair{"title", SortColumn::title}, std::pair{"duration", SortColumn::duration},
            std::pair{"artist", SortColumn::artist}}) {
        const SortKey keys[] = {{column, false}};
        report.add(std::string("sort by ") + name + of,
            medianMilliseconds(5, [&] { sortedRows(*table, rows, keys); }), "ms");
    }
    index.reset();
    table.reset();
    store.reset();
    fs::remove_all(scratch);
}

} // namespace

int main(int argc, char** argv)
{
    Report report("scan", argc, argv);
    const fs::path scratch
        = fs::temp_directory_path() / ("segue-bench-scan-" + std::to_string(::getpid()));
    for (const std::string& folder : report.arguments())
        scanFolder(report, folder, scratch);
    madeTable(report, scratch);
    return report.finish();
}
