#pragma once

#include "core/db/store.h"
#include "core/library/track_table.h"
#include "core/recommend/service/collaborative_file.h"

#include <QObject>
#include <QThreadPool>

#include <filesystem>
#include <memory>
#include <stop_token>

namespace segue {

/// What the other listeners of the data folder and the packs in it bring to suggestions (channel 9
/// of the models). Trained on a background thread of low priority, in seconds, and kept in a file
/// of the data folder, so that a start finds it ready; a file that is damaged, of another version,
/// of another library or of much older histories is made anew. The same histories give the same
/// model. Nothing is read or trained while there is nobody else, and no pack with anything of the
/// library. Of very large packs a share of the listeners is learned from. Main thread.
class CollaborativeService final : public QObject {
    Q_OBJECT

public:
    using Trained = std::shared_ptr<const reco::TrainedCollaborative>;

    CollaborativeService(db::Store& store, ListenerId listener);
    /// Breaks off and waits.
    ~CollaborativeService() override;

    /// Makes the model fit this library and the histories as they are: ready() follows when there
    /// is another one. A call while one is under way takes the place of it.
    void prepare(TrackTablePtr table);
    /// Breaks off what is under way; what was there before stays.
    void cancel();
    bool isBusy() const { return busy_; }
    /// Null while nothing was trained, or for a library with other tracks.
    Trained trainedFor(const TrackTablePtr& table) const;

    /// The model in the file, for whoever prints a page and trains nothing; null when it is of
    /// other tracks or packs. Throws SQLite::Exception. Blocks on the disk; any thread.
    static Trained keptFor(const db::Store& store, db::Connection& connection, ListenerId listener,
        const TrackTable& table);

    /// Where the model of `listener` is kept.
    static std::filesystem::path fileOf(const db::Store& store, ListenerId listener);

Q_SIGNALS:
    void ready();
    void ended(); ///< nothing is under way any more, whatever came of it
    void progressed(double share); ///< 0..1, while it is trained
    /// The file could not be written, or a pack not be read; the rest works.
    void problem(const QString& message);

private:
    struct Made;
    void start(const TrackTablePtr& table);

    db::Store& store_;
    ListenerId listener_;
    Trained trained_;
    CollaborativeFacts facts_; ///< of trained_
    TrackTablePtr table_; ///< of trained_
    TrackTablePtr next_; ///< asked for while busy
    bool nobody_ = false; ///< when facts_ were so
    bool busy_ = false;
    std::stop_source stop_;
    QThreadPool pool_; ///< one thread; last: gone first
};

} // namespace segue
