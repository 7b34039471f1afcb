// The layers of the README, checked on the include lines of every source file: the linker catches
// a missing library, this catches a header that reaches across without linking.
#include "tests/support/test_main.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

struct Rule {
    QString folder; // relative to the top, longest match wins
    QRegularExpression forbidden; // matched against the text between <> or ""
    QString why;
};

const QString qtAny = u"Q[A-Z][A-Za-z]*|Qt[A-Z].*/.*"_s;
const QString qtGui
    = u"Q(Widget|Application|GuiApplication|Pixmap|Icon|Image|Painter|Color|Font|Brush|Pen|"
      u"Palette|Window|Dialog|Label|Layout|Media.*|Audio.*|Svg.*)|Qt(Gui|Widgets|Multimedia|Svg).*"_s;
const QString sql = u"SQLiteCpp/.*|sqlite3\\.h|QSql.*"_s;
const QString tagLib = u"taglib/.*|.*propertymap\\.h|fileref\\.h|tag\\.h|[a-z0-9]+file\\.h"_s;
const QString ffmpeg = u"libav.*/.*|libsw.*/.*"_s;
const QString fftw = u"fftw3\\.h|ebur128\\.h"_s;
const QString eigen = u"Eigen/.*"_s;

QRegularExpression anyOf(const QStringList& parts)
{
    return QRegularExpression(u"^(?:"_s + parts.join(u'|') + u")$"_s);
}

const std::vector<Rule>& rules()
{
    static const std::vector<Rule> table{
        {u"core/base"_s,
            anyOf({qtAny, sql, tagLib, ffmpeg, eigen, u"core/(?!base/).*"_s, u"(ui|app)/.*"_s}),
            u"base uses the standard library only"_s},
        {u"core/db"_s,
            anyOf({qtAny, tagLib, ffmpeg, eigen, u"core/(?!base/|db/).*"_s, u"(ui|app)/.*"_s}),
            u"core_db knows SQLite and base only"_s},
        {u"core/audio"_s,
            anyOf({qtAny, sql, tagLib, eigen, u"core/(?!base/|audio/).*"_s, u"(ui|app)/.*"_s}),
            u"audio knows FFmpeg and base only"_s},
        {u"core/analysis"_s,
            anyOf({qtAny, sql, tagLib, ffmpeg, eigen, u"core/(?!base/|audio/|analysis/).*"_s,
                u"(ui|app)/.*"_s}),
            u"analysis knows FFTW, base and audio's decoder only"_s},
        {u"core/analysis/service"_s, anyOf({qtGui, tagLib, ffmpeg, fftw, eigen, u"(ui|app)/.*"_s}),
            u"the service of analysis is a part of core"_s},
        {u"core/recommend/model"_s,
            anyOf({qtAny, sql, tagLib, ffmpeg, u"core/(?!base/|recommend/model/).*"_s,
                u"(ui|app)/.*"_s}),
            u"reco knows Eigen and base only"_s},
        {u"core/library/tags"_s,
            anyOf({qtAny, sql, ffmpeg, eigen, u"core/(?!base/|library/tags/|tasks/worker/wire).*"_s,
                u"(ui|app)/.*"_s}),
            u"tags knows TagLib, base and the wire, so that a worker without Qt can use it"_s},
        {u"core/tasks/worker"_s,
            anyOf({qtAny, sql, tagLib, ffmpeg, eigen, u"core/(?!base/|tasks/worker/).*"_s,
                u"(ui|app)/.*"_s}),
            u"both ends of a worker know base only"_s},
        {u"core"_s, anyOf({qtGui, tagLib, ffmpeg, fftw, eigen, u"(ui|app)/.*"_s}),
            u"core has no window, and TagLib, FFmpeg, FFTW and Eigen stay in their own targets"_s},
        {u"ui"_s, anyOf({sql, tagLib, ffmpeg, eigen, u"core/db/.*"_s, u"app/.*"_s}),
            u"ui shows what core offers: no SQL, no TagLib, no FFmpeg, no Eigen"_s},
        {u"app/workers"_s,
            anyOf({qtAny, sql, tagLib, ffmpeg, eigen, u"ui/.*"_s, u"app/(?!workers/).*"_s}),
            u"a worker is small: no Qt, and libraries through core's targets"_s},
        {u"app"_s, anyOf({tagLib, eigen}), u"app wires; TagLib and Eigen stay in core"_s},
    };
    return table;
}

