// Real processes: tests/core/tasks/trial_worker.cpp misbehaves on demand.
#include "core/tasks/worker/wire.h"
#include "core/tasks/worker/worker_process.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <csignal>
#include <fstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace segue;
using namespace segue::worker;
using namespace std::chrono_literals;
using Ending = Answer::Ending;

namespace {

Spec trial()
{
    Spec spec;
    spec.program = SEGUE_TRIAL_WORKER;
    spec.name = "the reader";
    spec.patience = 300ms;
    spec.memory = 256u << 20;
    return spec;
}

bool hasSanitizer()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return true;
#else
    return false;
#endif
}

/// Not ended: one that nobody has waited for yet counts as ended.
bool isRunning(int pid)
{
    std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
    std::string text;
    std::getline(in, text);
    const std::size_t name = text.rfind(')');
    return name != std::string::npos && name + 2 < text.size() && text[name + 2] != 'Z';
}

bool endsSoon(int pid)
{
    for (int i = 0; i < 500 && isRunning(pid); ++i)
        ::usleep(10'000);
    return !isRunning(pid);
}

std::vector<std::string> answered(const std::vector<Answer>& answers)
{
    std::vector<std::string> texts;
    for (const Answer& answer : answers)
        texts.push_back(answer.ending == Ending::done ? answer.bytes : "!" + answer.bytes);
    return texts;
}

} // namespace

