#include "core/db/backup.h"
#include "tests/support/test_main.h"

#include <QTest>

using namespace segue;
using namespace segue::db;

namespace {

constexpr UtcMs today = 20'000 * msPerDay + 12 * msPerHour;

std::vector<Backup> madeAt(const std::vector<double>& daysAgo)
{
    std::vector<Backup> backups;
    for (double days : daysAgo) {
        backups.push_back({std::filesystem::path(std::to_string(days)),
            today - static_cast<UtcMs>(days * msPerDay)});
    }
    return backups;
}

} // namespace

class TestBackup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fewBackupsAreAllKept() { QVERIFY(backupsToDelete(madeAt({0, 1, 2})).empty()); }

    void oneADayIsKeptAndTheOldestOldOne()
    {
        const auto gone = backupsToDelete(madeAt({0, .1, .2, 1, 2, 3, 4, 5, 6, 20, 30}));
        std::vector<std::string> names;
        for (const Backup& backup : gone)
            names.push_back(backup.path.string());
        QCOMPARE(names.size(), std::size_t(5));
        // Of today's three the newest stays, then four more days, and the oldest of all.
        QCOMPARE(names,
            (std::vector<std::string>{
                "0.100000", "0.200000", "5.000000", "6.000000", "20.000000"}));
    }

    void manyBackupsOfOneDayDoNotPushOutOlderDays()
    {
        const auto gone = backupsToDelete(madeAt({0, .01, .02, .03, .04, .05, .06, 1, 2}));
        QCOMPARE(gone.size(), std::size_t(6));
    }
};

SEGUE_TEST(TestBackup)
#include "tst_backup.moc"
