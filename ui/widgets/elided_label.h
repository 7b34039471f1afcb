#pragma once

#include <QLabel>

namespace segue::ui {

/// One line of text that is cut with "…" where it does not fit (the whole text is its tooltip
/// then). Text is always plain. As a link it can be clicked and reached by keyboard.
class ElidedLabel : public QLabel {
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    void setFullText(const QString& text);
    QString fullText() const { return full_; }
    void setDim(bool dim);
    void setLink(bool link);
    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

Q_SIGNALS:
    void activated();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QString full_;
    bool dim_ = false;
    bool link_ = false;
};

} // namespace segue::ui
