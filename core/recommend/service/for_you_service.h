#pragma once

#include "core/db/store.h"
#include "core/history/taste_service.h"
#include "core/library/library.h"
#include "core/recommend/service/page_model.h"
#include "core/recommend/service/suggestion_log.h"

#include <QSet>
#include <QThreadPool>
#include <QTimer>

namespace segue {

/// ForYou over the database. The models live on one background thread; pages arrive as signals.
/// Main thread.
class ForYouService final : public ForYou {
    Q_OBJECT

public:
    ForYouService(db::Store& store, Library& library, TasteService& taste, const Clock& clock);
    /// Waits for the background thread.
    ~ForYouService() override;

    /// Builds the models when library and taste are there, and again when they change much.
    void start();

    const Page& page() const override { return page_; }
    bool isReady() const override { return ready_; }
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
    bool undo() override;

private:
    struct Settings {
        double adventurousness = .5;
        bool useContext = true;
        QSet<QString> hiddenShelves;
        std::set<std::string> lessOf;
    };
    struct Before { ///< of an edit of the page
        Settings settings;
        Page page;
    };
    struct Built;
    struct Composed;

    static Settings readSettings(db::Connection& connection);
    void saveSetting(const std::string& key, const std::string& value);
    void rebuild();
    void composeAll();
    /// Composes these shelves anew around the others, after `change` was applied to the model.
    void recompose(const QSet<QString>& shelves, std::function<void(PageModel&)> change);
    void adopt(Composed composed);
    void logShelves(const QStringList& shelfIds, const std::string& weights);
    void saveEdits();
    void onPlayStarted(TrackId track);
    void onPlayAdded(const PlayEvent& play);
    void onRatingChanged(const RatingEvent& event);
    void keepFresh();
    PageRequest request() const;
    QSet<QString> shelvesWith(TrackId track) const;
    QSet<QString> shelvesWithArtist(const std::string& artistKey) const;

    db::Store& store_;
    Library& library_;
    TasteService& taste_;
    const Clock& clock_;
    Settings settings_;
    bool settingsRead_ = false;
    std::shared_ptr<PageModel> model_; ///< touched on pool_ only
    bool building_ = false;
    bool buildAgain_ = false;
    bool ready_ = false;
    std::vector<StoredPlay>
        newPlays_; ///< since the program started: a rebuild may have read before they were written
    suggestions::HighestIds ids_;
    std::uint64_t seed_ = 0;
    Page page_;
    std::vector<Page> earlier_;
    std::vector<Before> edits_;
    TrackId playing_;
    /// Where tracks and artists stood that a rating concerned: undoing it brings them back there.
    std::map<std::int64_t, QSet<QString>> trackShelves_;
    std::map<std::string, QSet<QString>> artistShelves_;
    UtcMs lastPlayEnd_ = 0;
    QTimer rebuildTimer_, freshTimer_;
    QThreadPool pool_; ///< one thread; last: gone first
};

/// A page from the database as it is, for one moment: what `segue for-you` prints. Sees events
/// before `request.at` when `onlyBefore`, else all. Throws SQLite::Exception.
Page composePage(db::Connection& connection, ListenerId listener, TrackTablePtr table,
    const PageRequest& request, bool onlyBefore);

} // namespace segue
