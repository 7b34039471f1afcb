#pragma once

#include "core/library/filter/filter_query.h"

#include <QWidget>

class QLabel;
class QMenu;

namespace segue::ui {

class Commands;
class FilterBox;
class IconButton;
class ListenerMenu;

/// Back and forward, search, who listens, the private-session switch and the menu.
class TopBar : public QWidget {
    Q_OBJECT

public:
    /// `listeners`: null when there is nobody to switch to.
    TopBar(Commands& commands, QMenu* menu, ListenerMenu* listeners, QWidget* parent = nullptr);

    void setHistory(bool canGoBack, bool canGoForward);
    void focusSearch();
    QString searchText() const;
    /// Without searching again.
    void setSearchText(const QString& text);
    /// What is wrong with the filter in the box, as far as it is to be shown now.
    std::optional<FilterError> shownError() const;

Q_SIGNALS:
    void backRequested();
    void forwardRequested();
    /// Each keystroke; empty when the box was cleared.
    void searched(const QString& text);
    /// shownError() may be another one.
    void filterChanged();
    /// Enter or Down in the box: go to the results.
    void resultsWanted(bool play);
    /// Escape: back to the page.
    void leaveRequested();

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void showPrivate();

    Commands& commands_;
    IconButton* back_;
    IconButton* forward_;
    IconButton* private_;
    IconButton* guest_;
    QLabel* privateText_;
    IconButton* menu_;
    FilterBox* search_;
    bool quiet_ = false; ///< the text is set, not typed
};

} // namespace segue::ui
