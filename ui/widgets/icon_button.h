#pragma once

#include <QToolButton>

namespace segue::ui {

/// A round button with one icon of the set. `name` is its accessible name and tooltip; `shortcut`
/// is only shown in the tooltip.
class IconButton : public QToolButton {
    Q_OBJECT

public:
    IconButton(const QString& iconName, const QString& name, QWidget* parent = nullptr,
        const QString& shortcut = {});

    /// Changes icon and name together (play becomes pause).
    void setAppearance(const QString& iconName, const QString& name);
    /// Side of the icon and of the button, in pixels at the usual text size.
    void setSizes(int iconPx, int buttonPx);
    /// Filled with the accent: the one main action of its row.
    void setPrimary(bool on);
    /// On pictures: white whatever the theme.
    void setOnPicture(bool on);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString icon_;
    QString shortcut_;
    int iconPx_ = 20;
    int buttonPx_ = 36;
    bool primary_ = false;
    bool onPicture_ = false;
};

} // namespace segue::ui