class TestWorkerProcess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aBatchIsAnsweredInOrder()
    {
        WorkerProcess process(trial());
        std::vector<std::string> items;
        for (int i = 0; i < 500; ++i)
            items.push_back("echo " + std::to_string(i));
        const auto answers = process.run(items);
        QCOMPARE(answers.size(), items.size());
        for (std::size_t i = 0; i < answers.size(); ++i) {
            QCOMPARE(answers[i].ending, Ending::done);
            QCOMPARE(answers[i].bytes, std::to_string(i));
        }
        QCOMPARE(process.starts(), 1);
        QVERIFY(process.run(std::span<const std::string>()).empty());
    }

    void oneProcessServesManyBatches()
    {
        WorkerProcess process(trial());
        const std::string first = process.run("pid").bytes;
        for (int i = 0; i < 50; ++i)
            QCOMPARE(process.run("pid").bytes, first);
        QCOMPARE(std::stoi(first), process.processId());
    }

    void anItemThatCrashesIsLostAlone_data()
    {
        QTest::addColumn<QString>("verb");
        QTest::addColumn<QString>("reason");
        QTest::newRow("segmentation fault") << "crash"
                                            << "segmentation fault";
        QTest::newRow("abort") << "abort"
                               << "aborted";
        QTest::newRow("exit") << "exit"
                              << "exit code 3";
    }
    void anItemThatCrashesIsLostAlone()
    {
        QFETCH(QString, verb);
        QFETCH(QString, reason);
        if (hasSanitizer() && verb != QStringLiteral("exit"))
            reason = QStringLiteral("the reader crash"); // it reports and exits by itself
        WorkerProcess process(trial());
        const std::vector<std::string> items{
            "echo a", "echo b", verb.toStdString(), "echo c", verb.toStdString(), "echo d"};
        const auto answers = process.run(items);
        QCOMPARE(answers[0].bytes, std::string("a"));
        QCOMPARE(answers[1].bytes, std::string("b"));
        QCOMPARE(answers[3].bytes, std::string("c"));
        QCOMPARE(answers[5].bytes, std::string("d"));
        for (const std::size_t i : {2u, 4u}) {
            QCOMPARE(answers[i].ending, Ending::crashed);
            QVERIFY2(QString::fromStdString(answers[i].bytes).contains(reason),
                answers[i].bytes.c_str());
            QVERIFY(answers[i].bytes.starts_with("made the reader crash"));
        }
    }

    void aWorkerKilledFromOutsideCostsNothing()
    {
        WorkerProcess process(trial());
        QVERIFY(process.start());
        ::kill(process.processId(), SIGKILL);
        const auto answers = process.run(std::vector<std::string>{"echo a", "echo b"});
        QCOMPARE(answered(answers), (std::vector<std::string>{"a", "b"}));
        QCOMPARE(process.starts(), 2);
    }

    void anItemThatHangsIsGivenUp()
    {
        WorkerProcess process(trial());
        const auto answers = process.run(std::vector<std::string>{"echo a", "hang", "echo b"});
        QCOMPARE(answers[0].bytes, std::string("a"));
        QCOMPARE(answers[1].ending, Ending::hung);
        QCOMPARE(answers[1].bytes,
            std::string("was given up: the reader came to no end with it within 300 ms"));
        QCOMPARE(answers[2].bytes, std::string("b"));
    }

    void slowWorkThatShowsProgressIsNoHang()
    {
        WorkerProcess process(trial());
        QCOMPARE(process.run("slow 900").bytes, std::string("slow"));
        QCOMPARE(process.starts(), 1);
    }

    void manyItemsMayTakeLongerThanOneMay()
    {
        WorkerProcess process(trial());
        const std::vector<std::string> items(6, "slow 100");
        for (const Answer& answer : process.run(items))
            QCOMPARE(answer.ending, Ending::done);
        QCOMPARE(process.starts(), 1);
    }

    void aStoppedProcessIsAHang()
    {
        WorkerProcess process(trial());
        QVERIFY(process.start());
        ::kill(process.processId(), SIGSTOP);
        QCOMPARE(process.run("echo a").ending, Ending::hung);
        QCOMPARE(process.run("echo a").bytes, std::string("a"));
    }

    void runawayAllocationIsStopped()
    {
        if (hasSanitizer())
            QSKIP("a sanitizer's shadow memory does not fit into a limit of address space");
        Spec spec = trial();
        spec.patience = 20s;
        WorkerProcess process(spec);
        const auto answers = process.run(std::vector<std::string>{"echo a", "allocate", "echo b"});
        QCOMPARE(answers[0].bytes, std::string("a"));
        QCOMPARE(answers[1].ending, Ending::outOfMemory);
        QCOMPARE(answers[1].bytes,
            std::string("was given up: the reader needed more than 256 MiB of memory for it"));
        QCOMPARE(answers[2].bytes, std::string("b"));
    }

    void whatTheWorkerRefusesKeepsItAlive()
    {
        WorkerProcess process(trial());
        const auto answers = process.run(std::vector<std::string>{"refuse", "echo a"});
        QCOMPARE(answers[0].ending, Ending::failed);
        QCOMPARE(answers[0].bytes, std::string("is refused"));
        QCOMPARE(answers[1].bytes, std::string("a"));
        QCOMPARE(process.starts(), 1);
    }

    void nonsenseFromAWorkerCountsAsACrash()
    {
        WorkerProcess process(trial());
        const auto answers = process.run(std::vector<std::string>{"garbage", "echo a"});
        QCOMPARE(answers[0].ending, Ending::crashed);
        QCOMPARE(answers[1].bytes, std::string("a"));
    }

    void largeAnswersArriveUpToTheLimit()
    {
        Spec spec = trial();
        spec.patience = 5s;
        spec.largestAnswer = 8 << 20;
        WorkerProcess process(spec);
        QCOMPARE(process.run("big 8000000").bytes.size(), std::size_t{8'000'000});
        QCOMPARE(process.run("big 9000000").ending, Ending::crashed);
        QCOMPARE(process.run("echo a").bytes, std::string("a"));
    }

    void aStopEndsTheWaiting()
    {
        Spec spec = trial();
        spec.patience = 60s;
        WorkerProcess process(spec);
        std::stop_source stop;
        const std::jthread stopper([&] {
            std::this_thread::sleep_for(50ms);
            stop.request_stop();
        });
        const auto answers
            = process.run(std::vector<std::string>{"echo a", "hang", "echo b"}, stop.get_token());
        QCOMPARE(answers[1].ending, Ending::cancelled);
        QCOMPARE(answers[2].ending, Ending::cancelled);
        QCOMPARE(process.processId(), 0);
        QCOMPARE(process.run("echo a").bytes, std::string("a"));
    }

    void theWorkerCannotDoHarm_data()
    {
        QTest::addColumn<bool>("possible");
        QTest::newRow("read") << true;
        for (const char* verb :
            {"write", "create", "truncate", "unlink", "rename", "chmod", "touch", "mkdir",
                "network", "local-socket", "fork", "exec", "kill-parent", "limits"})
            QTest::newRow(verb) << false;
    }
    void theWorkerCannotDoHarm()
    {
        QFETCH(bool, possible);
        const QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("song.mp3")).toStdString();
        std::ofstream(path) << "music";
        WorkerProcess process(trial());
        QVERIFY(process.start());
        if (!process.sandbox().missing.empty() && !hasSanitizer())
            qInfo("this system lacks: %s", process.sandbox().missing.front().c_str());
        const Answer answer = process.run(QTest::currentDataTag() + (" " + path));
        QCOMPARE(answer.ending, Ending::done);
        QVERIFY2(answer.bytes.starts_with("could not") != possible, answer.bytes.c_str());
        struct stat info { };
        QCOMPARE(::stat(path.c_str(), &info), 0);
        QCOMPARE(info.st_size, off_t{5});
    }

    void itSaysWhatTheSandboxHolds()
    {
        WorkerProcess process(trial());
        QVERIFY(process.start());
        QVERIFY(process.sandbox().held.size() + process.sandbox().missing.size() >= 4);
    }

    void theProcessEndsWithItsObject()
    {
        int pid = 0;
        {
            WorkerProcess process(trial());
            QVERIFY(process.start());
            pid = process.processId();
            QVERIFY(isRunning(pid));
        }
        QVERIFY(endsSoon(pid));
    }

    void aHangingWorkerEndsWithTheProgram()
    {
        std::array<int, 2> pipe{};
        QCOMPARE(::pipe(pipe.data()), 0);
        const pid_t program = ::fork();
        if (program == 0) { // the program: begins something that hangs, and is killed
            Spec spec = trial();
            spec.patience = 600s;
            WorkerProcess process(spec);
            if (!process.start())
                ::_exit(1);
            const int pid = process.processId();
            (void)!::write(pipe[1], &pid, sizeof pid);
            (void)process.run("hang");
            ::_exit(0);
        }
        int pid = 0;
        ::close(pipe[1]);
        QCOMPARE(::read(pipe[0], &pid, sizeof pid), static_cast<ssize_t>(sizeof pid));
        ::close(pipe[0]);
        QVERIFY(isRunning(pid));
        ::usleep(50'000);
        ::kill(program, SIGKILL);
        ::waitpid(program, nullptr, 0);
        QVERIFY(endsSoon(pid));
    }

    void aMissingProgramIsSaidOnce()
    {
        Spec spec = trial();
        spec.program = "/nowhere/segue-tagworker";
        WorkerProcess process(spec);
        const auto answers = process.run(std::vector<std::string>{"echo a", "echo b"});
        QCOMPARE(answers[0].ending, Ending::notStarted);
        QCOMPARE(answers[1].ending, Ending::notStarted);
        QVERIFY(answers[0].bytes.find("/nowhere/segue-tagworker") != std::string::npos);
        QVERIFY(!process.start());
    }

    void anotherProgramIsNoWorker()
    {
        Spec spec = trial();
        spec.program = "/bin/true";
        WorkerProcess process(spec);
        const Answer answer = process.run("echo a");
        QCOMPARE(answer.ending, Ending::notStarted);
        QVERIFY2(answer.bytes.find("/bin/true does not work") != std::string::npos,
            answer.bytes.c_str());
    }

    void startedByHandItSaysWhatItIs()
    {
        const std::string command = std::string(SEGUE_TRIAL_WORKER) + " </dev/null 2>/dev/null";
        const int status = std::system(command.c_str());
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 2);
    }

    void workersAreFoundInTheNamedFolder()
    {
        const QTemporaryDir folder;
        const QByteArray before = qgetenv("SEGUE_WORKER_DIR");
        qputenv("SEGUE_WORKER_DIR", folder.path().toUtf8());
        const auto missing = findWorker("segue-trial");
        QVERIFY(!missing);
        QVERIFY(missing.error().message.find(folder.path().toStdString()) != std::string::npos);
        const std::string path = folder.filePath(QStringLiteral("segue-trial")).toStdString();
        std::ofstream(path) << "#!/bin/true\n";
        ::chmod(path.c_str(), 0700);
        const auto found = findWorker("segue-trial");
        QVERIFY(found);
        QCOMPARE(*found, path);
        qputenv("SEGUE_WORKER_DIR", before);
    }

    void theWireGivesBackWhatWasWritten()
    {
        WireWriter out;
        out.number(std::uint8_t{7});
        out.number(-5.5f);
        out.text("Éire");
        out.number(std::int64_t{-1});
        WireReader in(out.bytes());
        QCOMPARE(in.number<std::uint8_t>(), std::uint8_t{7});
        QCOMPARE(in.number<float>(), -5.5f);
        QCOMPARE(std::string(in.text()), std::string("Éire"));
        QCOMPARE(in.number<std::int64_t>(), std::int64_t{-1});
        QVERIFY(in.ok() && in.atEnd());
        QCOMPARE(in.number<std::uint32_t>(), 0u);
        QVERIFY(!in.ok());
        QVERIFY(in.text().empty());
    }

    void whatIsCutOffIsNotRead()
    {
        WireWriter out;
        out.text("twelve bytes");
        for (std::size_t size = 0; size < out.bytes().size(); ++size) {
            WireReader in(std::string_view(out.bytes()).substr(0, size));
            QVERIFY(in.text().empty());
            QVERIFY(!in.ok());
        }
    }
};

SEGUE_TEST(TestWorkerProcess)
#include "tst_worker_process.moc"
