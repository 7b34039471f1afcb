#pragma once

#include "tests/ui/support/bench.h"
#include "ui/models/track_model.h"
#include "ui/pages/songs_page.h"
#include "ui/views/track_view.h"

#include <QLineEdit>
#include <QTest>

namespace segue::test {

/// A shown window with the focus, on the page asked for.
struct Opened {
    explicit Opened(Bench& bench, const QString& page = QStringLiteral("songs"))
        : window(bench.services())
    {
        window.resize(1280, 800);
        window.show();
        window.activateWindow();
        (void)QTest::qWaitForWindowActive(&window);
        window.showPage(page);
        QCoreApplication::processEvents(); // layouts
    }
    ui::TrackView* songs()
    {
        return window.findChild<ui::SongsPage*>()->findChild<ui::TrackView*>();
    }
    QLineEdit* search() { return window.findChild<QLineEdit*>(); }
    void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(window.focusWidget() ? window.focusWidget() : &window,
            static_cast<Qt::Key>(key), modifiers);
    }
    void clickRow(int row, int column)
    {
        const QRect cell = songs()->visualRect(songs()->model()->index(row, column));
        QTest::mouseClick(songs()->viewport(), Qt::LeftButton, {}, cell.center());
    }

    ui::MainWindow window;
};

inline TrackId trackAt(ui::TrackView* view, int row)
{
    return static_cast<ui::TrackModel*>(view->model())->trackAt(row);
}

} // namespace segue::test
