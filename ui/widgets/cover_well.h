#pragma once

#include <QByteArray>
#include <QPixmap>
#include <QWidget>

class QLabel;
class QPushButton;

namespace segue::ui {

/// The cover in an editor: shown, chosen from a file or dropped, taken out, put back.
class CoverWell : public QWidget {
    Q_OBJECT

public:
    explicit CoverWell(QWidget* parent = nullptr);
    const QPixmap& pixmap() const { return pixmap_; }

    /// `picture`: encoded; empty: none. `name` gives the placeholder its letter. `touched`: it is
    /// to be written.
    void showCover(
        const QByteArray& picture, const QString& name, const QString& note, bool touched);
    /// Reads and checks a picture in the background; chosen() follows, or the note says why not.
    void load(const QString& file);

Q_SIGNALS:
    void chosen(const QByteArray& picture);
    void removeRequested();
    void revertRequested();

protected:
    bool eventFilter(QObject* object, QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void choose();

    QWidget* picture_;
    QLabel* note_;
    QPushButton *choose_, *remove_, *revert_;
    QPixmap pixmap_;
    QByteArray decoded_; ///< what pixmap_ shows
    QString name_;
};

} // namespace segue::ui
