#pragma once

#include "core/db/store.h"
#include "core/playlist/playlists.h"

#include <QTimer>

namespace segue {

/// Playlists over the database. Each edit is one transaction, in order; what the database refuses
/// is kept and tried again, so that a full disk loses nothing while the program runs. Main thread.
class PlaylistService final : public Playlists {
    Q_OBJECT

public:
    PlaylistService(db::Store& store, ListenerId listener);
    /// Tries once more to write what is still waiting, and waits for it.
    ~PlaylistService() override;

    /// Reads all playlists; blocks. For commands.
    Result<void> load();
    /// The same on the pool; changed() follows, or problem().
    void loadInBackground();
    bool isLoaded() const { return loaded_; }
    bool hasUnwritten() const { return sending_ || book().state() != saved_; }

protected:
    void save() override;

private:
    struct Read;
    static Read readFrom(db::Store& store, ListenerId listener);
    void adopt(Read read);
    void send();
    void sent(const PlaylistState& state, const Result<void>& result);

    db::Store& store_;
    ListenerId listener_;
    bool loaded_ = false;
    bool sending_ = false;
    PlaylistState saved_; ///< as the database has it
    std::shared_ptr<bool> written_; // set by the writer thread when what is being sent is on disk
    PlaylistState sentState_;
    QTimer retry_;
};

} // namespace segue
