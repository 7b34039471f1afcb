#include "ui/widgets/waveform_paint.h"

#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <vector>

namespace segue::ui {

namespace {

constexpr double barWidth = 2, barStep = 3; // logical pixels
constexpr double mostRaised = 2.5;

using Bands = std::array<double, analysis::waveformBands>;

/// Mean of each band over the bar's share of the track, 0..1.
Bands bandsAt(const analysis::Waveform& waveform, std::size_t bar, std::size_t bars)
{
    constexpr std::size_t buckets = analysis::waveformBuckets;
    const std::size_t from = std::min(bar * buckets / bars, buckets - 1);
    const std::size_t to = std::clamp((bar + 1) * buckets / bars, from + 1, buckets);
    Bands bands{};
    for (std::size_t i = from; i < to; ++i) {
        for (std::size_t band = 0; band < bands.size(); ++band)
            bands[band] += waveform.bytes[i * bands.size() + band];
    }
    for (double& value : bands)
        value /= 255.0 * double(to - from);
    return bands;
}

} // namespace

// Lows stand behind, tall and wide: in loud music they are most of the picture. So they are the
// accent faded into the ground, not the accent at its strongest; what is bright stands in front.
WaveformColors waveformColors(bool played)
{
    const Colors& c = colors();
    const bool dark = isDarkTheme();
    const WaveformColors full = dark ? WaveformColors{mix(c.sidebar, c.accent, .5),
                                    mix(c.sidebar, c.accent, .88), mix(c.accent, c.text, .6)}
                                     : WaveformColors{mix(c.sidebar, c.accent, .45),
                                         mix(c.sidebar, c.accent, .8), mix(c.accent, c.text, .35)};
    if (played)
        return full;
    // The same order, without the colour.
    return {mix(c.sidebar, c.textFaint, dark ? .34 : .3),
        mix(c.sidebar, c.textFaint, dark ? .62 : .58), mix(c.sidebar, c.textFaint, .95)};
}

QPixmap waveformPixmap(
    const analysis::Waveform& waveform, QSize size, double ratio, const WaveformColors& colors)
{
    QPixmap pixmap((QSizeF(size) * ratio).toSize());
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    const auto bars = static_cast<std::size_t>(std::max(1.0, (size.width() + 1) / barStep));
    std::vector<Bands> heights(bars);
    double most = 0;
    for (std::size_t bar = 0; bar < bars; ++bar) {
        heights[bar] = bandsAt(waveform, bar, bars);
        most = std::max(most, *std::max_element(heights[bar].begin(), heights[bar].end()));
    }
    const double raise = most > 0 ? std::min(1 / most, mostRaised) : 1;
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const std::array paints{colors.low, colors.mid, colors.high};
    const double middle = size.height() / 2.0;
    for (std::size_t bar = 0; bar < bars; ++bar) {
        std::array<std::size_t, analysis::waveformBands> order{0, 1, 2};
        std::stable_sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return heights[bar][a] > heights[bar][b]; });
        for (const std::size_t band : order) {
            const double half = std::max(.75, heights[bar][band] * raise * middle);
            painter.setBrush(paints[band]);
            painter.drawRoundedRect(
                QRectF(double(bar) * barStep, middle - half, barWidth, 2 * half), barWidth / 2,
                barWidth / 2);
        }
    }
    return pixmap;
}

} // namespace segue::ui
