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

private:
    Page page_;
    std::vector<Page> edits_;
};

} // namespace segue::test
