#pragma once

#include "core/playlist/playlist_book.h"

#include <QObject>
#include <QString>

namespace segue {

/// The listener's playlists as the rest of the program sees them. Edits show at once, are written
/// elsewhere, and can be undone, the newest first. Main thread.
class Playlists : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    const PlaylistBook& book() const { return book_; }
    PlaylistPtr find(PlaylistId id) const { return book_.find(id); }

    /// Runs `edit` on the book; when it changed something, that is written and told.
    template <class Edit>
    auto edit(Edit edit)
    {
        struct Telling {
            Playlists& self;
            PlaylistState before;
            ~Telling() { self.tell(before); }
        } telling{*this, book_.state()};
        return edit(book_);
    }
    /// The same for what has a way back of its own, as imports do: it is no step of undo.
    template <class Edit>
    auto editWithoutStep(Edit change)
    {
        return edit([&change](PlaylistBook& book) {
            const PlaylistBook::NoSteps none(book);
            return change(book);
        });
    }
    /// Takes that edit back; see PlaylistBook.
    std::optional<QString> undo(std::uint64_t step);

Q_SIGNALS:
    /// Something about some playlist is different now.
    void changed();
    /// The database refused a write: what happened, which file, what to do. It is tried again.
    void problem(const QString& message);

protected:
    /// After each change; the book has the new state.
    virtual void save() { }
    void restore(PlaylistState state);

private:
    void tell(const PlaylistState& before);

    PlaylistBook book_;
};

} // namespace segue
