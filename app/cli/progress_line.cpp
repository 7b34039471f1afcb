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

QString roughTime(qint64 seconds)
{
    if (seconds < 90)
        return u"%1 s"_s.arg(std::max<qint64>(1, seconds));
    const qint64 minutes = (seconds + 30) / 60;
    return minutes < 60 ? u"%1 min"_s.arg(minutes)
                        : u"%1 h %2 min"_s.arg(minutes / 60).arg(minutes % 60);
}

ProgressLine::ProgressLine(const IoPtr& io)
    : io_(io)
    , pause_(io->origin().errIsTerminal ? terminalPauseMs : plainPauseMs)
{
    sinceShown_.start();
}

bool ProgressLine::isTime()
{
    if (sinceShown_.elapsed() < pause_)
        return false;
    sinceShown_.restart();
    return true;
}

void ProgressLine::show(const ScanProgress& progress)
{
    if (!progress.running || !isTime())
        return;
    const QString counts
        = u"%1 of %2 files"_s.arg(countText(progress.filesDone), countText(progress.filesFound));
    const double found = static_cast<double>(std::max<qint64>(1, progress.filesFound));
    draw(static_cast<double>(progress.filesDone) / found,
        counts + u"  "_s + printable(progress.current), u"scan: "_s + counts);
}

void ProgressLine::show(const AnalysisProgress& progress)
{
    if (!progress.running || progress.total == 0 || !isTime())
        return;
    QString text = u"%1 of %2 tracks"_s.arg(countText(progress.done), countText(progress.total));
    if (progress.pause != analysis::Pause::none)
        text += u", paused"_s;
    else if (progress.secondsLeft)
        text += u", %1 left"_s.arg(roughTime(*progress.secondsLeft));
    draw(static_cast<double>(progress.done) / static_cast<double>(progress.total), text,
        u"analyse: "_s + text);
}

void ProgressLine::show(const QString& label, double share)
{
    if (!isTime())
        return;
    const QString percent = u"%1 %"_s.arg(static_cast<int>(100 * share));
    draw(share, percent, label + u": "_s + percent);
}

void ProgressLine::draw(double share, const QString& text, const QString& plainText)
{
    const auto io = io_.lock();
    if (!io)
        return;
    if (!io->origin().errIsTerminal)
        return io->errLine(plainText);
    const int full = static_cast<int>(std::clamp(share, 0., 1.) * barWidth);
    const QString line
        = u'[' + QString(full, u'#') + QString(barWidth - full, u'.') + u"] "_s + text;
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
