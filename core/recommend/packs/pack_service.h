#pragma once

#include "core/base/clock.h"
#include "core/db/store.h"
#include "core/library/library.h"
#include "core/recommend/packs/packs.h"

#include <QThreadPool>

#include <stop_token>
#include <vector>

namespace segue {

/// Packs in the data folder. The library has to be loaded before the first call. Main thread.
class PackService final : public Packs {
    Q_OBJECT

public:
    PackService(db::Store& store, Library& library, const Clock& clock);
    /// Breaks off and waits.
    ~PackService() override;

    void list(QObject* context, Then<std::vector<PackReport>> then) override;
    void add(const PackRequest& request, QObject* context, Then<Result<PackReport>> then) override;
    void cancel() override;
    void remove(std::int64_t id, QObject* context, Then<Result<void>> then) override;

private:
    db::Store& store_;
    Library& library_;
    const Clock& clock_;
    std::vector<std::stop_source> stops_; ///< of each add() until it has ended
    QThreadPool pool_; ///< one thread; last: gone first
};

} // namespace segue
