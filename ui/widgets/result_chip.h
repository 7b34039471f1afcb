#pragma once

#include <QAbstractButton>

namespace segue::ui {

class CoverCache;

/// An artist (round picture) or an album among search results.
class ResultChip : public QAbstractButton {
    Q_OBJECT

public:
    ResultChip(CoverCache& covers, QByteArray coverPath, const QString& name, QString kind,
        bool round, QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }
    static int usualHeight();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    CoverCache& covers_;
    QByteArray path_;
    QString kind_;
    bool round_;
};

} // namespace segue::ui
