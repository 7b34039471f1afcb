#pragma once

#include <QDialog>

class QVBoxLayout;

namespace segue {
class Library;
}

namespace segue::ui {

/// The music folders of the library: which there are, and a way to take one out.
class FoldersDialog : public QDialog {
    Q_OBJECT

public:
    explicit FoldersDialog(Library& library, QWidget* parent = nullptr);

Q_SIGNALS:
    void addFolderRequested();

private:
    void showFolders();
    void removeFolder(std::int64_t id, const QString& path);

    Library& library_;
    QWidget* list_ = nullptr;
    QVBoxLayout* column_;
};

} // namespace segue::ui
