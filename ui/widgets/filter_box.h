#pragma once

#include "core/library/filter/filter_completion.h"

#include <QLineEdit>
#include <QTimer>

#include <functional>
#include <memory>

class QListView;
class QStandardItemModel;

namespace segue::ui {

/// A field for searches and filters: what is wrong is underlined where it stands, and names of
/// fields and their values are offered below while typing. Down goes into the list, Tab takes the
/// first or the chosen one, Escape closes it. Enter takes only what was chosen.
class FilterBox : public QLineEdit {
    Q_OBJECT

public:
    using Vocabulary = std::function<std::shared_ptr<const FilterVocabulary>()>;

    explicit FilterBox(Vocabulary vocabulary, QWidget* parent = nullptr);

    const FilterQuery& query() const { return query_; }
    /// What is to be shown as wrong now: what is only unfinished counts while it is not typed on.
    std::optional<FilterError> shownError() const;
    bool isListShown() const;
    /// For tests and pictures.
    QListView* list() const { return list_; }
    /// Shows what can be written at the cursor; all fields when `asked` for.
    void offer(bool asked);
    void closeList();

Q_SIGNALS:
    /// The text is another one, or has rested so long that half a word counts as a mistake.
    void filterChanged();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void takeText();
    void placeList();
    void choose(int by);
    void accept(int row);

    Vocabulary vocabulary_;
    FilterQuery query_;
    FilterCompletion completion_;
    QStandardItemModel* model_;
    QListView* list_;
    QTimer rest_;
    bool typing_ = false;
};

} // namespace segue::ui
