#pragma once

#include <QWidget>

#include <vector>

class QAbstractButton;
class QLabel;

namespace segue::ui {

class Commands;
class FlowLayout;

/// At first start: "Which of these do you love?" The artists with most tracks, as chips; each click
/// acts on the page at once.
class ArtistPicker : public QWidget {
    Q_OBJECT

public:
    explicit ArtistPicker(Commands& commands, QWidget* parent = nullptr);

    /// Shows itself while there is nothing better to go by, until the listener is done with it.
    void offer(bool nothingKnown);

Q_SIGNALS:
    void done();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void fill();
    void pick();
    void showCount();

    Commands& commands_;
    QLabel* count_;
    FlowLayout* flow_;
    std::vector<QAbstractButton*> chips_;
    std::size_t filledFrom_ = 0; ///< tracks of the library that the chips were made from
    bool dismissed_ = false;
};

} // namespace segue::ui
