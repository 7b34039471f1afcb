#pragma once

#include "core/recommend/packs/packs.h"

#include <QByteArray>
#include <QDialog>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace segue::ui {

class ElidedLabel;

/// Public lists of who plays what, that suggestions learn from: which there are, adding and
/// removing one.
class PacksDialog : public QDialog {
    Q_OBJECT

public:
    PacksDialog(Packs& packs, QWidget* parent);

    enum class Step { list, add, busy };
    Step step() const;
    /// Goes on to the questions about this file, as if it had been chosen.
    void choose(const QByteArray& file);
    /// The file of names, as if it had been chosen.
    void chooseNames(const QByteArray& file);
    /// Adds the file that was chosen.
    void start();
    void reject() override;

private:
    QWidget* buildList();
    QWidget* buildAdd();
    QWidget* buildBusy();
    void showStep(Step step);
    void look();
    void showPacks(const std::vector<PackReport>& all);
    void addRow(const PackReport& pack);
    void askForFile(const QString& title, void (PacksDialog::*then)(const QByteArray&));
    void showAdded(const Result<PackReport>& report);
    void say(QLabel* where, const QString& message, bool isProblem);

    Packs& packs_;
    QStackedWidget* stack_;
    QVBoxLayout* rows_ = nullptr;
    QLabel* said_ = nullptr; ///< on the list: what was done
    QLabel* problem_ = nullptr; ///< beside the questions
    ElidedLabel* fileLabel_ = nullptr;
    ElidedLabel* namesLabel_ = nullptr;
    QLineEdit* name_ = nullptr;
    QLineEdit* columns_ = nullptr;
    QProgressBar* bar_ = nullptr;
    QPushButton* back_;
    QPushButton* add_;
    QPushButton* close_;
    QByteArray file_, names_;
};

} // namespace segue::ui
