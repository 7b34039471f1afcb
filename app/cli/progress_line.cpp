#include "app/cli/progress_line.h"

#include "app/cli/text_table.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace segue::app {

namespace {
constexpr qint64 terminalPauseMs = 100;
constexpr qint64 plainPauseMs = 5000;
constexpr int barWidth = 24;
} // namespace

QString countText(qint64 count)
{
    return QLocale(QLocale::English).toString(count);
}

ProgressLine::ProgressLine(const IoPtr& io)
    : io_(io)
    , pause_(io->origin().errIsTerminal ? terminalPauseMs : plainPauseMs)
{
    sinceShown_.start();
}

void ProgressLine::show(const ScanProgress& progress)
{
    if (!progress.running || sinceShown_.elapsed() < pause_)
        return;
    sinceShown_.restart();
    draw(progress);
}

void ProgressLine::draw(const ScanProgress& progress)
{
    const auto io = io_.lock();
    if (!io)
        return;
    const QString counts
        = u"%1 of %2 files"_s.arg(countText(progress.filesDone), countText(progress.filesFound));
    if (!io->origin().errIsTerminal) {
        io->errLine(u"scan: "_s + counts);
        return;
    }
    const qint64 found = std::max<qint64>(1, progress.filesFound);
    const int full = static_cast<int>(std::min(progress.filesDone, found) * barWidth / found);
    const QString line = u'[' + QString(full, u'#') + QString(barWidth - full, u'.') + u"] "_s
        + counts + u"  "_s + printable(progress.current);
    const int columns = std::max(20, io->origin().columns - 1);
    io->err("\r\x1B[K" + cutToWidth(line, columns).toUtf8());
    drawn_ = true;
}

void ProgressLine::clear()
{
    if (const auto io = io_.lock(); io && std::exchange(drawn_, false))
        io->err("\r\x1B[K");
}

} // namespace segue::app
