#pragma once

#include <QAbstractButton>

namespace segue::ui {

/// An entry of the sidebar: icon and name, or the icon alone.
class NavButton : public QAbstractButton {
    Q_OBJECT

public:
    NavButton(
        QString iconName, const QString& text, const QString& shortcut, QWidget* parent = nullptr);
    void setNarrow(bool narrow);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString icon_;
    bool narrow_ = false;
};

} // namespace segue::ui
