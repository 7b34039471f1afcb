#pragma once

#include <QMenu>

#include <functional>

class QPushButton;

namespace segue {
class Listeners;
}

namespace segue::ui {

/// Who listens: a switch between the people of this data folder, and making and renaming them.
class ListenerMenu : public QMenu {
    Q_OBJECT

public:
    explicit ListenerMenu(Listeners& listeners, QWidget* parent = nullptr);

    /// The present listener's name as a chip that opens the menu; hidden while there is only one.
    QPushButton* makeChip();

private:
    void fill();
    void addListener();
    void rename();
    /// Asks for a name until it can be taken; empty when the listener gave up.
    QString askName(const QString& title, const QString& about, const QString& before,
        const std::function<QString(const QString&)>& problemWith);
    QString currentName() const;

    Listeners& listeners_;
};

} // namespace segue::ui
