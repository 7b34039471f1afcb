#pragma once

#include "core/playlist/playlists.h"
#include "ui/models/latest_job.h"

#include <QObject>
#include <QString>

#include <functional>
#include <vector>

class QMenu;
class QWidget;

namespace segue::ui {

class Commands;
struct TrackPick;

/// Everything one can do with playlists, wherever they are shown: carried out, told with a way
/// back, remembered for undo. A part of Commands. Main thread.
class PlaylistActions : public QObject {
    Q_OBJECT

public:
    PlaylistActions(Commands& commands, QObject* parent);

    /// An empty one with a free name; created() lets the name be edited.
    void create(PlaylistKind kind);
    /// With these tracks, opened; the name is `name` or a free one like it.
    void createFrom(const QString& name, const std::vector<TrackId>& tracks);
    void createSmart(const QString& name, const SmartRule& rule);
    void setRule(PlaylistId id, const SmartRule& rule);
    void add(PlaylistId id, const std::vector<TrackId>& tracks);
    void insert(PlaylistId id, std::size_t index, const std::vector<TrackId>& tracks);
    void rename(PlaylistId id, const QString& name);
    void remove(PlaylistId id);
    void move(PlaylistId id, PlaylistId folder, std::size_t index);
    void setDoNotLearn(PlaylistId id, bool on);
    void removeEntries(PlaylistId id, const std::vector<std::uint64_t>& keys);
    void moveEntries(PlaylistId id, const std::vector<std::uint64_t>& keys, std::size_t index);
    void reorder(PlaylistId id, const std::vector<std::uint64_t>& keys);

    using Picked = std::function<void(const Playlist& playlist, std::vector<TrackPick> picks)>;
    /// Calls back with the tracks that it holds now and that are in the library: at once, or, of a
    /// smart one, when it is worked out elsewhere; never when it is gone.
    void withPicks(PlaylistId id, const Picked& then);
    void play(PlaylistId id, bool shuffled);
    void enqueue(PlaylistId id);
    /// What is queued, as a playlist.
    void saveQueue();

    void importFile(QWidget* over);
    void exportFile(PlaylistId id, QWidget* over);
    /// "Add to playlist" with all lists and a new one.
    void fillAddMenu(QMenu& menu, const std::vector<TrackPick>& picks);

Q_SIGNALS:
    /// A new one, whose name is to be edited.
    void created(segue::PlaylistId id);

private:
    PlaylistEntries entriesOf(const std::vector<TrackId>& tracks) const;
    Playlist made(PlaylistKind kind, const QString& name) const;
    void save(const QString& path, const QString& name, const PlaylistEntries& entries);
    PlaylistId add(const Playlist& playlist, const QString& told);
    template <class Edit>
    bool edit(Edit edit, const QString& told);

    Commands& commands_;
};

} // namespace segue::ui
