#include "app/startup_trace.h"

#include "core/library/library.h"

#include <QAbstractEventDispatcher>
#include <QElapsedTimer>
#include <QEvent>
#include <QTimer>
#include <QWidget>

#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace segue::app {

namespace {

bool isTraced()
{
    static const bool traced = std::getenv("SEGUE_STARTUP_TRACE") != nullptr;
    return traced;
}

class PictureWatch : public QObject {
public:
    PictureWatch(QWidget& window, Library& library)
        : QObject(&window)
        , library_(library)
    {
        window.installEventFilter(this);
        const auto* dispatcher = QAbstractEventDispatcher::instance();
        connect(dispatcher, &QAbstractEventDispatcher::awake, this, [this] { busy_.start(); });
        connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, &PictureWatch::rested);
    }

    bool eventFilter(QObject* object, QEvent* event) override
    {
        // The window paints all its children in the handling of this event.
        if (event->type() == QEvent::UpdateRequest)
            QTimer::singleShot(0, this, &PictureWatch::painted);
        return QObject::eventFilter(object, event);
    }

private:
    /// Events were handled since the loop woke up; nothing else could happen meanwhile.
    void rested()
    {
        constexpr qint64 frameNs = 16'000'000;
        if (shown_ && busy_.isValid() && busy_.nsecsElapsed() > frameNs)
            std::fprintf(
                stderr, "startup stall %lld\n", static_cast<long long>(busy_.nsecsElapsed()));
        busy_.invalidate();
    }

    void painted()
    {
        if (!shown_)
            traceStartup("shown");
        shown_ = true;
        if (!rows_ && library_.tracks()->size() > 0) {
            traceStartup("rows");
            rows_ = true;
        }
    }

    Library& library_;
    QElapsedTimer busy_;
    bool shown_ = false, rows_ = false;
};

} // namespace

void traceStartup(const char* point)
{
    if (!isTraced())
        return;
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    std::fprintf(stderr, "startup %s %lld\n", point,
        static_cast<long long>(now.tv_sec) * 1'000'000'000 + now.tv_nsec);
}

void traceFirstPictures(QWidget& window, Library& library)
{
    if (isTraced())
        new PictureWatch(window, library);
}

} // namespace segue::app
