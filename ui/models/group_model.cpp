#include "ui/models/group_model.h"

#include "core/library/artist_names.h"
#include "core/text/text_fold.h"
#include "ui/text/format.h"

#include <algorithm>
#include <unordered_map>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

/// Calls `each` with every single value of a text that may hold several.
template <class Each>
void eachValue(std::string_view text, Each each)
{
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\x1f'), text.size());
        if (end > 0)
            each(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

QString asQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

void describe(const TrackTable& table, TrackGroup& group)
{
    std::uint32_t last = UINT32_MAX;
    std::vector<std::uint32_t> albums;
    for (const Row row : group.rows) {
        if (const std::uint32_t album = table[row].albumIndex; album != last) {
            albums.push_back(album);
            last = album;
        }
    }
    std::ranges::sort(albums);
    albums.erase(std::unique(albums.begin(), albums.end()), albums.end());
    group.albums = static_cast<std::uint32_t>(albums.size());
    group.coverRow = table.albums()[table[group.rows.front()].albumIndex].coverRow;
}

/// Whether the text, or one of its values, folds to `folded`; each text is looked at once.
class Folded {
public:
    /// `names`: of artists, each of several in a text, by what counts as one.
    Folded(const TrackTable& table, const std::string& folded, const CleanView* names)
        : table_(table)
        , folded_(names ? names->artist(folded) : folded)
        , names_(names)
    {
    }
    bool is(TextRef ref)
    {
        if (ref.size == 0)
            return false;
        const auto known = known_.find(ref.offset);
        if (known != known_.end())
            return known->second;
        bool found = false;
        const auto look = [&](std::string_view value) {
            const std::string folded = foldText(value);
            found = found || (names_ ? names_->artist(folded) : folded) == folded_;
        };
        eachValue(table_.text(ref), look);
        if (names_)
            std::ranges::for_each(artistsIn(table_.text(ref)), look);
        return known_[ref.offset] = found;
    }

private:
    const TrackTable& table_;
    std::string folded_;
    const CleanView* names_;
    std::unordered_map<std::uint32_t, bool> known_;
};

} // namespace

std::vector<TrackGroup> groupByArtist(const TrackTable& table, const CleanView& names)
{
    struct Group {
        TrackGroup group;
        Row place = 0; // where it stands: the first row under its own name, else the first of all
        bool hasPlace = false;
    };
    std::vector<Group> groups;
    std::unordered_map<std::string, std::size_t> byName;
    TextRef last;
    std::size_t at = 0;
    for (Row row = 0; row < table.size(); ++row) {
        const TextRef artist = table[row].albumArtist;
        if (artist.size == 0)
            continue;
        if (groups.empty() || !(artist == last)) {
            last = artist;
            const std::string folded = foldText(table.text(artist));
            const std::string& meant = names.artist(folded);
            at = byName.try_emplace(meant, groups.size()).first->second;
            if (at == groups.size())
                groups.push_back(
                    {{asQString(names.shownArtist(table.text(artist))), {}, 0, 0}, row, false});
            if (Group& group = groups[at]; !group.hasPlace && meant == folded) {
                group.place = row;
                group.hasPlace = true;
            }
        }
        groups[at].group.rows.push_back(row);
    }
    if (!names.artists.empty())
        std::ranges::stable_sort(groups, {}, &Group::place);
    std::vector<TrackGroup> all;
    all.reserve(groups.size());
    for (Group& group : groups) {
        describe(table, group.group);
        all.push_back(std::move(group.group));
    }
    return all;
}

std::vector<TrackGroup> groupByGenre(const TrackTable& table)
{
    std::vector<TrackGroup> groups;
    std::unordered_map<std::string, std::size_t> byName;
    std::unordered_map<std::uint32_t, std::vector<std::size_t>> ofText; // by place of the text
    for (Row row = 0; row < table.size(); ++row) {
        const TextRef genres = table[row].genres;
        if (genres.size == 0)
            continue;
        const auto entry = ofText.try_emplace(genres.offset);
        std::vector<std::size_t>& places = entry.first->second;
        if (entry.second) {
            eachValue(table.text(genres), [&](std::string_view value) {
                const std::size_t place
                    = byName.try_emplace(foldText(value), groups.size()).first->second;
                if (place == groups.size())
                    groups.push_back({asQString(value), {}, 0, 0});
                if (std::ranges::find(places, place) == places.end())
                    places.push_back(place);
            });
        }
        for (const std::size_t place : places)
            groups[place].rows.push_back(row);
    }
    std::vector<std::pair<std::string, std::size_t>> order;
    for (std::size_t i = 0; i < groups.size(); ++i)
        order.emplace_back(sortKey(groups[i].name.toStdString()), i);
    std::ranges::sort(order);
    std::vector<TrackGroup> sorted;
    for (const auto& [key, i] : order) {
        describe(table, groups[i]);
        sorted.push_back(std::move(groups[i]));
    }
    return sorted;
}

std::vector<Row> rowsOfArtist(const TrackTable& table, const QString& name, const CleanView& names)
{
    Folded artist(table, foldText(name.toStdString()), &names);
    std::vector<Row> rows;
    for (Row row = 0; row < table.size(); ++row) {
        if (artist.is(table[row].albumArtist) || artist.is(table[row].artist))
            rows.push_back(row);
    }
    return rows;
}

std::vector<Row> rowsOfGenre(const TrackTable& table, const QString& name)
{
    Folded genre(table, foldText(name.toStdString()), nullptr);
    std::vector<Row> rows;
    for (Row row = 0; row < table.size(); ++row) {
        if (genre.is(table[row].genres))
            rows.push_back(row);
    }
    return rows;
}

GroupModel::GroupModel(QString page, QObject* parent)
    : TileModel(parent)
    , page_(std::move(page))
    , table_(std::make_shared<const TrackTable>())
{
}

void GroupModel::set(TrackTablePtr table, std::vector<TrackGroup> groups)
{
    beginResetModel();
    table_ = std::move(table);
    groups_ = std::move(groups);
    endResetModel();
}

std::vector<TrackId> GroupModel::tracksAt(int row) const
{
    std::vector<TrackId> tracks;
    for (const Row track : at(row).rows)
        tracks.push_back((*table_)[track].id);
    return tracks;
}

QString GroupModel::pageAt(int row) const
{
    return page_ + u':' + at(row).name;
}

int GroupModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(groups_.size());
}

QVariant GroupModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const TrackGroup& group = at(index.row());
    const auto subtitle = [&] {
        return u"%1 · %2"_s.arg(countOf(group.albums, tr("album"), tr("albums")),
            countOf(static_cast<qint64>(group.rows.size()), tr("track"), tr("tracks")));
    };
    switch (role) {
    case Qt::DisplayRole:
        return group.name;
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return u"%1, %2"_s.arg(group.name, subtitle());
    case SubtitleRole:
        return subtitle();
    case PathRole: {
        const std::string_view path = table_->text((*table_)[group.coverRow].path);
        return QByteArray(path.data(), static_cast<qsizetype>(path.size()));
    }
    case TracksRole:
        return static_cast<int>(group.rows.size());
    default:
        return {};
    }
}

} // namespace segue::ui

#include "moc_group_model.cpp"
