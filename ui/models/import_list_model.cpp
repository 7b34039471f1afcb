#include "ui/models/import_list_model.h"

#include "core/text/display_path.h"
#include "ui/text/format.h"

#include <QLocale>

#include <algorithm>

namespace segue::ui {

namespace {

bool isOn(const UnmatchedTrack& track, ImportListModel::List list)
{
    return track.candidates.empty() == (list == ImportListModel::List::missing);
}

bool isUnmatched(ImportListModel::List list)
{
    return list == ImportListModel::List::missing || list == ImportListModel::List::unsure;
}

} // namespace

int ImportListModel::countOf(const ImportPlan& plan, List list)
{
    switch (list) {
    case List::artists:
        return plan.history ? static_cast<int>(plan.history->missingArtists.size()) : 0;
    case List::conflicts:
        return static_cast<int>(plan.conflicts.size());
    case List::playlists:
        return static_cast<int>(plan.lists.size());
    case List::missing:
    case List::unsure:
        break;
    }
    return static_cast<int>(std::ranges::count_if(
        plan.unmatched, [list](const UnmatchedTrack& track) { return isOn(track, list); }));
}

void ImportListModel::show(const ImportPlanPtr& plan, List list)
{
    beginResetModel();
    plan_ = plan;
    list_ = list;
    rows_.clear();
    if (isUnmatched(list)) {
        for (std::size_t i = 0; i < plan->unmatched.size(); ++i) {
            if (isOn(plan->unmatched[i], list))
                rows_.push_back(i);
        }
    } else {
        rows_.resize(static_cast<std::size_t>(countOf(*plan, list)));
        for (std::size_t i = 0; i < rows_.size(); ++i)
            rows_[i] = i;
    }
    endResetModel();
}

int ImportListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int ImportListModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : 3;
}

QString ImportListModel::textAt(std::size_t row, int column) const
{
    const auto plays = [](std::size_t count) {
        return ui::countOf(static_cast<qint64>(count), tr("play"), tr("plays"));
    };
    if (list_ == List::artists) {
        const MissingArtist& artist = plan_->history->missingArtists[row];
        return column == 0 ? QString::fromStdString(artist.name)
            : column == 1
            ? plays(artist.plays)
            : ui::countOf(static_cast<qint64>(artist.tracks), tr("track"), tr("tracks"));
    }
    if (list_ == List::conflicts) {
        const RatingConflict& conflict = plan_->conflicts[row];
        return column == 0 ? QString::fromStdString(conflict.title)
            : column == 1
            ? QString::fromStdString(conflict.artist)
            : tr("%1 here, %2 there").arg(formatStars(conflict.own), formatStars(conflict.theirs));
    }
    if (list_ == List::playlists) {
        const PlannedList& list = plan_->lists[row];
        const QLocale locale;
        return column == 0 ? QString::fromStdString(list.name)
            : column == 1
            ? ui::countOf(static_cast<qint64>(list.entries.size()), tr("track"), tr("tracks"))
            : list.missing == 0
            ? tr("all in the library")
            : tr("%1 not in the library").arg(locale.toString(static_cast<qint64>(list.missing)));
    }
    const UnmatchedTrack& track = plan_->unmatched[row];
    const QByteArray path = QByteArray::fromStdString(track.path);
    if (column == 0)
        return track.title.empty() ? displayPath(path.mid(path.lastIndexOf('/') + 1))
                                   : QString::fromStdString(track.title);
    if (column == 1)
        return QString::fromStdString(track.artist);
    if (isOfHistory())
        return plays(plan_->history->missingTracks[row].plays);
    return list_ == List::unsure
        ? tr("fits %1 tracks").arg(QLocale().toString(static_cast<qint64>(track.candidates.size())))
        : displayPath(path);
}

QVariant ImportListModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    return textAt(rows_[static_cast<std::size_t>(index.row())], index.column());
}

QVariant ImportListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    if (list_ == List::playlists)
        return section == 0 ? tr("Playlist") : section == 1 ? tr("Length") : tr("Found");
    if (list_ == List::artists)
        return section == 0 ? tr("Artist") : section == 1 ? tr("Plays") : tr("Tracks");
    if (section < 2)
        return section == 0 ? tr("Title") : tr("Artist");
    if (isOfHistory())
        return tr("Plays");
    return list_ == List::conflicts ? tr("Stars")
        : list_ == List::unsure     ? tr("Why it is not guessed")
                                    : tr("Where it was");
}

} // namespace segue::ui

#include "moc_import_list_model.cpp"
