#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;
class QMenu;
class QPushButton;

namespace segue::ui {

class Commands;
class IconButton;
class SlimSlider;

/// The top of For You: what it learned from, Familiar <-> Adventurous, the time of the week, the
/// mode that is on, and the question after a session that is unlike the listener.
class ForYouHead : public QWidget {
    Q_OBJECT

public:
    explicit ForYouHead(Commands& commands, QWidget* parent = nullptr);

    /// Shows the page's present state.
    void showState();

private:
    QWidget* makeQuestion();
    void showChips();
    void showQuestion();
    void fillModes();
    void fillMore();
    void newMode();

    Commands& commands_;
    QLabel* learned_;
    QLabel* note_;
    QPushButton* context_;
    QPushButton* mode_;
    QMenu* modes_;
    SlimSlider* adventure_;
    IconButton* back_;
    QMenu* more_;
    QWidget* question_ = nullptr;
    QLabel* questionText_ = nullptr;
    QTimer adventureTimer_;
};

} // namespace segue::ui
