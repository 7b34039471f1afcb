#include "core/recommend/service/reason_text.h"

#include "core/recommend/model/explain.h"
#include "core/recommend/service/reason_words.h"

#include <QLocale>

#include <cmath>

using namespace Qt::StringLiterals;

namespace segue {

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

bool isNewFirst(const PerTerm<float>& contributions, const PerTerm<double>& means, Term speaking)
{
    const auto excess = [&](Term term) {
        return static_cast<double>(contributions[reco::index(term)]) - means[reco::index(term)];
    };
    return contributions[reco::index(Term::neverPlayed)] > 0
        && excess(Term::neverPlayed) + excess(Term::explore) + excess(Term::artistUnheard)
        > std::max(0., excess(speaking));
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
        || (term == Term::ratings && evidence.items.empty() && evidence.artist < 0);
    Texts texts(aboutItself ? std::vector{item} : evidence.items);
    if (aboutItself && term != Term::ratings)
        texts.name(aboutTrack(page, item));
    switch (term) {
    case Term::count:
    case Term::recency:
        heardTexts(page, card, item, term, texts);
        break;
    case Term::context:
        contextTexts(evidence, texts);
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
    case Term::artist:
        artistTexts(page, item, evidence, texts);
        break;
    case Term::sameArtist:
    case Term::momentum:
        stayingTexts(page, evidence, term, texts);
        break;
    case Term::album:
        albumTexts(page, card, item, evidence, texts);
        break;
    case Term::content:
        if (!evidence.items.empty())
            contentTexts(page, item, evidence.items.front(), texts);
        break;
    case Term::ratings:
        ratingTexts(page, card, item, evidence, texts);
        break;
    case Term::ials:
        othersTexts(page, item, term, texts);
        break;
    case Term::rp3beta:
        if (card.byFriend >= 0)
            friendTexts(page, card, item, texts);
        else
            othersTexts(page, item, term, texts);
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
