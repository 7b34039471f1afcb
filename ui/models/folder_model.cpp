#include "ui/models/folder_model.h"

#include "core/text/display_path.h"
#include "core/text/text_fold.h"
#include "ui/text/format.h"
#include "ui/theme/icons.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

QString shown(const std::string& bytes)
{
    return displayPath(QByteArray::fromStdString(bytes));
}

std::string_view folderOf(std::string_view path)
{
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos || slash == 0 ? std::string_view("/", 1)
                                                         : path.substr(0, slash);
}

class Builder {
public:
    explicit Builder(FolderTree& tree)
        : tree_(tree)
    {
        tree_.nodes.emplace_back();
        nodes_.emplace("/", 0u);
    }

    std::uint32_t node(std::string_view folder)
    {
        if (const auto found = nodes_.find(std::string(folder)); found != nodes_.end())
            return found->second;
        const std::uint32_t parent = node(folderOf(folder));
        const auto number = static_cast<std::uint32_t>(tree_.nodes.size());
        FolderTree::Node made;
        made.path = folder;
        made.name = folder.substr(folder.rfind('/') + 1);
        made.parent = parent;
        tree_.nodes.push_back(std::move(made));
        tree_.nodes[parent].children.push_back(number);
        nodes_.emplace(folder, number);
        return number;
    }

private:
    FolderTree& tree_;
    std::unordered_map<std::string, std::uint32_t> nodes_;
};

/// Tops down to where there is something to choose: "/home/anna/Music" is one entry.
void joinTops(FolderTree& tree)
{
    std::vector<std::uint32_t>& tops = tree.nodes[0].children;
    for (std::uint32_t& top : tops) {
        while (tree.nodes[top].own == 0 && tree.nodes[top].children.size() == 1)
            top = tree.nodes[top].children.front();
        tree.nodes[top].parent = 0;
        tree.nodes[top].name = tree.nodes[top].path;
    }
}

} // namespace

std::shared_ptr<const FolderTree> makeFolderTree(TrackTablePtr table)
{
    auto tree = std::make_shared<FolderTree>();
    tree->table = std::move(table);
    const TrackTable& t = *tree->table;
    tree->rows.resize(t.size());
    std::iota(tree->rows.begin(), tree->rows.end(), Row{0});
    // Folders first, so that what is below a folder lies together.
    const auto key = [&](Row row) { return t.text(t[row].path); };
    std::ranges::sort(tree->rows, [&](Row a, Row b) {
        const std::string_view fa = folderOf(key(a)), fb = folderOf(key(b));
        if (fa != fb) {
            // "/" sorts before every other letter: "a/b" is before "a b".
            return std::ranges::lexicographical_compare(fa, fb, [](char x, char y) {
                const auto rank
                    = [](char c) { return c == '/' ? 0 : static_cast<unsigned char>(c) + 1; };
                return rank(x) < rank(y);
            });
        }
        return a < b; // disc and track
    });
    Builder builder(*tree);
    for (std::uint32_t i = 0; i < tree->rows.size(); ++i) {
        std::uint32_t node = builder.node(folderOf(key(tree->rows[i])));
        ++tree->nodes[node].own;
        for (bool more = true; more; node = tree->nodes[node].parent) {
            FolderTree::Node& n = tree->nodes[node];
            n.first = n.last == 0 ? i : n.first;
            n.last = i + 1;
            more = node != 0;
        }
    }
    for (FolderTree::Node& node : tree->nodes) {
        std::vector<std::pair<std::string, std::uint32_t>> order;
        for (const std::uint32_t child : node.children)
            order.emplace_back(sortKey(tree->nodes[child].name), child);
        std::ranges::sort(order);
        std::ranges::transform(
            order, node.children.begin(), [](const auto& o) { return o.second; });
    }
    joinTops(*tree);
    return tree;
}

FolderModel::FolderModel(QObject* parent)
    : QAbstractItemModel(parent)
    , tree_(makeFolderTree(std::make_shared<const TrackTable>()))
{
}

void FolderModel::set(std::shared_ptr<const FolderTree> tree)
{
    beginResetModel();
    tree_ = std::move(tree);
    endResetModel();
}

std::uint32_t FolderModel::nodeOf(const QModelIndex& index) const
{
    return index.isValid() ? static_cast<std::uint32_t>(index.internalId()) : 0;
}

QModelIndex FolderModel::indexOfNode(std::uint32_t node) const
{
    if (node == 0)
        return {};
    const auto& siblings = tree_->nodes[tree_->nodes[node].parent].children;
    const auto place = std::ranges::find(siblings, node);
    return createIndex(static_cast<int>(place - siblings.begin()), 0, node);
}

std::vector<Row> FolderModel::rowsBelow(const QModelIndex& index) const
{
    const FolderTree::Node& node = tree_->nodes[nodeOf(index)];
    return {tree_->rows.begin() + node.first, tree_->rows.begin() + node.last};
}

std::string FolderModel::pathOf(const QModelIndex& index) const
{
    return tree_->nodes[nodeOf(index)].path;
}

QModelIndex FolderModel::indexOf(const std::string& path) const
{
    std::uint32_t node = 0;
    while (true) {
        const auto& children = tree_->nodes[node].children;
        const auto next = std::ranges::find_if(children, [&](std::uint32_t child) {
            const std::string& p = tree_->nodes[child].path;
            return path == p || (path.starts_with(p) && path[p.size()] == '/');
        });
        if (next == children.end())
            return indexOfNode(node);
        node = *next;
    }
}

QModelIndex FolderModel::index(int row, int column, const QModelIndex& parent) const
{
    const auto& children = tree_->nodes[nodeOf(parent)].children;
    return column == 0 && row >= 0 && row < static_cast<int>(children.size())
        ? createIndex(row, 0, children[static_cast<std::size_t>(row)])
        : QModelIndex();
}

QModelIndex FolderModel::parent(const QModelIndex& index) const
{
    return index.isValid() ? indexOfNode(tree_->nodes[nodeOf(index)].parent) : QModelIndex();
}

int FolderModel::rowCount(const QModelIndex& parent) const
{
    return static_cast<int>(tree_->nodes[nodeOf(parent)].children.size());
}

QVariant FolderModel::data(const QModelIndex& index, int role) const
{
    const FolderTree::Node& node = tree_->nodes[nodeOf(index)];
    switch (role) {
    case Qt::DisplayRole:
        return shown(node.name);
    case Qt::ToolTipRole:
        return shown(node.path);
    case Qt::AccessibleTextRole:
        return tr("Folder %1, %2")
            .arg(shown(node.name), countOf(node.last - node.first, tr("track"), tr("tracks")));
    case Qt::DecorationRole:
        return icon(u"folder"_s);
    default:
        return {};
    }
}

} // namespace segue::ui

#include "moc_folder_model.cpp"
