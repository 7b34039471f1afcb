#pragma once

#include <QRectF>
#include <QWidget>

#include <optional>

class QPainter;

namespace segue::ui {

/// Five stars of which `halfStars` (0..10) halves are filled; stars sit `step` apart from the left.
void paintStars(QPainter& painter, const QRectF& area, int halfStars, const QColor& filled,
    const QColor& empty, double ratio);
/// Half-stars under x (1..10), for stars painted in `area`.
int starsAt(const QRectF& area, double x);
/// Where paintStars() and starsAt() put five stars in a cell: left, centred vertically.
QRectF starsArea(const QRectF& cell);

/// A rating that can be clicked (a click on the present value takes it back) and changed with the
/// arrow keys and 0 to 5.
class StarRating : public QWidget {
    Q_OBJECT

public:
    explicit StarRating(QWidget* parent = nullptr);

    std::optional<int> value() const { return value_; }
    void setValue(std::optional<int> halfStars);
    /// On pictures: light stars whatever the theme.
    void setOnPicture(bool on);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void rated(std::optional<int> halfStars);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    std::optional<int> value_;
    int hover_ = 0;
    bool onPicture_ = false;
};

} // namespace segue::ui
