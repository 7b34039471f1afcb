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

QColor turned(const QColor& color, int degrees, double lightness)
{
    const QColor hsl = color.toHsl();
    return QColor::fromHsl((hsl.hslHue() + 360 + degrees) % 360, hsl.hslSaturation(),
        std::clamp(static_cast<int>(hsl.lightness() * lightness), 0, 255));
}

} // namespace

WaveformColors waveformColors(bool played)
{
    const Colors& c = colors();
    const bool dark = isDarkTheme();
    WaveformColors full{turned(c.accent, -14, dark ? .8 : .85), turned(c.accent, 8, 1.08),
        turned(c.accent, 24, dark ? 1.3 : 1.55)};
    if (played)
        return full;
    // The same order of light and dark, without the colour's strength.
    const auto faded = [&](const QColor& color, double strength) {
        return mix(c.sidebar, mix(c.textFaint, color, .22), strength);
    };
    return {faded(full.low, .5), faded(full.mid, .72), faded(full.high, .95)};
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
