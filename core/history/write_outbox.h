#pragma once

#include "core/db/store.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <functional>
#include <memory>

namespace segue {

/// Writes that must not be lost while the program runs: they go to the database's writer one after
/// the other, in order, and what it refuses (a full disk, say) is tried again. Main thread.
class WriteOutbox : public QObject {
    Q_OBJECT

public:
    explicit WriteOutbox(db::Store& store);
    /// Tries once more to write what is still waiting, and waits for it.
    ~WriteOutbox() override;

    /// `then` is called on this thread once `job` is on the disk.
    void add(db::Store::Job job, std::function<void()> then = {});
    bool isEmpty() const { return writes_.empty(); }
    /// The last write was refused; it is tried again in a while.
    bool isRefused() const { return retry_.isActive(); }

Q_SIGNALS:
    /// The database refused a write: what, which file, what to do. It is kept.
    void refused(const QString& message);

private:
    struct Write {
        db::Store::Job job;
        std::function<void()> then;
    };

    void sendNext();
    void done(const Result<void>& result);

    db::Store& store_;
    std::deque<Write> writes_; // the front one is with the writer while sending_
    bool sending_ = false;
    std::shared_ptr<bool> written_; // set by the writer thread when the front one is on the disk
    QTimer retry_;
};

} // namespace segue
