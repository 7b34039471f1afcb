#include "core/history/write_outbox.h"

namespace segue {

namespace {
constexpr int retryMs = 5000;
}

WriteOutbox::WriteOutbox(db::Store& store)
    : store_(store)
{
    retry_.setSingleShot(true);
    retry_.setInterval(retryMs);
    connect(&retry_, &QTimer::timeout, this, &WriteOutbox::sendNext);
}

WriteOutbox::~WriteOutbox()
{
    // A barrier: the writer runs its jobs in order, so after this none of them calls back.
    (void)store_.writeAndWait(db::Durability::normal, [](db::Connection&) {});
    if (sending_ && *written_)
        writes_.pop_front();
    for (Write& write : writes_)
        (void)store_.writeAndWait(db::Durability::full, std::move(write.job));
}

void WriteOutbox::add(db::Store::Job job, std::function<void()> then)
{
    writes_.push_back({std::move(job), std::move(then)});
    if (!sending_ && !isRefused())
        sendNext();
}

void WriteOutbox::sendNext()
{
    if (writes_.empty())
        return;
    sending_ = true;
    written_ = std::make_shared<bool>(false);
    store_.write(db::Durability::full, writes_.front().job,
        [this, written = written_](const Result<void>& result) {
            *written = result.ok();
            QMetaObject::invokeMethod(
                this, [this, result] { done(result); }, Qt::QueuedConnection);
        });
}

void WriteOutbox::done(const Result<void>& result)
{
    sending_ = false;
    if (result) {
        const auto then = std::move(writes_.front().then);
        writes_.pop_front();
        sendNext();
        if (then)
            then();
        return;
    }
    Q_EMIT refused(QString::fromStdString(result.error().message));
    retry_.start();
}

} // namespace segue

#include "moc_write_outbox.cpp"
