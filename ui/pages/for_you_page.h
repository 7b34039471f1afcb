#pragma once

#include "core/recommend/service/for_you.h"
#include "ui/pages/page.h"

#include <QTimer>

#include <set>

class QScrollArea;
class QStackedLayout;
class QVBoxLayout;

namespace segue::ui {

class ArtistPicker;
class CardControls;
class Commands;
class CoverCache;
class EmptyState;
class ForYouHead;
class ShelfView;
class SuggestionCard;
class WelcomePage;

/// The suggestions: the head with its controls, at first a choice of artists, and the shelves.
class ForYouPage : public Page {
    Q_OBJECT

public:
    ForYouPage(Commands& commands, CoverCache& covers, QWidget* parent = nullptr);

    QWidget* focusTarget() override;
    const std::vector<ShelfView*>& shelves() const { return shelves_; }

Q_SIGNALS:
    void addFolderRequested();
    void foldersDropped(const QList<QUrl>& urls);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void connectAll();
    void showState();
    void bringUp(QWidget* widget);
    void showPage();
    void showShelves(const QStringList& ids);
    ShelfView* makeShelf();
    void playCard(SuggestionCard* card, const ShelfView& shelf);
    void playAll(const ShelfView& shelf);
    void saveAsPlaylist(const ShelfView& shelf);
    void askWhy(SuggestionCard* card);
    void moveFocus(const ShelfView& from, int index, int dy);
    void point(SuggestionCard* card, bool inside);
    void reportShown();

    Commands& commands_;
    CoverCache& covers_;
    QStackedLayout* stack_;
    WelcomePage* welcome_;
    EmptyState* state_;
    QScrollArea* scroll_;
    QVBoxLayout* column_;
    ForYouHead* head_;
    ArtistPicker* picker_;
    CardControls* controls_;
    std::vector<ShelfView*> shelves_;
    std::set<SuggestionId> reported_;
    QTimer reportTimer_;
};

} // namespace segue::ui
