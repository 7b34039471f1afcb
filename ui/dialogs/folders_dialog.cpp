#include "ui/dialogs/folders_dialog.h"

#include "core/library/library.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icon_button.h"

#include <QDialogButtonBox>
#include <QFile>
#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace segue::ui {

using namespace Qt::StringLiterals;

FoldersDialog::FoldersDialog(Library& library, QWidget* parent)
    : QDialog(parent)
    , library_(library)
    , column_(new QVBoxLayout(this))
{
    setWindowTitle(tr("Music folders"));
    column_->setContentsMargins(24, 20, 24, 16);
    column_->setSpacing(12);
    auto* about = new QLabel(tr("Segue reads these folders and all that is in them. Taking one out "
                                "deletes no files, and ratings and plays come back with it."));
    about->setWordWrap(true);
    about->setForegroundRole(QPalette::PlaceholderText);
    column_->addWidget(about);
    column_->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QPushButton* add = buttons->addButton(tr("Add a music folder…"), QDialogButtonBox::ActionRole);
    column_->addWidget(buttons);
    connect(add, &QAbstractButton::clicked, this, &FoldersDialog::addFolderRequested);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(&library, &Library::rootsChanged, this, &FoldersDialog::showFolders);
    showFolders();
    resize(sizeHint().expandedTo(QSize(520, 240)));
}

void FoldersDialog::showFolders()
{
    if (list_) {
        column_->removeWidget(list_);
        list_->hide();
        list_->deleteLater(); // its button may be the one that was clicked
    }
    list_ = new QWidget;
    auto* rows = new QVBoxLayout(list_);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(4);
    const std::vector<RootFolder> roots = library_.roots();
    for (const RootFolder& root : roots) {
        const QString path = QFile::decodeName(root.path);
        auto* row = new QHBoxLayout;
        auto* name = new ElidedLabel;
        name->setFullText(root.available ? path : tr("%1 (not there now)").arg(path));
        name->setDim(!root.available);
        auto* remove = new IconButton(u"trash"_s, tr("Take “%1” out").arg(path));
        row->addWidget(name, 1);
        row->addWidget(remove);
        rows->addLayout(row);
        connect(remove, &QAbstractButton::clicked, this,
            [this, id = root.id.value, path] { removeFolder(id, path); });
    }
    if (roots.empty())
        rows->addWidget(new QLabel(tr("There are no music folders yet.")));
    column_->insertWidget(1, list_);
    list_->show();
}

void FoldersDialog::removeFolder(std::int64_t id, const QString& path)
{
    QMessageBox box(QMessageBox::Question, tr("Take the folder out?"),
        tr("The tracks of %1 leave the library. Files stay where they are.").arg(path),
        QMessageBox::NoButton, this);
    box.setTextFormat(Qt::PlainText);
    QPushButton* out = box.addButton(tr("Take it out"), QMessageBox::DestructiveRole);
    box.addButton(QMessageBox::Cancel);
    box.exec();
    if (box.clickedButton() == out)
        library_.removeRoot({id});
}

} // namespace segue::ui

#include "moc_folders_dialog.cpp"
