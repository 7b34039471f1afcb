#pragma once

#include "core/recommend/packs/packs.h"

namespace segue::test {

/// Keeps reports instead of packs, and answers at once.
class FakePacks : public Packs {
public:
    void list(QObject*, Then<std::vector<PackReport>> then) override { then(kept); }
    void add(const PackRequest& request, QObject*, Then<Result<PackReport>> then) override
    {
        asked.push_back(request);
        if (waits) {
            waiting = std::move(then);
            return;
        }
        if (answer)
            kept.push_back(*answer);
        then(answer);
    }
    void cancel() override
    {
        if (waiting)
            std::exchange(waiting, nullptr)(Error{"Broken off; nothing was kept."});
    }
    void remove(std::int64_t id, QObject*, Then<Result<void>> then) override
    {
        std::erase_if(kept, [id](const PackReport& pack) { return pack.info.id == id; });
        then(Result<void>());
    }

    bool waits = false;
    std::vector<PackReport> kept;
    std::vector<PackRequest> asked;
    Then<Result<PackReport>> waiting;
    Result<PackReport> answer = Error{"The file /x is no text file."};
};

inline PackReport madePackReport(std::int64_t id, const char* name)
{
    PackReport report;
    report.info.id = id;
    report.info.name = name;
    report.info.listeners = 5120;
    report.info.triplets = 812'345;
    report.info.items = 384'546;
    report.itemsFound = 1234;
    report.listeners = 4321;
    report.triplets = 60'000;
    return report;
}

} // namespace segue::test
