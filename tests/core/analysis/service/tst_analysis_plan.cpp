#include "core/analysis/service/analysis_plan.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;
using namespace segue::analysis;

namespace {

constexpr int version = 7;

FileState file(std::int64_t track)
{
    FileState state;
    state.file = FileId{track * 10};
    state.track = TrackId{track};
    state.rootPath = "/m";
    state.path = std::to_string(track) + ".flac";
    state.size = 1000;
    state.mtimeNs = 5;
    return state;
}

FileState known(std::int64_t track, int knownVersion = version)
{
    FileState state = file(track);
    state.features = {knownVersion, state.size, state.mtimeNs, std::string(16, 'k')};
    return state;
}

} // namespace

class TestAnalysisPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsNewOrOfAnotherVersionIsAnalysed()
    {
        const Plan plan = planAnalysis({file(1), known(2), known(3, version - 1)}, version, false);
        QCOMPARE(plan.tasks.size(), std::size_t(2));
        QCOMPARE(plan.tasks[0].file.track.value, 1);
        QCOMPARE(plan.tasks[1].file.track.value, 3);
        QVERIFY(plan.tasks[0].way == Task::Way::analyse);
        QVERIFY(plan.tasks[1].way == Task::Way::analyse);
        QCOMPARE(plan.skipped, 1);
    }

    void aFileThatChangedIsComparedByItsKeyFirst()
    {
        FileState touched = known(1), keyless = known(2);
        touched.mtimeNs = keyless.mtimeNs = 6;
        keyless.features.audioKey.clear();
        const Plan plan = planAnalysis({touched, keyless}, version, false);
        QCOMPARE(plan.tasks.size(), std::size_t(2));
        QVERIFY(plan.tasks[0].way == Task::Way::compareKey);
        QVERIFY(plan.tasks[1].way == Task::Way::analyse);
    }

    void whatFailedIsTriedAgainWhenTheFileOrTheAnalyserChanged()
    {
        FileState same = file(1), changed = file(2), older = file(3);
        same.problem = changed.problem = {version, 1000, 5, {}};
        older.problem = {version - 1, 1000, 5, {}};
        changed.size = 1001;
        const Plan plan = planAnalysis({same, changed, older}, version, false);
        QCOMPARE(plan.skipped, 1);
        QCOMPARE(plan.tasks.size(), std::size_t(2));
        QCOMPARE(plan.tasks[0].file.track.value, 2);
    }

    void spokenWordIsLeftOutAndForceTakesAllElse()
    {
        FileState spoken = file(1), failed = file(2);
        spoken.spoken = true;
        failed.problem = {version, 1000, 5, {}};
        const Plan plan = planAnalysis({spoken, failed, known(3)}, version, true);
        QCOMPARE(plan.skipped, 1);
        QCOMPARE(plan.tasks.size(), std::size_t(2));
    }

    void oneFileStandsForATrack()
    {
        FileState first = file(1), second = file(1);
        second.path = "copy.mp3";
        const Plan plan = planAnalysis({first, second}, version, false);
        QCOMPARE(plan.tasks.size(), std::size_t(1));
        QCOMPARE(plan.tasks[0].file.absolutePath(), std::string("/m/1.flac"));
        QCOMPARE(plan.skipped, 0);
    }
};

SEGUE_TEST(TestAnalysisPlan)
#include "tst_analysis_plan.moc"
