#pragma once

#include "core/base/ids.h"
#include "core/recommend/service/for_you.h"

#include <QObject>

#include <cstdint>
#include <unordered_set>
#include <vector>

namespace segue::ui {

class Commands;

/// A queue that goes on from a track, and is filled again before it ends: as long as its end is the
/// radio's own, i.e. until the listener puts something else there or replaces it.
class RadioQueue : public QObject {
    Q_OBJECT

public:
    explicit RadioQueue(Commands& commands, QObject* parent = nullptr);

    /// Replaces the queue by the track and what goes with it, once that is known.
    void start(TrackId from);

private:
    void take(TrackId from, const std::vector<Suggestion>& queue);
    void refill(const std::vector<Suggestion>& queue);
    void look();
    bool isOn() const;

    Commands& commands_;
    TrackId asked_; ///< for a queue from it that is not there yet
    bool refills_ = false; ///< what was asked for goes behind the queue
    /// Of what the radio put into the queue; empty: no radio is on. They stay while another queue
    /// plays: it may be undone.
    std::unordered_set<std::uint64_t> keys_;
};

} // namespace segue::ui
