#pragma once

#include "core/history/import/imports.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace segue::ui {

class ImportPlanView;

/// Bringing a life along from another player, in four steps: which one, what would change (the dry
/// run), doing it, what was done. Earlier imports can be taken back from the first step and a new
/// one from the last.
class ImportDialog : public QDialog {
    Q_OBJECT

public:
    ImportDialog(Imports& imports, QWidget* parent);

    /// Goes on to the dry run of this file, as if it had been chosen.
    void choose(const QByteArray& path);
    /// Imports what the dry run shows.
    void start();
    enum class Step { pick, busy, plan, done };
    Step step() const;

private:
    QWidget* buildPick();
    QWidget* buildBusy();
    QWidget* buildDone();
    void showStep(Step step);
    void look();
    void showPlaces(const std::vector<ImportPlace>& places);
    void showRuns(const std::vector<ImportRun>& runs);
    void chooseFiles();
    void makePlan(); ///< of request_
    void showPlan(const ImportPlanPtr& plan);
    void takeBack(std::int64_t run);
    void showDone(const Result<ImportResult>& result, bool undone);
    void fail(const QString& message);

    Imports& imports_;
    QStackedWidget* stack_;
    ImportPlanView* planView_;
    QVBoxLayout* places_ = nullptr;
    QVBoxLayout* runs_ = nullptr;
    QLabel* problem_ = nullptr;
    QLabel* busy_ = nullptr;
    QLabel* doneTitle_ = nullptr;
    QLabel* doneText_ = nullptr;
    QPushButton* back_;
    QPushButton* import_;
    QPushButton* undo_;
    QPushButton* close_;
    ImportRequest request_;
    ImportPlanPtr plan_;
    std::int64_t run_ = 0; ///< the last one done here
    int asked_ = 0; ///< answers to older questions are not waited for any more
};

} // namespace segue::ui
