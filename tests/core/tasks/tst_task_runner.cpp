#include "core/tasks/task_runner.h"
#include "tests/support/test_main.h"

#include <QSemaphore>
#include <QTest>
#include <QThread>

#include <memory>

using namespace segue;

class TestTaskRunner : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void workRunsBesideAndThenRunsHere()
    {
        QObject context;
        QThread* worked = nullptr;
        QThread* told = nullptr;
        int result = 0;
        runThen(
            &context,
            [&worked] {
                worked = QThread::currentThread();
                return 42;
            },
            [&](int value) {
                told = QThread::currentThread();
                result = value;
            });
        QTRY_COMPARE(result, 42);
        QVERIFY(worked != QThread::currentThread());
        QCOMPARE(told, QThread::currentThread());
    }

    void aResultMayBeMovedOnly()
    {
        QObject context;
        int result = 0;
        runThen(
            &context, [] { return std::make_unique<int>(7); },
            [&](std::unique_ptr<int> value) { result = *value; });
        QTRY_COMPARE(result, 7);
    }

    void aContextThatIsGoneIsNotCalled()
    {
        auto context = std::make_unique<QObject>();
        QSemaphore go, done;
        bool told = false;
        runThen(
            context.get(),
            [&] {
                go.acquire();
                done.release();
                return 1;
            },
            [&](int) { told = true; });
        context.reset();
        go.release();
        QVERIFY(done.tryAcquire(1, 10'000));
        QThreadPool::globalInstance()->waitForDone();
        QCoreApplication::processEvents();
        QVERIFY(!told);
    }
};

SEGUE_TEST(TestTaskRunner)
#include "tst_task_runner.moc"
