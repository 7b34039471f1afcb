// segue evaluate --triplets as a user meets it: the real executable on made files.
#include "tests/app/program.h"
#include "tests/support/test_main.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace segue::test;

namespace {

/// Sixty listeners of two tastes: twelve of fifteen items of their own, one popular with all.
QByteArray twoTastes(char separator)
{
    QByteArray text;
    for (int listener = 0; listener < 60; ++listener) {
        const auto add = [&](const QByteArray& item) {
            text += "listener " + QByteArray::number(listener) + separator + item + separator
                + "7\n";
        };
        add("everyone's");
        for (int k = 0; k < 12; ++k) {
            const int item = (listener * 7 + k) % 15;
            add((listener % 2 == 0 ? "left " : "right ") + QByteArray::number(item));
        }
    }
    return text;
}

} // namespace

class TestEvaluateTriplets : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    QString written(const QString& name, const QByteArray& bytes) const
    {
        QFile file(folder_.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            return {};
        return file.fileName();
    }
    static Run evaluate(const QString& file, const QStringList& more = {})
    {
        const Program program;
        Run run = program.run(QStringList{u"evaluate"_s, u"--triplets"_s, file} + more);
        if (QDir(program.data()).exists())
            run.err += "a file leaves nothing behind";
        return run;
    }

private Q_SLOTS:
    void modelsFindTastesThatPopularityDoesNot()
    {
        const Run run = evaluate(written(u"tastes.csv"_s, twoTastes(',')), {u"--json"_s});
        REQUIRE_OK(run);
        QVERIFY2(!run.err.contains("left"), run.err.constData());
        QMap<QString, QJsonObject> methods;
        for (const QJsonValue method : run.object()[u"methods"_s].toArray())
            methods[method[u"method"_s].toString()] = method.toObject();
        for (const char* name : {"popularity", "item_knn", "item_knn_tfidf", "item_knn_bm25",
                 "rp3beta", "ease", "ials"}) {
            QVERIFY2(methods.contains(QLatin1String(name)), name);
            const QJsonObject m = methods[QLatin1String(name)];
            for (const char* key : {"r20", "r50", "n20", "n100", "coverage20", "fit_seconds"})
                QVERIFY2(m[QLatin1String(key)].isDouble(), key);
            QVERIFY(m[u"r50"_s].toDouble() > .999); // all 31 items are on a list of 50
        }
        const double popular = methods[u"popularity"_s][u"n20"_s].toDouble();
        for (const char* name : {"item_knn", "rp3beta", "ease", "ials"})
            QVERIFY2(methods[QLatin1String(name)][u"n20"_s].toDouble() > popular + .1, name);
        QCOMPARE(run.object()[u"listeners"_s].toInt(), 60);
        QCOMPARE(run.object()[u"items"_s].toInt(), 31);
        QVERIFY(run.object()[u"choice"_s].toString() != u"popularity"_s);
    }

    void separatorsAndHeadersChangeNothing()
    {
        const auto figures = [](Run run) {
            QJsonArray methods = run.object()[u"methods"_s].toArray();
            for (QJsonValueRef method : methods) {
                QJsonObject object = method.toObject();
                object.remove(u"fit_seconds"_s);
                method = object;
            }
            return methods;
        };
        const auto first = figures(evaluate(written(u"a.csv"_s, twoTastes(',')), {u"--json"_s}));
        QVERIFY(!first.isEmpty());
        QCOMPARE(figures(evaluate(written(u"b.tsv"_s, "user\titem\tn\n" + twoTastes('\t')),
                     {u"--json"_s, u"--skip-header"_s})),
            first);
        // A header that is not skipped is a listener of one item: rare, so the filter takes it.
        QCOMPARE(figures(evaluate(written(u"b.tsv"_s, "user\titem\tn\n" + twoTastes('\t')),
                     {u"--json"_s, u"--min-support"_s, u"2"_s})),
            first);
    }

    void onlyWhatIsAskedForIsFitted()
    {
        const Run run = evaluate(
            written(u"tastes.csv"_s, twoTastes(',')), {u"--models"_s, u"ials,rp3beta"_s});
        REQUIRE_OK(run);
        QVERIFY(run.out.contains("ials") && run.out.contains("rp3beta"));
        QVERIFY(!run.out.contains("ease"));
        QVERIFY(run.out.contains("Suits these data"));
        QCOMPARE(evaluate(u"x"_s, {u"--models"_s, u"magic"_s}).exitCode, 2);
        const Program program;
        QCOMPARE(program.run({u"evaluate"_s, u"--skip-header"_s}).exitCode, 2);
    }

    void badLinesAreNamedAndLeftOut()
    {
        const Run run = evaluate(
            written(u"bad.csv"_s, "lonely\n\xFF\xFE,x\n" + twoTastes(',') + ",\n,item\n"));
        REQUIRE_OK(run);
        QVERIFY2(run.err.contains("bad.csv: line 1 has no item; left out"), run.err.constData());
        QVERIFY(run.out.contains("61 listeners"));
    }

    void whatCannotBeEvaluatedIsExplained_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("empty") << QByteArray() << QByteArray("it is empty");
        QTest::newRow("words") << QByteArray("a\nb\n") << QByteArray("line 1 has no item");
        QTest::newRow("few") << QByteArray("a x\na y\nb\n") << QByteArray("five items");
        QTest::newRow("binary") << QByteArray(3000, '\0') << QByteArray("line 1 has no item");
    }
    void whatCannotBeEvaluatedIsExplained()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QByteArray, words);
        const Run run = evaluate(written(u"odd.txt"_s, bytes));
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(run.err.contains(words) && run.err.contains("odd.txt"), run.err.constData());
        QVERIFY(run.out.isEmpty());
    }

    void aMissingFileAndAFolderAreExplained()
    {
        const Run missing = evaluate(u"/no/such/file"_s);
        QCOMPARE(missing.exitCode, 1);
        QVERIFY(missing.err.contains("/no/such/file could not be read: No such file"));
        const Run folder = evaluate(folder_.path());
        QCOMPARE(folder.exitCode, 1);
        QVERIFY(folder.err.contains("it is a folder"));
    }
};

SEGUE_TEST(TestEvaluateTriplets)
#include "tst_evaluate_triplets.moc"