const Rule* ruleFor(const QString& path)
{
    const Rule* best = nullptr;
    for (const Rule& rule : rules()) {
        if (path.startsWith(rule.folder + u'/')
            && (!best || rule.folder.size() > best->folder.size()))
            best = &rule;
    }
    return best;
}

QStringList violations(const QString& path, const QString& text)
{
    static const QRegularExpression include(u"^[ \\t]*#[ \\t]*include[ \\t]*[<\"]([^>\"]+)[>\"]"_s,
        QRegularExpression::MultilineOption);
    const Rule* rule = ruleFor(path);
    QStringList found;
    if (!rule)
        return found;
    for (auto it = include.globalMatch(text); it.hasNext();) {
        const QString header = it.next().captured(1);
        if (rule->forbidden.match(header).hasMatch())
            found << path + u" includes "_s + header + u": "_s + rule->why;
    }
    return found;
}

} // namespace

class TestArchitecture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyIncludeStaysInItsLayer()
    {
        const QString top = QStringLiteral(SEGUE_SOURCE_DIR);
        QStringList found;
        int files = 0;
        for (const QString& folder : {u"core"_s, u"ui"_s, u"app"_s}) {
            QDirIterator it(top + u'/' + folder, {u"*.h"_s, u"*.cpp"_s}, QDir::Files,
                QDirIterator::Subdirectories);
            while (it.hasNext()) {
                QFile file(it.next());
                QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
                found << violations(
                    file.fileName().mid(top.size() + 1), QString::fromUtf8(file.readAll()));
                ++files;
            }
        }
        QVERIFY2(files > 0, "no sources found: is the source folder right?");
        QVERIFY2(found.isEmpty(), qPrintable(u'\n' + found.join(u'\n')));
    }

    void aForbiddenIncludeIsFound_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("line");
        QTest::addColumn<bool>("forbidden");
        QTest::newRow("Qt in base") << u"core/base/x.h"_s << u"#include <QString>"_s << true;
        QTest::newRow("Qt in reco")
            << u"core/recommend/model/x.h"_s << u"#include <QObject>"_s << true;
        QTest::newRow("Qt in analysis")
            << u"core/analysis/x.h"_s << u"#include <QObject>"_s << true;
        QTest::newRow("FFTW in analysis")
            << u"core/analysis/x.cpp"_s << u"#include <fftw3.h>"_s << false;
        QTest::newRow("FFTW in core") << u"core/library/x.cpp"_s << u"#include <fftw3.h>"_s << true;
        QTest::newRow("Eigen in reco")
            << u"core/recommend/model/x.cpp"_s << u"#include <Eigen/Dense>"_s << false;
        QTest::newRow("Eigen in the service")
            << u"core/recommend/service/x.cpp"_s << u"#include <Eigen/Dense>"_s << true;
        QTest::newRow("widget in core")
            << u"core/playback/x.h"_s << u"#include <QWidget>"_s << true;
        QTest::newRow("Qt Core in core")
            << u"core/playback/x.h"_s << u"#include <QObject>"_s << false;
        QTest::newRow("SQL in ui")
            << u"ui/pages/x.cpp"_s << u"#include <SQLiteCpp/Database.h>"_s << true;
        QTest::newRow("database in ui")
            << u"ui/pages/x.cpp"_s << u"#include \"core/db/writer.h\""_s << true;
        QTest::newRow("app in ui")
            << u"ui/pages/x.cpp"_s << u"#include \"app/app_context.h\""_s << true;
        QTest::newRow("library in audio")
            << u"core/audio/x.cpp"_s << u"#include \"core/library/track.h\""_s << true;
    }
    void aForbiddenIncludeIsFound()
    {
        QFETCH(QString, path);
        QFETCH(QString, line);
        QFETCH(bool, forbidden);
        QCOMPARE(!violations(path, line).isEmpty(), forbidden);
    }
};

SEGUE_TEST(TestArchitecture)
#include "tst_architecture.moc"
