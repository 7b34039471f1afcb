#include "core/analysis/service/analysis_run.h"
#include "core/analysis/service/feature_store.h"
#include "core/tasks/worker/worker_process.h"
#include "tests/core/library/collection.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <csignal>
#include <fstream>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace segue;
using namespace segue::test;
using namespace std::chrono_literals;

namespace {

/// The processes that this one started.
std::vector<int> startedProcesses()
{
    std::vector<int> pids;
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
        std::ifstream in(task.path() / "children");
        for (int pid = 0; in >> pid;)
            pids.push_back(pid);
    }
    return pids;
}

/// A collection that was scanned, and runs over it.
struct Job {
    explicit Job(int files, int milliseconds = 700)
    {
        qputenv("SEGUE_WORKER_DIR", SEGUE_WORKERS);
        for (int i = 0; i < files; ++i)
            makeWav(c.music / ("t" + std::to_string(i) + ".wav"), tagsOf("t" + std::to_string(i)),
                milliseconds);
        c.scan();
        options.workers = 2;
        options.patience = 20s; // the workers have the lowest priority
    }
    analysis::Outcome run(
        const analysis::Callbacks& callbacks = {}, const std::stop_token& stop = {})
    {
        return analysis::run(c.store(), c.clock, options, stop, gate, wish, callbacks);
    }
    std::int64_t analysedTracks() { return c.number("SELECT count(*) FROM track_analysis"); }

    Collection c;
    analysis::Options options;
    analysis::PauseGate gate;
    analysis::Wish wish;
};

} // namespace

