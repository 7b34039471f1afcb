#include "core/library/scan/batch_writer.h"

#include <chrono>

namespace segue::scan {

namespace {
constexpr std::size_t mostWaiting = 4;
}

void BatchWriter::write(db::Store::Job job)
{
    if (failed_)
        return;
    waiting_.push_back(store_.write(db::Durability::normal, std::move(job)));
    while (!waiting_.empty()
        && (waiting_.size() > mostWaiting
            || waiting_.front().wait_for(std::chrono::seconds(0)) == std::future_status::ready))
        settleFirst();
}

void BatchWriter::finish()
{
    while (!waiting_.empty())
        settleFirst();
}

void BatchWriter::settleFirst()
{
    const Result<void> result = waiting_.front().get();
    waiting_.pop_front();
    if (!result && !failed_) {
        error_ = result.error().message + " The scan was stopped; what it had written stays.";
        failed_ = true;
    }
}

} // namespace segue::scan
