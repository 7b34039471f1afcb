#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QPromise>
#include <QThreadPool>

#include <memory>
#include <type_traits>
#include <utility>

namespace segue {

/// Runs `work` on `pool` and then `then(result)` on the thread of `context`, which must be the
/// calling one. `then` is dropped when `context` is destroyed first; `work` still runs to its end,
/// so what it uses must live until the pool is done. It must not touch `context` and not throw.
template <class Work, class Then>
void runThen(QThreadPool& pool, QObject* context, Work work, Then then)
{
    using R = std::invoke_result_t<Work>;
    auto promise = std::make_shared<QPromise<R>>();
    // Not QFuture::then(context, …): in Qt 6.4 that crashes when the context is gone by then.
    auto* watcher = new QFutureWatcher<R>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
        [watcher, then = std::move(then)]() mutable {
            watcher->deleteLater();
            if constexpr (std::is_void_v<R>)
                then();
            else
                then(watcher->future().takeResult());
        });
    watcher->setFuture(promise->future());
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