class TestAnalysisJob : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allNumbersAreStoredOnce()
    {
        Job job(3);
        const analysis::Outcome first = job.run();
        QCOMPARE(first.analysed, 3);
        QCOMPARE(first.failed, 0);
        QVERIFY2(first.problems.empty(), first.problems.empty() ? "" : first.problems[0].c_str());
        QVERIFY(std::abs(first.audioSeconds - 2.1) < .05);
        QVERIFY(first.timesRealtime() > 0);
        QCOMPARE(job.analysedTracks(), 3);
        QCOMPARE(job.c.number("SELECT count(*) FROM file WHERE length(audio_key) = 16"), 3);
        const auto features
            = analysis::loadFeatures(*job.c.store().reader(), TrackId{job.c.idOf("t1")});
        QVERIFY(features.has_value());
        QCOMPARE(features->version, analysis::featureVersion);
        QVERIFY(std::abs(features->source.seconds - .7F) < .01F);
        const analysis::Outcome second = job.run();
        QCOMPARE(second.analysed, 0);
        QCOMPARE(second.skipped, 3);
        job.options.force = true;
        QCOMPARE(job.run().analysed, 3);
    }

    void onlyTheFoldersAskedForAreRead()
    {
        Job job(1);
        makeWav(job.c.music / "in/a.wav", tagsOf("inside"), 500);
        job.c.scan();
        job.options.folders = {job.c.music / "in"};
        QCOMPARE(job.run().analysed, 1);
        QVERIFY(analysis::loadFeatures(*job.c.store().reader(), TrackId{job.c.idOf("inside")}));
    }

    void aStoppedRunIsGoneOnWith()
    {
        Job job(100);
        job.options.batchTracks = 8;
        std::stop_source stop;
        analysis::Callbacks callbacks;
        callbacks.written = [&] { stop.request_stop(); };
        const analysis::Outcome first = job.run(callbacks, stop.get_token());
        QVERIFY(first.cancelled);
        QVERIFY(job.analysedTracks() > 0 && job.analysedTracks() < 100);
        const std::int64_t stored = job.analysedTracks();
        const analysis::Outcome second = job.run();
        QCOMPARE(second.skipped, stored);
        QCOMPARE(second.analysed, 100 - stored);
        QCOMPARE(job.analysedTracks(), 100);
    }

    void aKilledWorkerCostsNothing()
    {
        Job job(12, 30'000);
        std::atomic<bool> done = false;
        int killed = 0;
        std::thread killer([&] {
            while (!done && killed < 2) {
                for (const int pid : startedProcesses()) {
                    if (::kill(pid, SIGKILL) == 0)
                        ++killed;
                }
                std::this_thread::sleep_for(50ms);
            }
        });
        const analysis::Outcome outcome = job.run();
        done = true;
        killer.join();
        QVERIFY(killed > 0);
        QVERIFY(!outcome.broken);
        QCOMPARE(outcome.analysed + outcome.failed, 12);
        QVERIFY(outcome.failed <= 1); // one may have met two of the kills
    }

    void hangingAndDamagedFilesCostThemselvesOnly()
    {
        Job job(4);
        std::filesystem::remove(job.c.music / "t1.wav");
        QCOMPARE(::mkfifo((job.c.music / "t1.wav").c_str(), 0600), 0); // opens never
        writeFile(job.c.music / "t2.wav", "this is no music any more");
        job.options.patience = 5s; // what the one that hangs costs
        const analysis::Outcome outcome = job.run();
        QCOMPARE(outcome.analysed, 2);
        QCOMPARE(outcome.failed, 2);
        QCOMPARE(outcome.problems.size(), std::size_t(2));
        for (const std::string& line : outcome.problems)
            QVERIFY2(line.find("/t1.wav") != std::string::npos
                    || line.find("/t2.wav") != std::string::npos,
                line.c_str());
        const auto listed = analysis::loadProblems(*job.c.store().reader());
        QCOMPARE(listed.size(), std::size_t(2));
        QCOMPARE(listed[0].path, job.c.music / "t1.wav");
        QVERIFY(!listed[0].reason.empty());
        // Not tried again, until the file is another one.
        QCOMPARE(job.run().skipped, 4);
        std::filesystem::remove(job.c.music / "t1.wav");
        makeWav(job.c.music / "t1.wav", tagsOf("t1"), 900);
        job.c.scan();
        QCOMPARE(job.run().analysed, 1);
        QCOMPARE(analysis::loadProblems(*job.c.store().reader()).size(), std::size_t(1));
    }

    /// It plays, and scans cannot see it; what there is of it was analysed.
    void aFileThatEndsEarlyIsToldOf()
    {
        Job job(2);
        (void)job.c.store().writeAndWait(db::Durability::normal, [](db::Connection& c) {
            c.exec("UPDATE track SET duration_ms = 252000 WHERE title = 't1'");
        });
        QCOMPARE(job.run().analysed, 2);
        const auto listed = analysis::loadProblems(*job.c.store().reader());
        QCOMPARE(listed.size(), std::size_t(1));
        QCOMPARE(listed[0].path, job.c.music / "t1.wav");
        QVERIFY2(
            listed[0].reason.find("where 4:12") != std::string::npos, listed[0].reason.c_str());
        QCOMPARE(job.run().analysed, 0);
    }

    void aRetaggedFileKeepsItsNumbers()
    {
        Job job(1);
        QCOMPARE(job.run().analysed, 1);
        const auto at = job.c.number("SELECT analysed_at FROM track_features");
        makeWav(job.c.music / "t0.wav", tagsOf("Another title altogether"), 700);
        job.c.scan();
        QCOMPARE(job.c.number("SELECT count(*) FROM file WHERE audio_key IS NULL"), 1);
        job.c.clock.advance(5000);
        const analysis::Outcome outcome = job.run();
        QCOMPARE(outcome.analysed, 1);
        QCOMPARE(outcome.audioSeconds, 0.);
        QCOMPARE(job.c.number("SELECT analysed_at FROM track_features"), at);
        QCOMPARE(job.c.number("SELECT count(*) FROM file WHERE length(audio_key) = 16"), 1);
        QCOMPARE(job.run().skipped, 1);
    }

    void atAClosedGateNothingIsRead()
    {
        Job job(5);
        job.gate.setOpen(false);
        std::stop_source stop;
        int told = 0;
        analysis::Callbacks callbacks;
        callbacks.progress = [&](const analysis::Progress& progress) {
            if (progress.done > 0)
                return;
            if (++told == 3)
                job.gate.setOpen(true);
        };
        const analysis::Outcome outcome = job.run(callbacks);
        QVERIFY(told >= 3);
        QCOMPARE(outcome.analysed, 5);
    }

    void onlyWorkThatNobodyWaitsForStepsBack()
    {
        worker::Spec spec;
        spec.program = SEGUE_WORKERS "/segue-audioworker";
        for (const bool background : {false, true}) {
            spec.background = background;
            worker::WorkerProcess process(spec);
            QVERIFY(process.start());
            QCOMPARE(::getpriority(PRIO_PROCESS, static_cast<id_t>(process.processId())),
                background ? 19 : ::getpriority(PRIO_PROCESS, 0));
        }
    }

    void withoutTheWorkerItSaysSo()
    {
        Job job(2);
        const TempFolder empty;
        qputenv("SEGUE_WORKER_DIR", QByteArray::fromStdString(empty.path()));
        const analysis::Outcome outcome = job.run();
        qputenv("SEGUE_WORKER_DIR", SEGUE_WORKERS);
        QVERIFY(outcome.broken);
        QCOMPARE(outcome.analysed, 0);
        QCOMPARE(job.c.number("SELECT count(*) FROM analysis_problem"), 0);
        QVERIFY(outcome.problems[0].find("segue-audioworker") != std::string::npos);
    }
};

SEGUE_TEST(TestAnalysisJob)
#include "tst_analysis_job.moc"
