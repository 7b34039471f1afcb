#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace segue::ui {

/// An empty, busy or failed page: what this is, why it is empty, what to do.
class EmptyState : public QWidget {
    Q_OBJECT

public:
    explicit EmptyState(QWidget* parent = nullptr);

    /// `action` empty: no button.
    void setTexts(const QString& iconName, const QString& headline, const QString& text,
        const QString& action = {});

Q_SIGNALS:
    void actionTriggered();

protected:
    void changeEvent(QEvent* event) override;

private:
    void paintIcon();

    QString iconName_;
    QLabel* icon_;
    QLabel* headline_;
    QLabel* text_;
    QPushButton* action_;
};

} // namespace segue::ui
