#include "ui/models/history_model.h"

#include "ui/text/format.h"

#include <QDateTime>
#include <QLocale>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

/// Where the listener was, it was this time.
QDateTime localTime(const Listen& listen)
{
    return QDateTime::fromMSecsSinceEpoch(
        listen.startedAt, Qt::OffsetFromUTC, listen.utcOffsetMin * 60);
}

QString dayName(QDate day, QDate today)
{
    if (day == today)
        return HistoryModel::tr("Today");
    if (day == today.addDays(-1))
        return HistoryModel::tr("Yesterday");
    const QLocale locale;
    return locale.toString(day, day.year() == today.year() ? u"dddd, d MMMM"_s : u"d MMMM yyyy"_s);
}

/// To the minute, also where the locale's short form has seconds.
QString clockTime(QTime time)
{
    const QLocale locale;
    return locale.toString(time, locale.timeFormat(QLocale::ShortFormat).remove(u":ss"_s));
}

QString heardText(const Listen& listen)
{
    const QString heard = formatDuration(std::max<std::int64_t>(listen.msHeard, 1000));
    return outcomeOf(listen) == Outcome::skip ? HistoryModel::tr("skipped after %1").arg(heard)
                                              : heard;
}

} // namespace

void HistoryModel::set(TrackTablePtr table, std::vector<PlayEvent> plays, UtcMs now)
{
    beginResetModel();
    table_ = std::move(table);
    plays_ = std::move(plays);
    lines_.clear();
    const QDate today = QDateTime::fromMSecsSinceEpoch(now).date();
    QDate last;
    for (std::size_t i = 0; i < plays_.size(); ++i) {
        const QDate day = localTime(plays_[i].listen).date();
        if (day != last)
            lines_.push_back({-1, dayName(day, today)});
        last = day;
        lines_.push_back({static_cast<int>(i), {}});
    }
    endResetModel();
}

const PlayEvent* HistoryModel::playAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return nullptr;
    const int play = lines_[static_cast<std::size_t>(row)].play;
    return play < 0 ? nullptr : &plays_[static_cast<std::size_t>(play)];
}

const TrackRecord* HistoryModel::trackOf(const PlayEvent& play) const
{
    if (!table_)
        return nullptr;
    const auto row = table_->rowOf(play.listen.track);
    return row ? &(*table_)[*row] : nullptr;
}

int HistoryModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(lines_.size());
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const
{
    const PlayEvent* play = playAt(index.row());
    if (!play) {
        if (role == Qt::DisplayRole && index.isValid())
            return lines_[static_cast<std::size_t>(index.row())].day;
        return role == IsDayRole ? QVariant(true) : QVariant();
    }
    const TrackRecord* track = trackOf(*play);
    const auto text = [&](TextRef TrackRecord::*field) {
        return track ? textOf(*table_, track->*field) : QString();
    };
    switch (role) {
    case Qt::DisplayRole:
        return track ? text(&TrackRecord::title)
                     : tr("A track that is not in the library (%1)").arg(play->listen.track.value);
    case Qt::AccessibleTextRole:
        return tr("%1 by %2, %3, %4")
            .arg(text(&TrackRecord::title), text(&TrackRecord::artist),
                data(index, TimeRole).toString(), data(index, HeardRole).toString());
    case IsDayRole:
        return false;
    case ArtistRole:
        return text(&TrackRecord::artist);
    case AlbumRole:
        return text(&TrackRecord::album);
    case PathRole: {
        if (!track)
            return QByteArray();
        const std::string_view path = table_->text(track->path);
        return QByteArray(path.data(), static_cast<qsizetype>(path.size()));
    }
    case TimeRole:
        return clockTime(localTime(play->listen).time());
    case HeardRole:
        return heardText(play->listen);
    case SkippedRole:
        return outcomeOf(play->listen) == Outcome::skip;
    case PrivateRole:
        return play->isPrivate || play->guest || play->doNotLearn;
    default:
        return {};
    }
}

Qt::ItemFlags HistoryModel::flags(const QModelIndex& index) const
{
    return playAt(index.row()) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

} // namespace segue::ui

#include "moc_history_model.cpp"
