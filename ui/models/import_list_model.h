#pragma once

#include "core/history/import/import_plan.h"

#include <QAbstractTableModel>

namespace segue::ui {

/// One of the lists of an import's dry run, whatever its length: artists and tracks that are not in
/// the library, what is not certain, what is rated otherwise, the playlists.
class ImportListModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum class List { artists, missing, unsure, conflicts, playlists };
    using QAbstractTableModel::QAbstractTableModel;

    void show(const ImportPlanPtr& plan, List list);
    static int countOf(const ImportPlan& plan, List list);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString textAt(std::size_t row, int column) const;

    ImportPlanPtr plan_;
    bool isOfHistory() const { return plan_ && plan_->history; }

    List list_ = List::missing;
    std::vector<std::size_t> rows_; // of plan_->unmatched
};

} // namespace segue::ui
