#include "ui/dialogs/unread_files.h"

#include "core/library/library.h"
#include "core/text/display_path.h"
#include "ui/theme/theme.h"

#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTreeWidget>
#include <QUrl>
#include <QVBoxLayout>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int pathRole = Qt::UserRole;

QString folderOf(const QByteArray& path)
{
    return displayPath(path.left(std::max<qsizetype>(path.lastIndexOf('/'), 1)));
}

} // namespace

UnreadFiles::UnreadFiles(Library& library, QWidget* parent)
    : QDialog(parent)
    , library_(library)
    , head_(new QLabel)
    , list_(new QTreeWidget)
    , again_(new QPushButton(tr("Try again")))
    , folder_(new QPushButton(tr("Show in folder")))
{
    setWindowTitle(tr("Files that could not be read"));
    head_->setWordWrap(true);
    list_->setHeaderLabels({tr("File"), tr("What is wrong"), tr("Folder")});
    list_->setAccessibleName(windowTitle());
    list_->setRootIsDecorated(false);
    list_->setUniformRowHeights(true);
    list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    list_->setSortingEnabled(true);
    list_->sortByColumn(0, Qt::AscendingOrder);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->addButton(again_, QDialogButtonBox::ActionRole);
    buttons->addButton(folder_, QDialogButtonBox::ActionRole);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(12);
    column->addWidget(head_);
    column->addWidget(list_, 1);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(again_, &QPushButton::clicked, this, &UnreadFiles::tryAgain);
    connect(folder_, &QPushButton::clicked, this, &UnreadFiles::showFolder);
    connect(list_, &QTreeWidget::itemSelectionChanged, this, &UnreadFiles::updateButtons);
    connect(&library, &Library::tracksChanged, this, &UnreadFiles::fill);
    connect(&library, &Library::scanProgressed, this, &UnreadFiles::updateButtons);
    connect(&library, &Library::scanFinished, this, &UnreadFiles::fill);
    resize(scaled(820), scaled(440));
    fill();
    list_->setColumnWidth(0, scaled(240));
    list_->setColumnWidth(1, scaled(330));
}

int UnreadFiles::count() const
{
    return list_->topLevelItemCount();
}

void UnreadFiles::fill()
{
    list_->clear();
    QList<QTreeWidgetItem*> items;
    for (const UnreadFile& file : library_.unreadFiles()) {
        const QString name = displayPath(file.path.mid(file.path.lastIndexOf('/') + 1));
        auto* item = new QTreeWidgetItem({name, file.reason, folderOf(file.path)});
        item->setData(0, pathRole, file.path);
        for (int i = 0; i < 3; ++i)
            item->setToolTip(i, item->text(i));
        items << item;
    }
    list_->addTopLevelItems(items);
    head_->setText(items.isEmpty()
            ? tr("Every file could be read.")
            : tr("These files are left out of the library. Each is read again when it changes; "
                 "your other music is not affected.",
                nullptr, static_cast<int>(items.size())));
    updateButtons();
}

void UnreadFiles::updateButtons()
{
    const auto selected = list_->selectedItems().size();
    again_->setText(selected > 0 ? tr("Try the selected again") : tr("Try all again"));
    again_->setEnabled(count() > 0 && !library_.progress().running);
    folder_->setEnabled(selected == 1);
}

void UnreadFiles::tryAgain()
{
    std::vector<QByteArray> paths;
    for (const QTreeWidgetItem* item : list_->selectedItems())
        paths.push_back(item->data(0, pathRole).toByteArray());
    library_.retryUnread(paths);
}

void UnreadFiles::showFolder()
{
    const auto selected = list_->selectedItems();
    if (selected.isEmpty())
        return;
    const QByteArray path = selected.front()->data(0, pathRole).toByteArray();
    QDesktopServices::openUrl(
        QUrl::fromLocalFile(QFile::decodeName(path.left(path.lastIndexOf('/')))));
}

} // namespace segue::ui

#include "moc_unread_files.cpp"
