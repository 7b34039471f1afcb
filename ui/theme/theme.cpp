#include "ui/theme/theme.h"

#include <QApplication>
#include <QFile>
#include <QFontMetrics>
#include <QPalette>
#include <QPixmapCache>
#include <QProxyStyle>

#include <array>
#include <cmath>

static void initSegueResources()
{
    Q_INIT_RESOURCE(segue);
}

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

/// Fusion under the style sheet, with icons that grow with the text.
class Style final : public QProxyStyle {
public:
    Style()
        : QProxyStyle(u"Fusion"_s)
    {
    }
    int pixelMetric(
        PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override
    {
        switch (metric) {
        case PM_SmallIconSize:
        case PM_ButtonIconSize:
        case PM_LineEditIconSize:
            return scaled(16);
        default:
            return QProxyStyle::pixelMetric(metric, option, widget);
        }
    }
};

struct State {
    ThemeMode mode = ThemeMode::system;
    bool dark = true;
    std::optional<bool> systemDark;
    bool styled = false;
    std::optional<bool> paletteDark; ///< how the platform's own palette was at start
    Colors colors;
};

Colors darkColors()
{
    return {.window = QColor(0x15, 0x15, 0x18),
        .sidebar = QColor(0x0e, 0x0e, 0x10),
        .surface = QColor(0x22, 0x22, 0x27),
        .surfaceHover = QColor(0x2b, 0x2b, 0x31),
        .raised = QColor(0x26, 0x26, 0x2b),
        .border = QColor(0x2f, 0x2f, 0x36),
        .text = QColor(0xf3, 0xf2, 0xf0),
        .textDim = QColor(0xab, 0xaa, 0xb2),
        .textFaint = QColor(0x76, 0x75, 0x80),
        .accent = QColor(0xff, 0x8b, 0x5e),
        .onAccent = QColor(0x24, 0x10, 0x08),
        .accentSoft = QColor(0x3d, 0x2b, 0x26),
        .danger = QColor(0xff, 0x75, 0x75)};
}

Colors lightColors()
{
    return {.window = QColor(0xff, 0xff, 0xff),
        .sidebar = QColor(0xf5, 0xf4, 0xf3),
        .surface = QColor(0xf0, 0xef, 0xee),
        .surfaceHover = QColor(0xe7, 0xe6, 0xe4),
        .raised = QColor(0xff, 0xff, 0xff),
        .border = QColor(0xe2, 0xe0, 0xde),
        .text = QColor(0x1b, 0x19, 0x18),
        .textDim = QColor(0x5f, 0x5b, 0x58),
        .textFaint = QColor(0x8b, 0x87, 0x83),
        .accent = QColor(0xc3, 0x47, 0x14),
        .onAccent = QColor(0xff, 0xff, 0xff),
        .accentSoft = QColor(0xfb, 0xe7, 0xdd),
        .danger = QColor(0xb9, 0x1c, 0x1c)};
}

State& state()
{
    static State instance = [] {
        State first;
        first.colors = darkColors();
        return first;
    }();
    return instance;
}

QPalette paletteFor(const Colors& c)
{
    QPalette p(c.text, c.window, c.surfaceHover, c.sidebar, c.border, c.text, c.window);
    p.setColor(QPalette::Base, c.window);
    p.setColor(QPalette::AlternateBase, c.surface);
    p.setColor(QPalette::Button, c.surface);
    p.setColor(QPalette::ButtonText, c.text);
    p.setColor(QPalette::ToolTipBase, c.raised);
    p.setColor(QPalette::ToolTipText, c.text);
    p.setColor(QPalette::PlaceholderText, c.textDim);
    p.setColor(QPalette::Highlight, c.accent);
    p.setColor(QPalette::HighlightedText, c.onAccent);
    p.setColor(QPalette::Link, c.accent);
    p.setColor(QPalette::LinkVisited, c.accent);
    for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, c.textFaint);
    return p;
}

