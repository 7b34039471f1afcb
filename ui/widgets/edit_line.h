#pragma once

#include <QLineEdit>

class QAction;

namespace segue::ui {

/// One field of an editor of many files: says so when they differ, marks itself when it was
/// changed, and can be put back.
class EditLine : public QLineEdit {
    Q_OBJECT

public:
    explicit EditLine(QWidget* parent = nullptr);

    /// `mixed`: the files differ; the text is empty then.
    void showValue(const QString& text, bool mixed, bool touched);
    bool isTouched() const { return touched_; }

Q_SIGNALS:
    /// Typed by the user.
    void changed(const QString& text);
    void revertRequested();

private:
    void setTouched(bool touched);

    QAction* revert_;
    bool touched_ = false;
};

} // namespace segue::ui
