#pragma once

#include "core/library/edit/edits.h"
#include "ui/models/edit_sheet.h"

#include <QDialog>
#include <QTimer>

#include <vector>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTreeWidget;

namespace segue::ui {

class CoverWell;
class TagForm;

/// Edits the tags of one file or many: what they share is shown, what differs is said to; only what
/// was touched is written. With a preview of every change. Saving asks its owner and closes.
class TagDialog : public QDialog {
    Q_OBJECT

public:
    TagDialog(Edits& edits, std::vector<TrackId> tracks, QWidget* parent = nullptr);

    const EditSheet& sheet() const { return sheet_; }
    TagForm* form() const { return form_; }
    TagForm* moreForm() const { return more_; }
    CoverWell* cover() const { return cover_; }
    enum class Page { loading, fields, more, preview };
    void showPage(Page page);
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
    void set(const QString& property, const QString& text);
    void revert(const QString& property);
    void numberTracks();
    void applyPattern();
    void describePattern();
    void setCover(const QByteArray& picture);
    void refresh();
    void showCover();
    void fillPreview();
    QString problemText() const;

    Edits& edits_;
    std::stop_source loading_;
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
    QPushButton *number_, *names_, *save_;
    QCheckBox* keepTime_;
};

} // namespace segue::ui
