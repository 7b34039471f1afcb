#pragma once

#include "core/library/track_table.h"
#include "core/recommend/service/for_you.h"

namespace segue::test {

/// A page of made suggestions that tests can change.
class FakeForYou : public ForYou {
    Q_OBJECT

public:
    explicit FakeForYou(const TrackTablePtr& table);

    const Page& page() const override { return page_; }
    bool isReady() const override { return ready; }
    void refresh() override;
    bool canGoBack() const override { return refreshes > 0; }
    void back() override;
    void hideShelf(const QString& shelfId) override;
    double adventurousness() const override { return adventurous; }
    void setAdventurousness(double value) override;
    bool usesContext() const override { return context; }
    void setUsesContext(bool on) override;
    void markShown(const std::vector<SuggestionId>& cards) override;
    void lessOf(const Suggestion& card) override;
    std::vector<LessOf> lessOfs() const override { return less; }
    void takeBack(const LessOf& one) override;
    QSet<QString> hiddenShelves() const override { return hidden; }
    void unhideShelf(const QString& shelfId) override { hidden.remove(shelfId); }
    std::vector<ListeningMode> modes() const override;
    QString mode() const override { return mode_; }
    void setMode(const QString& key) override;
    QString addMode(const QString& name, const QString& base) override;
    void removeMode(const QString& key) override;
    void setSteer(Steer steer) override;
    void keepOut(SessionId session, bool out) override;
    void wasMe(SessionId session) override;
    void pickArtists(const QStringList& artists) override { picked = artists; }
    QStringList pickedArtists() const override { return picked; }
    void startRadio(TrackId from) override;
    bool undo() override;

    Page& edit() { return page_; }
    void announce() { Q_EMIT pageChanged(); }
    void announce(const QStringList& shelves) { Q_EMIT shelvesChanged(shelves); }

    bool ready = true;
    bool context = true;
    double adventurous = .5;
    int refreshes = 0;
    std::vector<SuggestionId> shown;
    QStringList lessOfChannels;
    std::vector<LessOf> less;
    QSet<QString> hidden;
    QStringList picked;
    std::vector<std::pair<SessionId, bool>> kept; ///< keepOut() calls

private:
    Page page_;
    std::vector<Page> edits_;
    std::vector<ListeningMode> own_;
    QString mode_;
};

} // namespace segue::test
