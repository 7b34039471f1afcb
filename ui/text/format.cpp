#include "ui/text/format.h"

#include "core/analysis/service/analysis.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("format", text);
}

} // namespace

QString textOf(const TrackTable& table, TextRef ref)
{
    const std::string_view text = table.text(ref);
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString formatDuration(std::int64_t ms)
{
    if (ms <= 0)
        return {};
    const std::int64_t s = ms / 1000;
    const QString seconds = u"%1"_s.arg(s % 60, 2, 10, QLatin1Char('0'));
    if (s < 3600)
        return u"%1:%2"_s.arg(s / 60).arg(seconds);
    return u"%1:%2:%3"_s.arg(s / 3600).arg(s / 60 % 60, 2, 10, QLatin1Char('0')).arg(seconds);
}

QString formatLongDuration(std::int64_t ms)
{
    const std::int64_t minutes = (ms + 30'000) / 60'000;
    if (ms < 60'000)
        return tr("%1 s").arg(ms / 1000);
    if (minutes < 60)
        return tr("%1 min").arg(minutes);
    if (minutes < 48 * 60)
        return tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
    return tr("%1 days").arg(QLocale().toString(static_cast<double>(minutes) / 1440, 'f', 1));
}

QString formatDay(UtcMs at, UtcMs now)
{
    if (at <= 0)
        return {};
    const QDate day = QDateTime::fromMSecsSinceEpoch(at).date();
    const qint64 days = day.daysTo(QDateTime::fromMSecsSinceEpoch(now).date());
    if (days == 0)
        return tr("today");
    if (days == 1)
        return tr("yesterday");
    if (days > 1 && days < 30)
        return tr("%1 days ago").arg(days);
    return QLocale().toString(day, QLocale::ShortFormat);
}

QString formatAgo(UtcMs at, UtcMs now)
{
    const UtcMs age = now - at;
    if (age < 90 * msPerSecond)
        return tr("just now");
    if (age < msPerHour)
        return tr("%1 min ago").arg(age / msPerMinute);
    if (age < 12 * msPerHour)
        return tr("%1 h ago").arg(age / msPerHour);
    return formatDay(at, now);
}

QString formatStars(std::optional<int> halfStars)
{
    if (!halfStars)
        return tr("not rated");
    if (*halfStars == 2)
        return tr("1 star");
    return tr("%1 stars").arg(QLocale().toString(*halfStars / 2.0, 'g', 2));
}

QString countOf(qint64 n, const QString& one, const QString& many)
{
    return u"%1 %2"_s.arg(QLocale().toString(n), n == 1 ? one : many);
}

QString formatGenres(const QString& joined)
{
    return QString(joined).replace(QChar(0x1f), u", "_s);
}

QString formatAnalysis(const AnalysisProgress& progress)
{
    const QLocale locale;
    const QString counts
        = tr("%1 of %2").arg(locale.toString(progress.done), locale.toString(progress.total));
    switch (progress.pause) {
    case analysis::Pause::byUser:
        return tr("Analysis paused: %1").arg(counts);
    case analysis::Pause::onBattery:
        return tr("Analysis waits for mains power: %1").arg(counts);
    case analysis::Pause::whilePlaying:
        return tr("Analysis waits while music plays: %1").arg(counts);
    case analysis::Pause::none:
        break;
    }
    if (!progress.secondsLeft)
        return tr("Analysing sound: %1").arg(counts);
    return tr("Analysing sound: %1, %2 left")
        .arg(counts, formatLongDuration(std::max<qint64>(1, *progress.secondsLeft) * 1000));
}

QString formatLoudness(const TrackSound& sound)
{
    return sound.hasLoudness() ? tr("%1 LUFS").arg(QLocale().toString(sound.lufs(), 'f', 1))
                               : QString();
}

UtcMs nowMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

} // namespace segue::ui
