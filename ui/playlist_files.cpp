// The part of PlaylistActions that reads and writes playlist files.
#include "core/library/library.h"
#include "core/playlist/playlist_match.h"
#include "core/tasks/task_runner.h"
#include "ui/commands.h"
#include "ui/playlist_actions.h"
#include "ui/text/format.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>

#include <utility>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

const QString fileKinds = u"Playlists (*.m3u8 *.m3u *.xspf *.pls)"_s;

std::string bytesOf(const QString& path)
{
    return QFile::encodeName(path).toStdString();
}

} // namespace

void PlaylistActions::importFile(QWidget* over)
{
    const QString path = QFileDialog::getOpenFileName(over, tr("Import a playlist"), {}, fileKinds);
    if (path.isEmpty())
        return;
    struct Read {
        Playlist playlist;
        PlaylistImport import;
        QString problem;
    };
    runThen(
        this,
        [path, table = commands_.services().library.tracks()] {
            Read read;
            const auto format = playlistFormatOf(bytesOf(path));
            QFile file(path);
            if (!format || !file.open(QIODevice::ReadOnly)) {
                read.problem = format ? tr("%1 cannot be read: %2.").arg(path, file.errorString())
                                      : QString::fromStdString(format.error().message);
                return std::make_shared<Read>(std::move(read));
            }
            const auto parsed = readPlaylistFile(
                file.readAll().toStdString(), *format, bytesOf(QFileInfo(path).absolutePath()));
            if (!parsed) {
                read.problem = path + u": "_s + QString::fromStdString(parsed.error().message);
                return std::make_shared<Read>(std::move(read));
            }
            read.import = matchPlaylist(*parsed, *table);
            read.playlist.name = parsed->name.empty()
                ? QFileInfo(path).completeBaseName().toStdString()
                : parsed->name;
            return std::make_shared<Read>(std::move(read));
        },
        [this](const std::shared_ptr<Read>& read) {
            if (!read->problem.isEmpty()) {
                Q_EMIT commands_.notice(read->problem, false);
                return;
            }
            Playlist playlist
                = made(PlaylistKind::list, QString::fromStdString(read->playlist.name));
            const auto missing = static_cast<qint64>(read->import.count(PlaylistMatchBy::nothing));
            const auto all = static_cast<qint64>(read->import.entries.size());
            playlist.entries
                = std::make_shared<const PlaylistEntries>(std::move(read->import.entries));
            const PlaylistId id = add(playlist,
                missing == 0
                    ? tr("Imported “%1” with %2.")
                          .arg(QString::fromStdString(playlist.name),
                              countOf(all, tr("track"), tr("tracks")))
                    : tr("Imported “%1”: %2 of %3 are not in the library and wait for their files.")
                          .arg(QString::fromStdString(playlist.name))
                          .arg(missing)
                          .arg(countOf(all, tr("track"), tr("tracks"))));
            Q_EMIT commands_.navigate(u"playlist:%1"_s.arg(id.value));
        });
}

void PlaylistActions::exportFile(PlaylistId id, QWidget* over)
{
    const PlaylistPtr playlist = commands_.services().playlists.find(id);
    if (!playlist)
        return;
    const QString name = QString::fromStdString(playlist->name);
    QString suggested = name;
    suggested.replace(u'/', u'-');
    const QString path = QFileDialog::getSaveFileName(
        over, tr("Export the playlist"), suggested + u".m3u8"_s, fileKinds);
    if (path.isEmpty())
        return;
    withPicks(id, [this, path](const Playlist& listed, const std::vector<TrackPick>& picks) {
        std::vector<TrackId> tracks;
        for (const TrackPick& pick : picks)
            tracks.push_back(pick.track);
        save(path, QString::fromStdString(listed.name),
            listed.kind == PlaylistKind::smart ? entriesOf(tracks) : *listed.entries);
    });
}

void PlaylistActions::save(const QString& path, const QString& name, const PlaylistEntries& entries)
{
    runThen(
        this,
        [path, entries, name, table = commands_.services().library.tracks()]() -> QString {
            const auto format = playlistFormatOf(bytesOf(path));
            if (!format)
                return QString::fromStdString(format.error().message);
            const std::string bytes
                = writePlaylistFile(exportedPlaylist(name.toStdString(), entries, *table), *format,
                    bytesOf(QFileInfo(path).absolutePath()));
            const auto saved = saveAtomically(bytesOf(path), bytes);
            return saved ? QString() : QString::fromStdString(saved.error().message);
        },
        [this, path](const QString& problem) {
            Q_EMIT commands_.notice(
                problem.isEmpty() ? tr("Exported to %1.").arg(path) : problem, false);
        });
}

} // namespace segue::ui
