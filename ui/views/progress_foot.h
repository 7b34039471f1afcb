#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QProgressBar;

namespace segue::ui {

class IconButton;

/// Work that goes on, at the foot of the sidebar: a line of text, a bar, buttons.
class ProgressFoot : public QWidget {
    Q_OBJECT

public:
    /// `name`: of the bar, for screen readers.
    explicit ProgressFoot(const QString& name, QWidget* parent = nullptr);

    /// A button behind the text.
    IconButton* addButton(const QString& icon, const QString& text);
    /// `all` 0: the end is not known yet.
    void showProgress(const QString& text, const QString& toolTip, qint64 done, qint64 all);
    /// Bar and buttons only, for narrow windows.
    void setNarrow(bool narrow);

private:
    QHBoxLayout* row_;
    QLabel* text_;
    QProgressBar* bar_;
};

} // namespace segue::ui
