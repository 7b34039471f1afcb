#pragma once

#include "core/history/import/imports.h"

#include <QWidget>

class QButtonGroup;
class QCheckBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QTreeView;

namespace segue::ui {

class ImportListModel;

/// The step of the import dialog that shows what an import would bring, lets the user choose parts
/// of it, and lists what stays behind. Of a listening history: from when to when its plays are,
/// whose they are, and why some are left out.
class ImportPlanView : public QWidget {
    Q_OBJECT

public:
    ImportPlanView();
    void show(const ImportPlanPtr& plan);
    ImportChoice choice() const;
    bool canImport() const;

Q_SIGNALS:
    void choiceChanged();
    /// The history is this one's; empty: the user's own. The plan has to be made again.
    void listenerChosen(const QString& name);

private:
    void showLibrary();
    void showHistory();
    void showTabs();
    void showTab(int list);
    void chooseListener();

    ImportPlanPtr plan_;
    QLabel* headline_;
    QLabel* summary_;
    QLabel* notes_;
    QCheckBox* figures_;
    QCheckBox* lists_;
    QCheckBox* theirs_;
    QWidget* whose_; ///< row of the next two
    QCheckBox* somebodyElse_;
    QLineEdit* name_;
    QButtonGroup* tabs_; ///< by ImportListModel::List
    QHBoxLayout* tabRow_;
    QTreeView* view_;
    ImportListModel* model_;
};

} // namespace segue::ui
