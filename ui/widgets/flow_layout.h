#pragma once

#include <QLayout>

#include <vector>

namespace segue::ui {

/// Widgets one after another, in as many rows as they need.
class FlowLayout : public QLayout {
public:
    explicit FlowLayout(int spacing, QWidget* parent = nullptr);
    ~FlowLayout() override;

    void addItem(QLayoutItem* item) override;
    int count() const override { return static_cast<int>(items_.size()); }
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return place(QRect(0, 0, width, 0), false); }
    QSize minimumSize() const override;
    QSize sizeHint() const override { return minimumSize(); }
    void setGeometry(const QRect& rect) override;

private:
    /// Lays the items into `rect` (or only measures), and returns the height they take.
    int place(const QRect& rect, bool forReal) const;

    std::vector<QLayoutItem*> items_;
};

} // namespace segue::ui
