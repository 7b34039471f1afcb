#pragma once

#include <QFuture>
#include <QObject>
#include <QPromise>
#include <QThreadPool>

#include <memory>
#include <type_traits>
#include <utility>

namespace segue {

/// Runs `work` on `pool` and then `then(result)` on the thread of `context`.
/// `then` is dropped when `context` is destroyed first. `work` must not touch `context` and must
/// not throw.
template <class Work, class Then>
void runThen(QThreadPool& pool, QObject* context, Work work, Then then)
{
    using R = std::invoke_result_t<Work>;
    auto promise = std::make_shared<QPromise<R>>();
    promise->future().then(context, std::move(then));
    pool.start([promise, work = std::move(work)]() mutable {
        promise->start();
        if constexpr (std::is_void_v<R>)
            work();
        else
            promise->addResult(work());
        promise->finish();
    });
}

/// The same on the global thread pool.
template <class Work, class Then>
void runThen(QObject* context, Work work, Then then)
{
    runThen(*QThreadPool::globalInstance(), context, std::move(work), std::move(then));
}

} // namespace segue
