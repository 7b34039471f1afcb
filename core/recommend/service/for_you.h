#pragma once

#include "core/base/clock.h"
#include "core/base/ids.h"

#include <QObject>
#include <QSet>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace segue {

/// One channel's part of a score. `score` is the sum of all contributions to 1e-6.
struct Contribution {
    QString channel; ///< recency, markov, content, ratings… as in RECOMMENDER.md 7
    double value = 0;
};

/// What a card stands for: one track, a work played in order, an album from its start, an album
/// from its gap on, or an artist's best tracks.
enum class CardKind { track, work, album, albumRest, artist };

/// What "less of this" is about: a term of the score and, where the reason names one, the track,
/// artist or genre that it speaks from.
struct LessOf {
    QString term; ///< markov, content…; empty: nothing to lessen
    QString evidence; ///< "track", "artist", "genre"; empty: the term itself
    TrackId track; ///< evidence "track"
    QString name; ///< as shown: title, artist, genre
    UtcMs at = 0;
    bool isSameAs(const LessOf& other) const
    {
        return term == other.term && evidence == other.evidence && track == other.track
            && (track || name == other.name);
    }
};

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
    LessOf less; ///< what "less of this" would act on
    QString arm; ///< "shown" or "withheld" in the experiment of withheld cards, else empty
    QString ranker; ///< who chose it for a radio queue; empty on the page
};

struct Shelf {
    QString id; ///< right_now, because_you_like, on_repeat, rediscover, never_played…
    QString title;
    QString subtitle; ///< may be empty
    std::vector<Suggestion> items;
    std::vector<Suggestion>
        withheld; ///< chosen, but kept back at random to learn what showing does
    /// Mean contribution of each channel over the shelf's candidates: the reason is the channel
    /// whose contribution stands highest above it.
    std::vector<Contribution> means;
};

/// A way of listening that is switched on for a while: focus, energy, wind_down, party, or one of
/// the listener's own.
struct ListeningMode {
    QString key;
    QString name;
    QString base; ///< own modes: the mode whose lean it starts from; may be empty
    bool own = false;
};

/// Where "For right now" is to go from the running session.
enum class Steer { none, more, somethingElse };

/// A session that is very unlike the listener.
struct UnusualSession {
    SessionId session;
    int plays = 0;
    QString text; ///< "12 plays last night are unlike you."
};

struct Page {
    qint64 plays = 0, ratings = 0; ///< learned from
    bool coldStart = false; ///< works from tags and imported totals only; `note` says so
    QString note; ///< a quiet line under the top line; may be empty
    QString context; ///< "Tuesday evening" when the context changes the order, else empty
    QString mode; ///< key of the mode it was composed for; empty: none
    QString modeNote; ///< what the mode goes by, and what it learned from; may be empty
    bool inSession = false; ///< music is playing or was within 30 min: steering has a direction
    Steer steer = Steer::none;
    std::optional<UnusualSession> unusual; ///< the last session, when it may be somebody else's
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
    virtual bool isReady() const = 0; ///< false while there is no page because it is being made

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
    /// "Less of this": acts on `card.less`.
    virtual void lessOf(const Suggestion& card) = 0;
    /// All that holds, newest first; each can be taken back.
    virtual std::vector<LessOf> lessOfs() const = 0;
    virtual void takeBack(const LessOf& less) = 0;
    virtual QSet<QString> hiddenShelves() const = 0;
    virtual void unhideShelf(const QString& shelfId) = 0;

    /// The modes there are: the program's own first.
    virtual std::vector<ListeningMode> modes() const = 0;
    virtual QString mode() const = 0; ///< key of the one that is on; empty: none
    /// What plays from now on is logged with the mode; the page follows. Empty: off.
    virtual void setMode(const QString& key) = 0;
    /// A mode of the listener's own; returns its key, empty when the name is empty or taken.
    virtual QString addMode(const QString& name, const QString& base) = 0;
    virtual void removeMode(const QString& key) = 0;

    /// Holds until the session ends.
    virtual void setSteer(Steer steer) = 0;
    /// "Not you? Keep it out of your taste": nothing is learned from the session; `false` lifts it.
    virtual void keepOut(SessionId session, bool out) = 0;
    /// The listener says that it was them: never asked again about this session.
    virtual void wasMe(SessionId session) = 0;
    /// Artists loved before the first play: they count as follows until there are 20.
    virtual void pickArtists(const QStringList& artists) = 0;
    virtual QStringList pickedArtists() const = 0;

    /// Makes a queue that goes on from the track: radioReady() follows.
    virtual void startRadio(TrackId from) = 0;

    /// Takes the newest hideShelf(), lessOf(), keepOut() or setMode() back; false when there is
    /// none.
    virtual bool undo() = 0;

Q_SIGNALS:
    /// Something to learn from could not be read, say; the page is none the worse.
    void problem(const QString& message);
    void pageChanged();
    /// Only these shelves differ from before: animate, keep what is under the pointer.
    void shelvesChanged(const QStringList& shelfIds);
    /// Modes, the mode that is on, or the list of lessOfs() changed.
    void choicesChanged();
    /// The queue of startRadio(), without the track itself; each with its card's id.
    void radioReady(segue::TrackId from, const std::vector<segue::Suggestion>& queue);
};

} // namespace segue
