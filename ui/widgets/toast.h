#pragma once

#include <QFrame>
#include <QTimer>

class QLabel;
class QPushButton;

namespace segue::ui {

/// A short message over the page that goes by itself after some seconds (not while the pointer or
/// the focus is on it), with one action where there is something to undo or to see.
class Toast : public QFrame {
    Q_OBJECT

public:
    /// Keeps itself centred at the lower edge of `host`.
    explicit Toast(QWidget* host);

    void showMessage(const QString& text, const QString& action = {}, bool isProblem = false);
    QString message() const;
    /// The newest message, also when it is gone.
    QString lastMessage() const;
    bool isProblem() const { return problem_; }

Q_SIGNALS:
    void actionTriggered();

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void place();

    QLabel* icon_;
    QLabel* text_;
    QPushButton* action_;
    QTimer timer_;
    bool problem_ = false;
};

} // namespace segue::ui
