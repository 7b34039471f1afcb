#pragma once

#include "core/library/track_table.h"

#include <QAbstractItemModel>

#include <memory>
#include <string>
#include <vector>

namespace segue::ui {

/// The folders of a library with the tracks below each. Immutable.
struct FolderTree {
    struct Node {
        std::string name; ///< bytes; of the tops the whole path down to where they part
        std::string path; ///< bytes
        std::uint32_t parent = 0; ///< the root, 0, is no folder
        std::vector<std::uint32_t> children; ///< by name
        std::uint32_t first = 0, last = 0; ///< into rows: the tracks below
        std::uint32_t own = 0; ///< how many lie in the folder itself
    };
    TrackTablePtr table;
    std::vector<Node> nodes; ///< 0 is the root
    std::vector<Row> rows; ///< by path
};
/// Folders that hold nothing but one folder are joined with it. Any thread: about 100 ms for
/// 100,000 tracks.
std::shared_ptr<const FolderTree> makeFolderTree(TrackTablePtr table);

/// A FolderTree for a tree view. Main thread.
class FolderModel : public QAbstractItemModel {
    Q_OBJECT

public:
    explicit FolderModel(QObject* parent = nullptr);

    void set(std::shared_ptr<const FolderTree> tree);
    /// The rows below a folder, by path; of an invalid index: all.
    std::vector<Row> rowsBelow(const QModelIndex& index) const;
    const std::shared_ptr<const FolderTree>& tree() const { return tree_; }
    std::string pathOf(const QModelIndex& index) const;
    QModelIndex indexOf(const std::string& path) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& = {}) const override { return 1; }
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::uint32_t nodeOf(const QModelIndex& index) const;
    QModelIndex indexOfNode(std::uint32_t node) const;

    std::shared_ptr<const FolderTree> tree_;
};

} // namespace segue::ui
