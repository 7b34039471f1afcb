// Commands that say what the listener thinks: ratings, the page of suggestions, what counts.
#include "core/history/taste.h"
#include "ui/commands.h"
#include "ui/text/format.h"

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

template <class Rate>
std::vector<RatingAct> actsOn(const std::vector<TrackPick>& picks, Rate rate)
{
    std::vector<RatingAct> acts;
    for (const TrackPick& pick : picks)
        acts.push_back(rate(pick.track));
    return acts;
}

} // namespace

bool Commands::isTooMany(const std::vector<TrackPick>& picks)
{
    // Each becomes an event of its own; nobody means thousands by one key.
    constexpr std::size_t most = 500;
    if (picks.size() > most)
        Q_EMIT notice(
            tr("%1 are selected: rate at most %2 at a time.").arg(nameOf(picks)).arg(most), false);
    return picks.empty() || picks.size() > most;
}

void Commands::rate(const std::vector<TrackPick>& picks, std::optional<int> halfStars)
{
    if (isTooMany(picks))
        return;
    rated(halfStars ? tr("%1: %2.").arg(nameOf(picks), formatStars(halfStars))
                    : tr("%1: rating taken back.").arg(nameOf(picks)),
        actsOn(picks, [&](TrackId track) { return services_.taste.rate(track, halfStars); }));
}

void Commands::love(const std::vector<TrackPick>& picks, bool on)
{
    if (isTooMany(picks))
        return;
    rated(on ? tr("%1 is loved.").arg(nameOf(picks))
             : tr("%1 is no longer loved.").arg(nameOf(picks)),
        actsOn(picks, [&](TrackId track) { return services_.taste.love(track, on); }));
}

void Commands::neverTrack(const std::vector<TrackPick>& picks)
{
    if (isTooMany(picks))
        return;
    rated(tr("%1 will not be suggested any more.").arg(nameOf(picks)),
        actsOn(picks, [&](TrackId track) { return services_.taste.neverTrack(track, true); }));
}

void Commands::neverArtist(TrackId track)
{
    const QString artist = artistOf(track);
    if (artist.isEmpty())
        return;
    rated(tr("%1 will not be suggested any more.").arg(artist),
        {services_.taste.neverArtist(artist, true)});
}

void Commands::notNow(TrackId track)
{
    rated(tr("“%1” rests until tomorrow.").arg(titleOf(track)), {services_.taste.notNow(track)});
}

void Commands::rated(const QString& text, std::vector<RatingAct> acts)
{
    remember(text, [this, acts = std::move(acts)] {
        std::optional<QString> said;
        for (auto act = acts.rbegin(); act != acts.rend(); ++act) {
            if (auto what = services_.taste.undo(*act))
                said = std::move(what);
        }
        Q_EMIT notice(!said        ? tr("It was taken back already.")
                : acts.size() == 1 ? tr("Undone: %1").arg(*said)
                                   : tr("Undone."),
            false);
    });
}

void Commands::hideShelf(const QString& shelfId)
{
    services_.forYou.hideShelf(shelfId);
    pageChanged(tr("The shelf is hidden."));
}

void Commands::lessOf(const Suggestion& card)
{
    services_.forYou.lessOf(card);
    pageChanged(card.less.name.isEmpty()
            ? tr("Noted: such reasons weigh less from now on.")
            : tr("Noted: %1 is a reason no more, and such reasons weigh less.")
                  .arg(card.less.evidence == u"track" ? u"“%1”"_s.arg(card.less.name)
                                                      : card.less.name));
}

void Commands::setMode(const QString& key)
{
    ForYou& forYou = services_.forYou;
    if (key == forYou.mode())
        return;
    forYou.setMode(key);
    const auto modes = forYou.modes();
    const auto on = std::find_if(
        modes.begin(), modes.end(), [&](const ListeningMode& mode) { return mode.key == key; });
    pageChanged(on == modes.end()
            ? tr("No mode: the page is the usual one.")
            : tr("%1 is on: what you play and skip now teaches it.").arg(on->name));
}

void Commands::keepSessionOut(SessionId session)
{
    services_.forYou.keepOut(session, true);
    pageChanged(tr("Kept out: nothing is learned from that session."));
}

void Commands::pageChanged(const QString& text)
{
    remember(text, [this] {
        services_.forYou.undo();
        Q_EMIT notice(tr("The page is as it was."), false);
    });
}

void Commands::takeOutOfHistory(const std::vector<PlayId>& plays)
{
    services_.taste.removePlays(plays, true);
    const QString text = plays.size() == 1
        ? tr("The play was taken out: it counts no more, and teaches nothing.")
        : tr("%1 plays were taken out: they count no more, and teach nothing.").arg(plays.size());
    remember(text, [this, plays] {
        services_.taste.removePlays(plays, false);
        Q_EMIT notice(tr("The history is as it was."), false);
    });
}

} // namespace segue::ui
