#pragma once

#include <QColor>
#include <QFont>
#include <QString>

#include <optional>

class QApplication;

namespace segue::ui {

enum class ThemeMode { system, dark, light };

/// Every colour the window uses: painted widgets read it while painting, the style sheet by name.
struct Colors {
    QColor window; ///< the page
    QColor sidebar; ///< sidebar and player bar
    QColor surface; ///< fields, cards, placeholders
    QColor surfaceHover;
    QColor raised; ///< menus, popovers, toasts
    QColor border;
    QColor text;
    QColor textDim; ///< second lines; at least 4.5:1 on `window`
    QColor textFaint; ///< icons at rest, empty stars; at least 3:1
    QColor accent; ///< the one accent
    QColor onAccent; ///< text on the accent
    QColor accentSoft; ///< selected rows, checked buttons
    QColor danger;
};

/// Sets palette, style and style sheet of the whole program; callable again at run time, the
/// widgets repaint themselves. `system` follows the desktop (see setSystemIsDark()).
void applyTheme(QApplication& app, ThemeMode mode);
ThemeMode themeMode();
bool isDarkTheme();
const Colors& colors();

/// What the desktop's portal says about dark and light; without it the palette that the platform
/// gave at start decides. Re-applies the theme when it follows the system.
void setSystemIsDark(std::optional<bool> dark);

QString toString(ThemeMode mode);
std::optional<ThemeMode> themeModeFromString(const QString& name);

enum class TextSize { small, normal, large, title };
/// The application's font, scaled; `strong` is semi-bold.
QFont themeFont(TextSize size, bool strong = false);
/// `px` at the usual text size, more when the user's text is larger (200 % text: twice).
int scaled(int px);

/// `top` laid over `bottom` with `amount` 0..1.
QColor mix(const QColor& bottom, const QColor& top, double amount);
QColor withAlpha(QColor color, double alpha);

} // namespace segue::ui