QString styleSheetFor(const Colors& c)
{
    QFile file(u":/segue/theme.qss"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());
    const std::array<std::pair<QString, QColor>, 13> names{
        {{u"@window"_s, c.window}, {u"@sidebar"_s, c.sidebar}, {u"@surfaceHover"_s, c.surfaceHover},
            {u"@surface"_s, c.surface}, {u"@raised"_s, c.raised}, {u"@border"_s, c.border},
            {u"@textDim"_s, c.textDim}, {u"@textFaint"_s, c.textFaint}, {u"@text"_s, c.text},
            {u"@accentSoft"_s, c.accentSoft}, {u"@accent"_s, c.accent},
            {u"@onAccent"_s, c.onAccent}, {u"@danger"_s, c.danger}}};
    for (const auto& [name, color] : names)
        sheet.replace(name, color.name());
    // Pictures of the sheet cannot follow a colour: there is one for each theme.
    sheet.replace(u"@mode"_s, isDarkTheme() ? u"dark"_s : u"light"_s);
    return sheet;
}

} // namespace

void applyTheme(QApplication& app, ThemeMode mode)
{
    initSegueResources();
    State& s = state();
    if (!s.paletteDark)
        s.paletteDark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    s.mode = mode;
    s.dark = mode == ThemeMode::system ? s.systemDark.value_or(*s.paletteDark)
                                       : mode == ThemeMode::dark;
    s.colors = s.dark ? darkColors() : lightColors();
    QPixmapCache::clear();
    if (!s.styled) { // once: the style sheet wraps it afterwards
        app.setStyle(new Style);
        s.styled = true;
    }
    app.setPalette(paletteFor(s.colors));
    app.setStyleSheet(styleSheetFor(s.colors));
}

ThemeMode themeMode()
{
    return state().mode;
}

bool isDarkTheme()
{
    return state().dark;
}

const Colors& colors()
{
    return state().colors;
}

void setSystemIsDark(std::optional<bool> dark)
{
    State& s = state();
    s.systemDark = dark;
    if (s.mode == ThemeMode::system && s.paletteDark && qApp)
        applyTheme(*qApp, s.mode);
}

QString toString(ThemeMode mode)
{
    return mode == ThemeMode::dark ? u"dark"_s
        : mode == ThemeMode::light ? u"light"_s
                                   : u"system"_s;
}

std::optional<ThemeMode> themeModeFromString(const QString& name)
{
    for (ThemeMode mode : {ThemeMode::system, ThemeMode::dark, ThemeMode::light}) {
        if (toString(mode) == name)
            return mode;
    }
    return {};
}

QFont themeFont(TextSize size, bool strong)
{
    QFont font = QApplication::font();
    const double base = font.pointSizeF() > 0 ? font.pointSizeF() : 10;
    const double factor = size == TextSize::small ? .9
        : size == TextSize::large                 ? 1.3
        : size == TextSize::title                 ? 1.9
                                                  : 1;
    font.setPointSizeF(base * factor);
    if (strong)
        font.setWeight(size == TextSize::title ? QFont::Bold : QFont::DemiBold);
    return font;
}

int scaled(int px)
{
    // Text of 10 points at 96 dpi is about 13 pixels high; smaller text does not shrink controls.
    const QFont font = QApplication::font();
    const double points = font.pointSizeF() > 0 ? font.pointSizeF() : font.pixelSize() * .75;
    return static_cast<int>(std::lround(px * std::max(1.0, points / 10.5)));
}

QColor mix(const QColor& bottom, const QColor& top, double amount)
{
    const auto part
        = [amount](int b, int t) { return static_cast<int>(std::lround(b + (t - b) * amount)); };
    return QColor(part(bottom.red(), top.red()), part(bottom.green(), top.green()),
        part(bottom.blue(), top.blue()));
}

QColor withAlpha(QColor color, double alpha)
{
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

} // namespace segue::ui
