#include "core/playlist/playlists.h"

namespace segue {

void Playlists::tell(const PlaylistState& before)
{
    if (book_.state() == before)
        return;
    save();
    Q_EMIT changed();
}

std::optional<QString> Playlists::undo(std::uint64_t step)
{
    std::optional<std::string> what;
    edit([&what, step](PlaylistBook& book) { what = book.undo(step); });
    return what ? std::optional(QString::fromStdString(*what)) : std::nullopt;
}

void Playlists::restore(PlaylistState state)
{
    book_.restore(std::move(state));
    Q_EMIT changed();
}

} // namespace segue

#include "moc_playlists.cpp"
