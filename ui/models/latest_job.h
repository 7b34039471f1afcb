#pragma once

#include <QCoreApplication>
#include <QThreadPool>

#include <memory>
#include <stop_token>
#include <type_traits>
#include <utility>

namespace segue::ui {

/// Runs `work(stop_token)` on a pool thread and hands its result to `done` on the main thread,
/// unless a newer run() or the end of this object came first. Main thread only; never blocks.
class LatestJob {
public:
    LatestJob() = default;
    LatestJob(const LatestJob&) = delete;
    LatestJob& operator=(const LatestJob&) = delete;
    ~LatestJob() { stop_.request_stop(); }

    template <class Work, class Done>
    void run(Work work, Done done)
    {
        stop_.request_stop();
        stop_ = std::stop_source();
        const std::stop_token token = stop_.get_token();
        QThreadPool::globalInstance()->start(
            [work = std::move(work), done = std::move(done), token]() mutable {
                if (token.stop_requested())
                    return;
                auto result
                    = std::make_shared<std::invoke_result_t<Work, std::stop_token>>(work(token));
                if (token.stop_requested() || !qApp)
                    return;
                QMetaObject::invokeMethod(
                    qApp,
                    [result, done = std::move(done), token]() mutable {
                        if (!token.stop_requested())
                            done(std::move(*result));
                    },
                    Qt::QueuedConnection);
            });
    }
    void cancel() { stop_.request_stop(); }

private:
    std::stop_source stop_;
};

} // namespace segue::ui
