#pragma once

#include "core/db/store.h"
#include "core/listeners/listeners.h"

namespace segue {

/// Listeners over the database.
class ListenerService final : public Listeners {
    Q_OBJECT

public:
    /// Reads who there is; blocks on the disk (a handful of rows). Throws SQLite::Exception.
    ListenerService(db::Store& store, const Clock& clock);
    /// Waits for what it asked the database to write.
    ~ListenerService() override;

    const std::vector<ListenerProfile>& all() const override { return all_; }
    ListenerId current() const override { return current_; }
    Result<ListenerId> add(const QString& name) override;
    Result<void> rename(ListenerId listener, const QString& name) override;
    Result<void> switchTo(ListenerId listener) override;

private:
    Result<QString> usableName(const QString& name, ListenerId of) const;
    ListenerProfile* find(ListenerId listener);
    void refused(const Error& error);
    void write(db::Store::Job job, std::function<void()> then = {});

    db::Store& store_;
    const Clock& clock_;
    std::vector<ListenerProfile> all_;
    ListenerId current_;
};

} // namespace segue
