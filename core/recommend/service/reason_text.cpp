#include "core/recommend/service/reason_text.h"

#include "core/recommend/model/explain.h"
#include "core/recommend/service/reason_words.h"

#include <QLocale>

#include <cmath>

using namespace Qt::StringLiterals;

namespace segue {

namespace {

QString count(double n)
{
    return QLocale().toString(static_cast<qlonglong>(std::llround(n)));
}

QString artistName(const PageContext& page, std::int32_t artist)
{
    const auto tracks = artist < 0 || artist >= page.catalogue.artistCount()
        ? std::span<const Item>()
        : page.catalogue.artistTracks(artist);
    return tracks.empty() ? QString() : page.artistOf(tracks.front());
}

QString albumName(const PageContext& page, Item item)
{
    const auto text = page.table.text(page.table[static_cast<Row>(item)].album);
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// "Friday evenings", "weekend mornings".
QString timeOfWeek(int bucket, bool weekend)
{
    static constexpr std::array names{QT_TRANSLATE_NOOP("Reasons", "nights"),
        QT_TRANSLATE_NOOP("Reasons", "early mornings"), QT_TRANSLATE_NOOP("Reasons", "mornings"),
        QT_TRANSLATE_NOOP("Reasons", "afternoons"), QT_TRANSLATE_NOOP("Reasons", "evenings"),
        QT_TRANSLATE_NOOP("Reasons", "late evenings")};
    if (bucket < 0 || bucket >= static_cast<int>(names.size()))
        return {};
    return (weekend ? words("weekend %1") : words("weekday %1"))
        .arg(words(names[static_cast<std::size_t>(bucket)]));
}

QString stars(double halfStars)
{
    return QLocale().toString(halfStars / 2, 'g', 2);
}

QString starsWord(double halfStars)
{
    return halfStars == 2 ? u"1 star"_s : u"%1 stars"_s.arg(stars(halfStars));
}

void heardTexts(const PageContext& page, const Card& card, Item item, Term term, Texts& texts)
{
    const double plays = page.model.follows(item);
    const double days = page.daysUnheard(item);
    const QString ago = plays > 0 && days < 1e8 ? agoText(days) : QString();
    if (page.undated.contains(item)) {
        if (plays >= 2) {
            texts.add("%1 plays came along with the file", count(plays));
            texts.add("Played %1 times before Segue knew it", count(plays));
            texts.add("Its tags count %1 plays", count(plays));
        } else {
            texts.add("A play came along with the file");
        }
        return;
    }
    if (term == Term::recency) {
        if (card.evidence.count >= 3) {
            texts.add("%1 times in the last two weeks", count(card.evidence.count));
            texts.add("You came back to it %1 times in two weeks", count(card.evidence.count));
            texts.add("A current favourite: %1 plays in two weeks", count(card.evidence.count));
        }
        if (days < 21)
            texts.add("Fresh in your ears: heard %1", ago);
        if (plays >= 2) {
            texts.add("Played %1 times, last %2", count(plays), ago);
            texts.add(days < 45 ? "With you lately: %1 plays, the last one %2"
                                : "%1 plays so far, the last one %2",
                count(plays), ago);
        }
        texts.add("You heard it %1", ago);
        texts.add(days < 45 ? "Still close: last play %1" : "Last play %1, and not forgotten", ago);
        return;
    }
    if (plays >= 2) {
        if (days >= 180 && days < 1e8) {
            texts.add("%1 plays, then silence since %2", count(plays), ago);
            texts.add("You played it %1 times; the last time was %2", count(plays), ago);
            texts.add("Once a regular with %1 plays, last heard %2", count(plays), ago);
        }
        texts.add("Played %1 times", count(plays));
        texts.add("%1 plays of yours stand behind it", count(plays));
        texts.add("You finished it %1 times", count(plays));
        texts.add("A regular: %1 plays", count(plays));
    } else {
        texts.add("You played it %1", ago);
    }
}

void ratingTexts(const PageContext& page, const Card& card, Item item,
    const reco::Evidence& evidence, Texts& texts)
{
    const TrackId id = page.table[static_cast<Row>(item)].id;
    const TrackRating own = page.history.ratings.of(id);
    const std::vector<Item> spoken
        = evidence.items.empty() ? std::vector<Item>{item} : evidence.items;
    // An album's card is about its track only where it names it.
    const bool itself = spoken.front() == item && card.kind != CardKind::album;
    if (itself && own.loved) {
        texts.add("You love it");
        texts.add("One that you marked with a heart");
    }
    if (itself && own.stars && *own.stars > 0) {
        texts.add("You gave it %1", starsWord(*own.stars));
        texts.add("Rated %1 of 5 by you", stars(*own.stars));
        texts.add("%1 from you", starsWord(*own.stars));
    } else if (itself && page.model.ratingTarget(item) > 0 && !own.loved) {
        texts.add("Rated highly in the file’s tags");
        texts.add("A high rating came along with the file");
    }
    if (!itself && evidence.artist < 0) {
        const QString name = quoted(page, spoken);
        const Item rated = spoken.front();
        texts.name(aboutTrack(page, rated));
        const auto given = page.history.ratings.of(page.table[static_cast<Row>(rated)].id);
        if (page.model.ratingTarget(rated) < 0) { // it adds up because the two are unlike
            if (given.stars && *given.stars > 0)
                texts.add("Unlike %1, which has %2 from you", name, starsWord(*given.stars));
            texts.add("Far from %1, which you rated low", name);
            return;
        }
        if (given.stars && *given.stars > 0) {
            texts.add("You gave %1 to %2", starsWord(*given.stars), name);
            texts.add("After your %1 for %2", starsWord(*given.stars), name);
        }
        if (given.loved)
            texts.add("Because you love %1", name);
        if (rated == item)
            texts.add("%1 on it is rated highly", name);
        else if (given.loved || page.model.ratingTarget(rated) >= 1)
            texts.add("Near %1, which you rated highly", name);
        else
            texts.add("Near %1, as your ratings go", name);
    }
    if (evidence.artist >= 0) {
        texts.name({{}, u"artist"_s, {}, artistName(page, evidence.artist)});
        texts.add("You rate %1 highly", artistName(page, evidence.artist));
        texts.add("Your ratings speak for %1", artistName(page, evidence.artist));
    }
}

bool isPicked(const PageContext& page, std::int32_t artist)
{
    return std::ranges::any_of(page.picked,
        [&](Item item) { return page.catalogue.artist[static_cast<std::size_t>(item)] == artist; });
}

void friendTexts(const PageContext& page, const Card& card, Item item, Texts& texts)
{
    const auto& friends = page.history.friends;
    if (card.byFriend < 0 || static_cast<std::size_t>(card.byFriend) >= friends.size())
        return;
    const FriendTaste& taste = friends[static_cast<std::size_t>(card.byFriend)];
    const auto track = std::ranges::find(
        taste.tracks, page.table[static_cast<Row>(item)].id, &FriendTrack::track);
    if (track == taste.tracks.end())
        return;
    const QString name = QString::fromStdString(taste.name);
    if (track->loved) {
        texts.add("%1 loves it", name);
        texts.add("Loved by %1", name);
        texts.add("One that %1 marked with a heart", name);
    }
    if (track->halfStars > 0) {
        texts.add("%1 gave it %2 stars", name, stars(track->halfStars));
        texts.add("%2 stars from %1", name, stars(track->halfStars));
        texts.add("Rated %2 of 5 by %1", name, stars(track->halfStars));
    }
    if (track->follows >= 2) {
        texts.add("%1 played it %2 times", name, count(track->follows));
        texts.add("%2 plays by %1", name, count(track->follows));
        texts.add("A regular of %1’s: %2 plays", name, count(track->follows));
    }
}

void modeTexts(const PageContext& page, Item item, Texts& texts)
{
    if (!page.mode)
        return;
    const QString& mode = page.mode->name;
    const reco::ModeModel& model = page.mode->model;
    const auto own = model.trackCount(item), artist = model.artistCount(item);
    if (own.follows >= 1) {
        texts.add("Played %1 times while %2 was on", count(own.follows), mode);
        texts.add("%2 has had it %1 times before", count(own.follows), mode);
    }
    if (artist.follows > artist.skips) {
        const QString by = artistName(page, page.catalogue.artist[static_cast<std::size_t>(item)]);
        texts.add("%1 suits your %2", by, mode);
        texts.add("You play %1 when %2 is on", by, mode);
        texts.add("%1 has worked for %2 before", by, mode);
    }
    if (model.leanPart(item) > 0) {
        texts.add("Its pace and mood fit %1", mode);
        texts.add("Of the kind that %1 asks for", mode);
        texts.add("By its genre and tempo one for %1", mode);
    }
    if (model.learnedPart(item) > 0) {
        texts.add("Near what you play when %1 is on", mode);
        texts.add("Its genre goes with your %1", mode);
        texts.add("Learned from your %1", mode);
    }
}

void togetherTexts(Term term, const QString& name, double times, Texts& texts)
{
    switch (term) {
    case Term::continuation:
        texts.add("It went on like this before, after %1", name);
        texts.add("You heard %1 and then this, in this order", name);
        texts.add("The same run of tracks led from %1 to here", name);
        break;
    case Term::markov:
        texts.add("Often comes right after %1", name);
        if (times >= 2)
            texts.add("You went on to it from %1 %2 times", name, count(times));
        texts.add("Next after %1 in your listening", name);
        texts.add("It followed %1 before", name);
        break;
    case Term::sequential:
        texts.add("You tend to reach it after %1", name);
        texts.add("A few tracks on from %1, as before", name);
        texts.add("%1 has led here before", name);
        texts.add("Soon after %1 in earlier sessions", name);
        break;
    case Term::itemKnn:
        texts.add("Heard in the same sessions as %1", name);
        if (times >= 2)
            texts.add("Shares %2 sessions with %1", name, count(times));
        texts.add("Keeps company with %1 in your listening", name);
        texts.add("You play it alongside %1", name);
        texts.add("Goes with %1, going by your sessions", name);
        break;
    case Term::sessionKnn:
        texts.add("From sessions like this one, with %1", name);
        texts.add("Sessions that had %1 went here too", name);
        texts.add("Earlier sessions around %1 included it", name);
        texts.add("When %1 played, this was not far", name);
        break;
    default:
        break;
    }
}

/// Habits that are about the card's own track, or its album.
void habitTexts(const PageContext& page, Item item, Term term, Texts& texts)
{
    const double days = page.daysUnheard(item);
    const QString ago = days < 1e8 ? agoText(days) : QString();
    switch (term) {
    case Term::today:
        texts.add("Still in your ears: heard %1", ago);
        texts.add("You just had it, %1", ago);
        texts.add("Fresh from %1", ago);
        break;
    case Term::lately:
        texts.add("Much played these days, last %1", ago);
        texts.add("You keep coming back to it: last %1", ago);
        texts.add("One of your tracks of the week, last heard %1", ago);
        break;
    case Term::opener:
        texts.add("You like to begin with it");
        texts.add("Sessions of yours start with it");
        texts.add("A good start, going by your sessions");
        break;
    case Term::daytime:
        texts.add("Often heard at this time of day");
        texts.add("It has its hour, and this is it");
        texts.add("You play it around this time");
        break;
    case Term::albumRecency:
        texts.add("You have been playing %1", albumName(page, item));
        texts.add("%1 is among your albums now", albumName(page, item));
        texts.add("From %1, which you play these days", albumName(page, item));
        break;
    default:
        break;
    }
}

} // namespace

QString agoText(double days)
{
    const auto n = [](double value) { return static_cast<int>(std::lround(value)); };
    if (days < .5)
        return words("today");
    if (days < 1.5)
        return words("yesterday");
    if (days < 45)
        return words("%1 days ago").arg(n(days));
    if (days < 550)
        return words("%1 months ago").arg(std::max(2, n(days / 30.4)));
    return words("%1 years ago").arg(std::max(2, n(days / 365.25)));
}

std::optional<Term> speakingTerm(const PerTerm<float>& contributions, const PerTerm<double>& means)
{
    std::optional<Term> best;
    double most = 0;
    for (std::size_t i = 0; i < reco::termCount; ++i) {
        const double value = static_cast<double>(contributions[i]);
        if (!reco::canBeReason(reco::termAt(i)) || !(value > 0))
            continue;
        if (!best || value - means[i] > most) {
            best = reco::termAt(i);
            most = value - means[i];
        }
    }
    return best;
}

std::vector<ReasonText> reasonTexts(const PageContext& page, const Card& card, Term term)
{
    const Item item = card.speaker == reco::noItem ? card.item : card.speaker;
    reco::Evidence evidence
        = card.hasEvidence ? card.evidence : page.model.evidence(page.context, item, term);
    // Without a session the model's sequence channels are silent; a shelf's own evidence stands in.
    if (evidence.items.empty() && evidence.artist < 0 && evidence.hourBucket < 0)
        evidence = card.evidence;
    const bool aboutItself = term == Term::count || term == Term::recency || term == Term::today
        || term == Term::lately || term == Term::opener || term == Term::daytime
        || (term == Term::ratings && evidence.items.empty());
    Texts texts(aboutItself ? std::vector{item} : evidence.items);
    if (aboutItself && term != Term::ratings)
        texts.name(aboutTrack(page, item));
    switch (term) {
    case Term::count:
    case Term::recency:
        heardTexts(page, card, item, term, texts);
        break;
    case Term::context:
        if (evidence.hourBucket >= 0) {
            const QString when = timeOfWeek(evidence.hourBucket, evidence.weekend);
            texts.add("You often play it on %1", when);
            texts.add("One for %1", when);
            if (evidence.count >= 2)
                texts.add("Played %1 times on %2", count(evidence.count), when);
            texts.add("It belongs to your %1", when);
        } else if (evidence.count >= 1) {
            texts.add("You played it in this week of an earlier year");
            texts.add("A year ago or more, this week, you played it");
            texts.add("This week has heard it before");
            texts.add("An anniversary: it played in this week once");
        }
        break;
    case Term::today:
    case Term::lately:
    case Term::opener:
    case Term::daytime:
    case Term::albumRecency:
        habitTexts(page, item, term, texts);
        break;
    case Term::continuation:
    case Term::markov:
    case Term::sequential:
    case Term::itemKnn:
    case Term::sessionKnn:
        if (!evidence.items.empty())
            texts.name(aboutTrack(page, evidence.items.front()));
        togetherTexts(term, quoted(page, evidence.items), evidence.count, texts);
        break;
    case Term::nextArtist:
    case Term::artist: {
        const auto own = page.catalogue.artist[static_cast<std::size_t>(item)];
        const QString to = artistName(page, own), from = artistName(page, evidence.artist);
        texts.name({{}, u"artist"_s, {}, from});
        if (evidence.artist == own) {
            double plays = 0;
            for (const Item track : page.catalogue.artistTracks(own))
                plays += page.model.follows(track);
            if (plays >= 2) {
                texts.add("More of %1, whom you played %2 times", to, count(plays));
                texts.add("%1 is one of yours: %2 plays", to, count(plays));
                texts.add("You have followed %1 %2 times", to, count(plays));
            }
            if (isPicked(page, own)) {
                texts.add("You picked %1", to);
                texts.add("By %1, one of your picks", to);
            }
            texts.add("By %1, whom you hold dear", to);
            texts.add("%1 has your ear", to);
        } else {
            texts.add("You often move from %1 to %2", from, to);
            texts.add("After %1 comes %2, more often than not", from, to);
            texts.add("%1 leads you to %2", from, to);
        }
        break;
    }
    case Term::album:
        if (card.kind == CardKind::albumRest) {
            const auto all
                = page.catalogue.albumTracks(page.catalogue.album[static_cast<std::size_t>(item)]);
            const QString total = count(static_cast<double>(all.size()));
            texts.add("You heard %1 of its %2 tracks", count(evidence.count), total);
            texts.add("%1 of %2 heard; it goes on here", count(evidence.count), total);
            texts.add("Begun: %1 of %2 tracks", count(evidence.count), total);
            texts.add("%1 down, out of %2", count(evidence.count), total);
        } else {
            texts.add("The album %1 goes on here", albumName(page, item));
            texts.add("Next on %1", albumName(page, item));
        }
        break;
    case Term::content:
        if (!evidence.items.empty())
            contentTexts(page, item, evidence.items.front(), texts);
        break;
    case Term::ratings:
        ratingTexts(page, card, item, evidence, texts);
        break;
    case Term::rp3beta:
        friendTexts(page, card, item, texts);
        break;
    case Term::mode:
        modeTexts(page, item, texts);
        break;
    default:
        break;
    }
    return texts.take();
}

std::optional<ReasonText> chooseReason(
    const PageContext& page, const Card& card, Term term, UsedPatterns& used)
{
    std::vector<ReasonText> texts = reasonTexts(page, card, term);
    const ReasonText* best = nullptr;
    int least = mostOfPattern;
    for (const ReasonText& text : texts) {
        const auto it = used.find(text.pattern);
        const int times = it == used.end() ? 0 : it->second;
        if (times < least) {
            best = &text;
            least = times;
        }
    }
    if (!best)
        return std::nullopt;
    ++used[best->pattern];
    return *best;
}

} // namespace segue
