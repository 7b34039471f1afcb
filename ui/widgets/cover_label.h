#pragma once

#include <QAbstractButton>
#include <QByteArray>

namespace segue::ui {

class CoverCache;

/// The cover of one track; a click goes somewhere.
class CoverLabel : public QAbstractButton {
    Q_OBJECT

public:
    CoverLabel(CoverCache& covers, int px, QWidget* parent = nullptr);

    /// `name` (album, else title) gives the placeholder its letter.
    void setCover(const QByteArray& trackPath, const QString& name);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    CoverCache& covers_;
    QByteArray path_;
    QString name_;
    int px_;
};

} // namespace segue::ui
