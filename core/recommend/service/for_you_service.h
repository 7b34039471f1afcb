#pragma once

#include "core/db/store.h"
#include "core/history/taste_service.h"
#include "core/library/library.h"
#include "core/recommend/service/collaborative_service.h"
#include "core/recommend/service/page_logger.h"
#include "core/recommend/service/page_model.h"
#include "core/recommend/service/page_settings.h"

#include <QThreadPool>
#include <QTimer>

#include <functional>

namespace segue {

/// ForYou over the database. The models live on one background thread; pages arrive as signals.
/// Main thread. Its sources: for_you_service.cpp builds models and composes pages,
/// for_you_events.cpp reacts to plays, ratings and the clock, for_you_edits.cpp does what the
/// listener asks of the page.
///
/// What the models hold is a function of the events and is built from them at start, but for the
/// blend's weights, which are saved after every play (blend_store.h).
class ForYouService final : public ForYou {
    Q_OBJECT

public:
    ForYouService(db::Store& store, Library& library, TasteService& taste, const Clock& clock);
    /// Waits for the background thread and for what it asked the database to write.
    ~ForYouService() override;

    /// Builds the models when library and taste are there, and again when they change much.
    void start();

    /// There are other packs to learn from: the models follow in the background.
    void othersChanged();

    /// Logs a page that was shown elsewhere (printed), with all its cards as shown.
    void logPrinted(Page page, const PageRequest& request);

    const Page& page() const override { return page_; }
    bool isReady() const override
    {
        return ready_ && !(page_.shelves.empty() && (building_ || rebuildTimer_.isActive()));
    }
    void refresh() override;
    bool canGoBack() const override { return !earlier_.empty(); }
    void back() override;
    void hideShelf(const QString& shelfId) override;
    double adventurousness() const override { return settings_.adventurousness; }
    void setAdventurousness(double value) override;
    bool usesContext() const override { return settings_.useContext; }
    void setUsesContext(bool on) override;
    void markShown(const std::vector<SuggestionId>& cards) override;
    void lessOf(const Suggestion& card) override;
    std::vector<LessOf> lessOfs() const override { return choices_.lessOf; }
    void takeBack(const LessOf& less) override;
    QSet<QString> hiddenShelves() const override { return settings_.hiddenShelves; }
    void unhideShelf(const QString& shelfId) override;
    std::vector<ListeningMode> modes() const override;
    QString mode() const override { return mode_; }
    void setMode(const QString& key) override;
    QString addMode(const QString& name, const QString& base) override;
    void removeMode(const QString& key) override;
    void setSteer(Steer steer) override;
    void keepOut(SessionId session, bool out) override;
    void wasMe(SessionId session) override;
    void pickArtists(const QStringList& artists) override;
    QStringList pickedArtists() const override;
    void startRadio(TrackId from) override;
    bool undo() override;

private:
    struct Edit { ///< what it was before an edit of the page
        QSet<QString> hiddenShelves;
        std::vector<LessOf> lessOf;
        QString mode;
        Page page;
        SessionId keptOut;
    };
    struct Built;
    struct Composed;

    // Building and composing.
    void rebuild();
    void composeAll();
    /// Composes these shelves anew around the others, after `change` was applied to the model.
    void recompose(const QSet<QString>& shelves, std::function<void(PageModel&)> change);
    void adopt(Composed composed);
    PageRequest request() const;
    void save(const SavedBlend& blend);

    // Events.
    void onPlayStarted(TrackId track);
    void onPlayAdded(const PlayEvent& play);
    void onRatingChanged(const RatingEvent& event);
    void onOthersReady();
    void keepFresh();

    // Edits.
    void remember(SessionId keptOut = {});
    void write(db::Store::Job job);
    /// Writes what differs between the list that holds and `wanted`, and lets `wanted` hold.
    void setLessOfs(std::vector<LessOf> wanted);
    void recomposeWithLess();
    void switchMode(const QString& key);
    void keepEarlier();

    db::Store& store_;
    Library& library_;
    TasteService& taste_;
    const Clock& clock_;
    PageSettings settings_;
    ListenerChoices choices_;
    bool started_ = false;
    bool settingsRead_ = false;
    std::shared_ptr<PageModel> model_; ///< touched on pool_ only
    bool building_ = false;
    bool buildAgain_ = false;
    bool ready_ = false;
    std::vector<StoredPlay>
        newPlays_; ///< since the program started: a rebuild may have read before they were written
    PageLogger logger_;
    CollaborativeService others_;
    std::uint64_t seed_ = 0;
    QString mode_;
    Steer steer_ = Steer::none;
    Page page_;
    std::vector<Page> earlier_;
    std::vector<Edit> edits_;
    TrackId playing_;
    /// Where tracks and artists stood that a rating concerned: undoing it brings them back there.
    std::map<std::int64_t, QSet<QString>> trackShelves_;
    std::map<std::string, QSet<QString>> artistShelves_;
    UtcMs lastPlayEnd_ = 0;
    SessionId lastSession_;
    PlayId savedUpTo_;
    QTimer rebuildTimer_, freshTimer_;
    QThreadPool pool_; ///< one thread; last: gone first
};

/// Pages of one minute are the same page.
constexpr UtcMs pageQuantum = msPerMinute;

/// A page from the database as it is, for one moment: what `segue for-you` prints. Sees events
/// before `request.at` when `onlyBefore`, else all. `others`, where given, is what other listeners
/// bring. Throws SQLite::Exception.
Page composePage(db::Connection& connection, ListenerId listener, TrackTablePtr table,
    const PageRequest& request, bool onlyBefore,
    std::shared_ptr<const reco::TrainedCollaborative> others = nullptr);

} // namespace segue
