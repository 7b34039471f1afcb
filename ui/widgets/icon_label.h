#pragma once

#include <QWidget>

namespace segue::ui {

/// An icon of the set beside text that says the same: follows the theme, unseen by screen readers.
class IconLabel : public QWidget {
    Q_OBJECT

public:
    IconLabel(QString name, int px, QWidget* parent = nullptr);
    void setIcon(const QString& name);
    /// In the accent instead of a pale grey.
    void setStrong(bool strong);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString name_;
    int px_;
    bool strong_ = false;
};

} // namespace segue::ui
