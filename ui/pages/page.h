#pragma once

#include <QWidget>

namespace segue::ui {

/// One page of the window's centre.
class Page : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// The page comes up, with what stands behind the colon of its name ("album:12" -> "12").
    virtual void open(const QString& argument) { Q_UNUSED(argument) }
    /// The widget that gets the keyboard when the page comes up.
    virtual QWidget* focusTarget() { return this; }
};

} // namespace segue::ui
