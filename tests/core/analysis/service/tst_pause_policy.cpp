#include "core/analysis/service/pause_policy.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace segue::analysis;

namespace {

/// A power supply as the kernel shows it.
void put(const QTemporaryDir& folder, const QString& name,
    const std::vector<std::pair<const char*, const char*>>& values)
{
    QDir(folder.path()).mkpath(name);
    for (const auto& [file, text] : values) {
        QFile out(folder.filePath(name + u'/' + QString::fromLatin1(file)));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(text);
    }
}

bool onBattery(const QTemporaryDir& folder)
{
    return isOnBattery(folder.path().toStdString());
}

} // namespace

class TestPausePolicy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itRestsOnBatteryAndWhileMusicPlaysOnWeakMachines()
    {
        Conditions now;
        now.cores = 8;
        QVERIFY(pauseFor(now) == Pause::none);
        now.playing = true;
        QVERIFY(pauseFor(now) == Pause::none);
        now.cores = 2;
        QVERIFY(pauseFor(now) == Pause::whilePlaying);
        now.onBattery = true;
        QVERIFY(pauseFor(now) == Pause::onBattery);
    }

    void aCommandIsHeldUpByTheUserOnly()
    {
        Conditions now;
        now.asked = now.playing = now.onBattery = true;
        QVERIFY(pauseFor(now) == Pause::none);
        now.pausedByUser = true;
        QVERIFY(pauseFor(now) == Pause::byUser);
    }

    void theBatteryCountsOnlyWithoutMains()
    {
        QTemporaryDir laptop;
        put(laptop, QStringLiteral("BAT0"), {{"type", "Battery\n"}, {"status", "Discharging\n"}});
        QVERIFY(onBattery(laptop));
        put(laptop, QStringLiteral("AC"), {{"type", "Mains\n"}, {"online", "0\n"}});
        QVERIFY(onBattery(laptop));
        put(laptop, QStringLiteral("AC"), {{"type", "Mains\n"}, {"online", "1\n"}});
        QVERIFY(!onBattery(laptop));
    }

    void theBatteryOfAMouseDoesNotCount()
    {
        QTemporaryDir desktop;
        put(desktop, QStringLiteral("hid"),
            {{"type", "Battery\n"}, {"scope", "Device\n"}, {"status", "Discharging\n"}});
        QVERIFY(!onBattery(desktop));
        QVERIFY(!isOnBattery("/there/is/no/such/folder"));
    }
};

SEGUE_TEST(TestPausePolicy)
#include "tst_pause_policy.moc"
