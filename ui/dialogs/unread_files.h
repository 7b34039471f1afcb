#pragma once

#include <QDialog>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace segue {
class Library;
}

namespace segue::ui {

/// The files that could not be read, why, and what can be done: try again, look at the folder.
class UnreadFiles : public QDialog {
    Q_OBJECT

public:
    UnreadFiles(Library& library, QWidget* parent);

    /// Rows shown.
    int count() const;

private:
    void fill();
    void tryAgain();
    void showFolder();
    void updateButtons();

    Library& library_;
    QLabel* head_;
    QTreeWidget* list_;
    QPushButton* again_;
    QPushButton* folder_;
};

} // namespace segue::ui
