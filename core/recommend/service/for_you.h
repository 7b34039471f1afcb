#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"

#include <QObject>
#include <QString>

#include <optional>
#include <vector>

namespace segue {

/// One channel's part of a score. `score` is the sum of all contributions to 1e-6.
struct Contribution {
    QString channel; ///< recency, markov, content, ratings… as in RECOMMENDER.md 7
    double value = 0;
};

/// What a card stands for: one track, a work played in order, an album from its start, or an album
/// from its gap on.
enum class CardKind { track, work, album, albumRest };

/// One card.
struct Suggestion {
    SuggestionId id; ///< none when nothing is logged (`--at`)
    TrackId track; ///< the card's track; the first one to play
    CardKind kind = CardKind::track;
    std::vector<TrackId> plays; ///< everything the card plays, in order; starts with `track`
    double score = 0; ///< before reranking
    QString reason; ///< one line, exact: names its evidence
    QString reasonChannel;
    std::vector<Contribution> contributions;
    std::vector<TrackId> evidence;
};

struct Shelf {
    QString id; ///< right_now, because_you_like, on_repeat, rediscover, never_played…
    QString title;
    QString subtitle; ///< may be empty
    std::vector<Suggestion> items;
    /// Mean contribution of each channel over the shelf's candidates: the reason is the channel
    /// whose contribution stands highest above it.
    std::vector<Contribution> means;
};

struct Page {
    qint64 plays = 0, ratings = 0; ///< learned from
    bool coldStart = false; ///< works from tags and imported totals only; `note` says so
    QString note; ///< a quiet line under the top line; may be empty
    QString context; ///< "Tuesday evening" when the context changes the order, else empty
    UtcMs composedAt = 0;
    std::vector<Shelf> shelves;
};

/// The For You page of the current listener. Main thread; composing runs elsewhere and arrives as
/// pageChanged(). A rating, a love or a never changes the cards it concerns within 100 ms; plays
/// move only "For right now".
class ForYou : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    virtual const Page& page() const = 0;
    virtual bool isReady() const = 0; ///< false until the first models are built

    /// A new page with a new seed; the old one can be reached by back().
    virtual void refresh() = 0;
    virtual bool canGoBack() const = 0;
    virtual void back() = 0;
    virtual void hideShelf(const QString& shelfId) = 0;
    /// 0 familiar .. 1 adventurous; .5 at first.
    virtual double adventurousness() const = 0;
    virtual void setAdventurousness(double value) = 0;
    virtual bool usesContext() const = 0;
    virtual void setUsesContext(bool on) = 0;
    /// Cards of this page became visible: logs when they were shown.
    virtual void markShown(const std::vector<SuggestionId>& cards) = 0;
    /// "Less of this": lowers the weight of the reason's channel for this listener.
    virtual void lessOf(const Suggestion& card) = 0;
    /// Takes the newest hideShelf() or lessOf() back; false when there is none.
    virtual bool undo() = 0;

Q_SIGNALS:
    void pageChanged();
    /// Only these shelves differ from before: animate, keep what is under the pointer.
    void shelvesChanged(const QStringList& shelfIds);
};

} // namespace segue
