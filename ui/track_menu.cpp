#include "core/history/taste.h"
#include "ui/commands.h"
#include "ui/edit_actions.h"
#include "ui/playlist_actions.h"
#include "ui/text/format.h"
#include "ui/theme/icons.h"

#include <QActionGroup>
#include <QMenu>

namespace segue::ui {

using namespace Qt::StringLiterals;

void Commands::fillTrackMenu(QMenu& menu, const std::vector<TrackPick>& list)
{
    if (list.empty())
        return;
    // One copy for all entries: the selection may be the whole library.
    const auto shared = std::make_shared<const std::vector<TrackPick>>(list);
    const std::vector<TrackPick>& picks = *shared;
    const TrackPick first = picks.front();
    const TrackStats stats = services_.taste.statsOf(first.track);
    const bool one = picks.size() == 1;
    const auto add = [&](const QString& iconName, const QString& text, auto action) {
        return menu.addAction(icon(iconName), text, this, action);
    };
    add(u"play"_s, tr("Play"), [=, this] { play(*shared, 0, StartedBy::user); });
    add(u"play-next"_s, tr("Play next"), [=, this] { playNext(*shared); });
    add(u"queue"_s, tr("Add to queue"), [=, this] { enqueue(*shared); });
    if (one)
        add(u"radio"_s, tr("Radio from this"), [=, this] { playRadio(first.track); });
    playlists_->fillAddMenu(menu, picks);
    menu.addSeparator();

    QMenu* stars = menu.addMenu(icon(u"star"_s), tr("Rate"));
    for (int n = 5; n >= 1; --n) {
        QAction* action
            = stars->addAction(formatStars(2 * n), this, [=, this] { rate(*shared, 2 * n); });
        action->setCheckable(true);
        action->setChecked(one && stats.rating == 2 * n);
    }
    stars->addAction(tr("No rating"), this, [=, this] { rate(*shared, {}); });
    const bool loved = one && stats.loved;
    add(loved ? u"heart-filled"_s : u"heart"_s, loved ? tr("No longer loved") : tr("Love"),
        [=, this] { love(*shared, !loved); });
    menu.addSeparator();

    if (one && stats.never)
        add(u"check"_s, tr("Suggest this track again"), [=, this] {
            rated(tr("“%1” may be suggested again.").arg(titleOf(first.track)),
                {services_.taste.neverTrack(first.track, false)});
        });
    else
        add(u"never"_s, one ? tr("Never suggest this track") : tr("Never suggest these tracks"),
            [=, this] { neverTrack(*shared); });
    if (const QString artist = artistOf(first.track); one && !artist.isEmpty()) {
        if (services_.taste.isArtistNever(artist))
            add(u"check"_s, tr("Suggest this artist again"), [=, this] {
                rated(tr("%1 may be suggested again.").arg(artist),
                    {services_.taste.neverArtist(artist, false)});
            });
        else
            add(u"never"_s, tr("Never suggest this artist"),
                [=, this] { neverArtist(first.track); });
    }
    menu.addSeparator();
    edits_->fillMenu(menu, picks);
    if (!one)
        return;
    add(u"albums"_s, tr("Go to album"), [=, this] { goToAlbum(first.track); });
    if (!artistOf(first.track).isEmpty())
        add(u"artist"_s, tr("Go to artist"), [=, this] { goToArtist(first.track); });
    add(u"folder"_s, tr("Show in folder"), [=, this] { showInFolder(first.track); });
}

} // namespace segue::ui
