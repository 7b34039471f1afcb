#pragma once

#include "ui/pages/page.h"

class QPushButton;

namespace segue::ui {

/// The first start: one thing to do, what will happen then, and what will not.
class WelcomePage : public Page {
    Q_OBJECT

public:
    explicit WelcomePage(QWidget* parent = nullptr);
    QWidget* focusTarget() override;

Q_SIGNALS:
    void addFolderRequested();
    void foldersDropped(const QList<QUrl>& urls);

protected:
    void paintEvent(QPaintEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* makePromises() const;

    QWidget* zone_;
    QPushButton* add_;
    bool dragging_ = false;
};

} // namespace segue::ui
