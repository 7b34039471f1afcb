#include "core/recommend/service/reason_words.h"

#include <array>

using namespace Qt::StringLiterals;

namespace segue {

namespace {

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

bool isPicked(const PageContext& page, std::int32_t artist)
{
    return std::ranges::any_of(page.picked,
        [&](Item item) { return page.catalogue.artist[static_cast<std::size_t>(item)] == artist; });
}

} // namespace

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

void contextTexts(const reco::Evidence& evidence, Texts& texts)
{
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

void albumTexts(const PageContext& page, const Card& card, Item item,
    const reco::Evidence& evidence, Texts& texts)
{
    if (card.kind != CardKind::albumRest) {
        texts.add("The album %1 goes on here", albumName(page, item));
        texts.add("Next on %1", albumName(page, item));
        return;
    }
    const auto all
        = page.catalogue.albumTracks(page.catalogue.album[static_cast<std::size_t>(item)]);
    const QString total = count(static_cast<double>(all.size()));
    texts.add("You heard %1 of its %2 tracks", count(evidence.count), total);
    texts.add("%1 of %2 heard; it goes on here", count(evidence.count), total);
    texts.add("Begun: %1 of %2 tracks", count(evidence.count), total);
    texts.add("%1 down, out of %2", count(evidence.count), total);
}

void artistTexts(const PageContext& page, Item item, const reco::Evidence& evidence, Texts& texts)
{
    const auto own = page.catalogue.artist[static_cast<std::size_t>(item)];
    const QString to = artistName(page, own), from = artistName(page, evidence.artist);
    texts.name({{}, u"artist"_s, {}, from});
    if (evidence.artist != own) {
        texts.add("You often move from %1 to %2", from, to);
        texts.add("After %1 comes %2, more often than not", from, to);
        texts.add("%1 leads you to %2", from, to);
        return;
    }
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
    if (plays < 2) { // no more than a beginning
        texts.add("Also by %1", to);
        texts.add("%1 again, whom you have begun to hear", to);
        return;
    }
    texts.add("By %1, whom you hold dear", to);
    texts.add("%1 has your ear", to);
}

void stayingTexts(const PageContext& page, const reco::Evidence& evidence, Term term, Texts& texts)
{
    const QString artist = artistName(page, evidence.artist);
    texts.name({{}, u"artist"_s, {}, artist});
    if (term == Term::sameArtist) {
        texts.add("More of %1, after %2", artist, quoted(page, evidence.items));
        texts.add("%1 once more", artist);
        texts.add("On with %1, who was last", artist);
        texts.add("Goes on from %2 with %1", artist, quoted(page, evidence.items));
    } else {
        texts.add("You are staying with %1 just now", artist);
        texts.add("You are in the middle of %1", artist);
        texts.add("It goes on with %1, as your session does", artist);
    }
}

} // namespace segue
