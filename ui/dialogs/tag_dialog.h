#pragma once

#include "core/library/edit/edits.h"
#include "ui/models/edit_sheet.h"

#include <QDialog>
#include <QTimer>

#include <functional>
#include <vector>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTreeWidget;
class QTreeWidgetItem;

namespace segue::ui {

class CoverWell;
class TagForm;

/// Edits the tags of one file or many: what they share is shown, what differs is said to; only what
/// was touched is written. With a preview of every change. Saving asks its owner and closes.
class TagDialog : public QDialog {
    Q_OBJECT

public:
    TagDialog(Edits& edits, const std::vector<TrackId>& tracks, QWidget* parent = nullptr);

    const EditSheet& sheet() const { return sheet_; }
    TagForm* form() const { return form_; }
    TagForm* moreForm() const { return more_; }
    CoverWell* cover() const { return cover_; }
    enum class Page { loading, fields, more, preview };
    void showPage(Page page);
    /// What could be written into each file, asked once they are read: shown as the preview, with a
    /// tick at each change that is no guess. `what` is the heading, and what the edit is called.
    using Proposal = std::function<std::vector<ProposedField>(const LoadedFile&)>;
    void propose(const QString& what, Proposal proposal);
    /// Opens the line for patterns and fills it in.
    void fromNames(const QString& pattern);

public Q_SLOTS:
    void accept() override;
    void reject() override;

Q_SIGNALS:
    void saveRequested(const segue::EditRequest& request);

private:
    void build();
    QWidget* makePatternLine();
    QWidget* makePages();
    void loaded(std::vector<LoadedFile> files);
    void showProposal();
    void tickChanged(QTreeWidgetItem* item, int column);
    void tickAll();
    void set(const QString& property, const QString& text);
    void revert(const QString& property);
    void numberTracks();
    void applyPattern();
    void describePattern();
    void setCover(const QByteArray& picture);
    void refresh();
    void refreshField(const QString& property);
    void countChanges();
    void showCover();
    void fillPreview();
    QString problemText() const;

    Edits& edits_;
    std::stop_source loading_;
    QString what_; ///< of a proposal
    Proposal proposal_;
    EditSheet sheet_;
    QByteArray newCover_;
    QLabel *title_, *place_, *problem_, *count_;
    CoverWell* cover_;
    TagForm *form_, *more_;
    QStackedWidget* stack_;
    QTreeWidget* preview_;
    std::vector<QPushButton*> chips_; ///< fields, more, preview
    QWidget* patternLine_ = nullptr;
    QLineEdit* pattern_ = nullptr;
    QLabel* patternNote_ = nullptr;
    QPushButton* applyPattern_ = nullptr;
    QPushButton *number_, *names_, *ticks_, *save_;
    QCheckBox* keepTime_;
};

} // namespace segue::ui
