#pragma once

#include <QObject>

class QSocketNotifier;

namespace segue::app {

/// SIGINT, SIGTERM and SIGHUP as a Qt signal on the main thread, so that plays and the queue are
/// written before the end. The same signal again ends the process at once. One instance; needs
/// an application object.
class SignalWatcher : public QObject {
    Q_OBJECT

public:
    SignalWatcher();
    ~SignalWatcher() override;

Q_SIGNALS:
    void caught(int signal);
};

} // namespace segue::app
