#pragma once

#include <QObject>

namespace segue::ui {
class MainWindow;
}

namespace segue::app {

class AppContext;

/// After a scan that found new tracks: says in the window when some may be files that were moved
/// and retagged at once, and asks about them when the user wants to look. Main thread; the looking
/// is done on the pool. Goes with the window.
class MovedFiles : public QObject {
    Q_OBJECT

public:
    MovedFiles(AppContext& context, ui::MainWindow& window);

private:
    void look();
    void ask();

    AppContext& context_;
    ui::MainWindow& window_;
    qint64 told_ = 0; ///< as many were offered already
};

} // namespace segue::app
