#include "ui/models/history_model.h"

#include "ui/text/format.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

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

/// Lines for the plays from `from` on, below those there are.
void HistoryModel::addLines(std::size_t from, QDate today)
{
    QDate last = from == 0 ? QDate() : localTime(plays_[from - 1].listen).date();
    for (std::size_t i = from; i < plays_.size(); ++i) {
        const QDate day = localTime(plays_[i].listen).date();
        if (day != last)
            lines_.push_back({-1, dayName(day, today)});
        last = day;
        lines_.push_back({static_cast<int>(i), {}});
    }
}

bool HistoryModel::goesOnFrom(const std::vector<PlayEvent>& plays) const
{
    return !plays_.empty() && plays.size() >= plays_.size()
        && std::equal(plays_.begin(), plays_.end(), plays.begin(),
            [](const PlayEvent& a, const PlayEvent& b) {
                return a.id == b.id && a.isPrivate == b.isPrivate && a.guest == b.guest
                    && a.doNotLearn == b.doNotLearn;
            });
}

void HistoryModel::set(TrackTablePtr table, std::vector<PlayEvent> plays, UtcMs now)
{
    const QDate today = QDateTime::fromMSecsSinceEpoch(now).date();
    if (today == today_ && goesOnFrom(plays)) {
        if (table != table_)
            setTable(std::move(table));
        const std::size_t from = plays_.size(), first = lines_.size();
        if (plays.size() == from)
            return;
        plays_ = std::move(plays);
        std::vector<Line> shown = lines_;
        addLines(from, today);
        std::swap(shown, lines_); // the rows are announced before they are there
        beginInsertRows({}, static_cast<int>(first), static_cast<int>(shown.size()) - 1);
        lines_ = std::move(shown);
        endInsertRows();
        return;
    }
    beginResetModel();
    table_ = std::move(table);
    plays_ = std::move(plays);
    today_ = today;
    lines_.clear();
    addLines(0, today);
    endResetModel();
}

void HistoryModel::setTable(TrackTablePtr table)
{
    table_ = std::move(table);
    if (!lines_.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

void HistoryModel::prepend(PlayEvent play, UtcMs now)
{
    if (!plays_.empty() && plays_.front().id == play.id)
        return;
    const QDate day = localTime(play.listen).date();
    const QDate today = QDateTime::fromMSecsSinceEpoch(now).date();
    if (plays_.empty() || today != today_) { // "Today" is another day
        std::vector<PlayEvent> plays = plays_;
        plays.insert(plays.begin(), std::move(play));
        today_ = {};
        set(table_, std::move(plays), now);
        return;
    }
    const bool sameDay = localTime(plays_.front().listen).date() == day;
    beginInsertRows({}, sameDay ? 1 : 0, 1);
    plays_.insert(plays_.begin(), std::move(play));
    for (Line& line : lines_)
        line.play += line.play >= 0 ? 1 : 0;
    if (!sameDay)
        lines_.insert(lines_.begin(), {-1, dayName(day, today)});
    lines_.insert(lines_.begin() + 1, {0, {}});
    endInsertRows();
}

int HistoryModel::rowOf(PlayId play) const
{
    const auto line = std::find_if(lines_.begin(), lines_.end(), [&](const Line& one) {
        return one.play >= 0 && plays_[static_cast<std::size_t>(one.play)].id == play;
    });
    return line == lines_.end() ? -1 : static_cast<int>(line - lines_.begin());
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
        if (track)
            return text(&TrackRecord::title);
        return play->title.isEmpty()
            ? tr("A track that is not in the library (%1)").arg(play->listen.track.value)
            : play->title;
    case Qt::AccessibleTextRole:
        return tr("%1 by %2, %3, %4")
            .arg(data(index, Qt::DisplayRole).toString(), data(index, ArtistRole).toString(),
                data(index, TimeRole).toString(), data(index, HeardRole).toString());
    case IsDayRole:
        return false;
    case ArtistRole:
        return track ? text(&TrackRecord::artist) : play->artist;
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
