#include "core/recommend/packs/pack_file.h"
#include "tests/core/recommend/packs/made_pack.h"
#include "tests/support/test_main.h"

#include <QTest>

#include <filesystem>

using namespace Qt::StringLiterals;
using namespace segue;
using namespace segue::test;

namespace {

Pack madePack()
{
    Pack pack;
    pack.info.name = "Radio Ö";
    pack.info.source = "radio.tsv";
    pack.info.addedAt = 1'700'000'000'000;
    pack.info.lines = 9;
    pack.info.leftOut[2] = 4;
    pack.info.oneListenerIn = 2;
    pack.items = {{0, 11}, {7, 0}, {0, 12}};
    pack.rows.columns = 3;
    pack.rows.add(std::vector<std::int32_t>{0, 2});
    pack.rows.add(std::vector<std::int32_t>{0, 1, 2});
    return pack;
}

} // namespace

class TestPackFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsKeptComesBack()
    {
        const auto back = packs::fromBytes(packs::toBytes(madePack()));
        QVERIFY(back);
        const Pack pack = madePack();
        QCOMPARE(back->info.name, pack.info.name);
        QCOMPARE(back->info.source, pack.info.source);
        QCOMPARE(back->info.addedAt, pack.info.addedAt);
        QCOMPARE(back->info.leftOut, pack.info.leftOut);
        QCOMPARE(back->info.oneListenerIn, 2);
        QCOMPARE(back->info.listeners, 2);
        QCOMPARE(back->info.triplets, 5);
        QVERIFY(back->items == pack.items);
        QCOMPARE(back->rows.start, pack.rows.start);
        QCOMPARE(back->rows.item, pack.rows.item);
    }

    void damageIsNoticedWhereverItIs()
    {
        const QByteArray good = packs::toBytes(madePack());
        for (qsizetype at = 0; at < good.size(); ++at) {
            QByteArray bad = good;
            bad[at] = static_cast<char>(bad[at] ^ 0x10);
            QVERIFY(!packs::fromBytes(bad).ok());
        }
        for (const qsizetype size : {qsizetype{0}, qsizetype{5}, good.size() / 2, good.size() - 1})
            QVERIFY(!packs::fromBytes(good.first(size)).ok());
    }

    void rowsBeyondTheItemsAreDamage()
    {
        Pack pack = madePack();
        pack.rows.item.back() = 3;
        QVERIFY(!packs::fromBytes(packs::toBytes(pack)).ok());
        pack = madePack();
        pack.rows.start[1] = 900;
        QVERIFY(!packs::fromBytes(packs::toBytes(pack)).ok());
    }

    void theFolderHoldsThemByNumber()
    {
        const PackFiles f;
        const auto folder
            = packs::folderOf(std::filesystem::path(f.dir.path().toStdString()) / "segue.db");
        QCOMPARE(packs::fingerprintOf(folder), std::uint64_t{0});
        QVERIFY(packs::idsIn(folder).empty());
        Pack pack = madePack();
        QCOMPARE(*packs::add(folder, pack), 1);
        const auto one = packs::fingerprintOf(folder);
        QCOMPARE(*packs::add(folder, pack), 2);
        const auto two = packs::fingerprintOf(folder);
        QVERIFY(one != 0 && two != one);
        QFile(QString::fromStdString((folder / "notes.txt").string())).open(QIODevice::WriteOnly);
        QCOMPARE(packs::idsIn(folder), (std::vector<std::int64_t>{1, 2}));
        QCOMPARE(packs::read(folder, 2)->info.id, 2);
        QVERIFY(packs::remove(folder, 2).ok());
        QCOMPARE(packs::fingerprintOf(folder), one);
        const auto gone = packs::read(folder, 2);
        QVERIFY(!gone.ok() && gone.error().message.find("2.pack") != std::string::npos);
        QVERIFY(!packs::remove(folder, 2).ok());
    }
};

SEGUE_TEST(TestPackFile)
#include "tst_pack_file.moc"
