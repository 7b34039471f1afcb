#pragma once

#include "core/analysis/features.h"

#include <QColor>
#include <QPixmap>
#include <QSize>

namespace segue::ui {

/// Colours of the bars: low, mid and high frequencies.
struct WaveformColors {
    QColor low, mid, high;
    friend bool operator==(const WaveformColors&, const WaveformColors&) = default;
};

/// From the theme: `played` in full, else faded.
WaveformColors waveformColors(bool played);

/// The waveform as bars about a middle line, filling `size` (logical pixels) at `ratio` device
/// pixels each. In every bar the tallest band stands behind the others. The loudest bar reaches the
/// edge, but quiet music is raised to twice and a half its height at most. Under a millisecond.
QPixmap waveformPixmap(
    const analysis::Waveform& waveform, QSize size, double ratio, const WaveformColors& colors);

} // namespace segue::ui
